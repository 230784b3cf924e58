// Review cards without a network: from a deck and the answers given since, what is asked today and when again.
//
// Pure functions; nothing here reads the clock, stores or sends. A deck is what the server hands out (its JSON as an
// object). An answer is {uid, question, version, rating, at}: uid made by the caller, rating 1 没记住, 2 吃力, 3 记得,
// 4 轻松, `at` an ISO time. The server folds the same answers to the same days.
"use strict";

import { FSRS } from "./vendored/ts-fsrs.js";

export const AGAIN = 1;
export const HARD = 2;
export const GOOD = 3;
export const EASY = 4;

const MINUTE = 60000;
const DAY = 86400000;
const number = (day) => Date.parse(`${day}T00:00:00Z`) / DAY;
const named = (nth) => new Date(nth * DAY).toISOString().slice(0, 10);

// The day (2026-11-22) on which a moment lies where the organ is, whatever zone the phone is set to.
export function dayOf(deck, at) {
  return named(Math.floor((Date.parse(at) + deck.utc_minutes * MINUTE) / DAY));
}

// The record of an answer for the outbox; without a rating, right is 记得 and wrong 没记住.
export function answered(card, { uid, at, right, rating }) {
  return { uid, question: card.question, version: card.version, rating: rating ?? (right ? GOOD : AGAIN), at };
}

// Each answer once, by time, then by id.
export function inOrder(answers) {
  const each = new Map(answers.map((one) => [one.uid, one]));
  const before = (a, b) => Date.parse(a.at) - Date.parse(b.at) || (a.uid < b.uid ? -1 : 1);
  return [...each.values()].sort(before);
}

// The memory of every card after these answers, by question: {stability, difficulty, last, due, version}.
// The first answer to a card on a day counts; what is answered again on that day is practice.
export function memories(deck, answers) {
  const engine = engineOf(deck);
  const found = new Map();
  for (const card of deck.cards) if (card.memory) found.set(card.question, card.memory);
  for (const one of inOrder(answers)) {
    const day = dayOf(deck, one.at);
    const old = found.get(one.question);
    if (!old || day > old.last) found.set(one.question, after(engine, old, one, day));
  }
  return found;
}

// The cards of a day in their order, at most the day's budget: most forgotten first, new ones in what is left.
export function cardsOf(deck, answers, day) {
  if (deck.paused) return [];
  const engine = engineOf(deck);
  const known = memories(deck, answers);
  const spent = spentOn(deck, answers, day);
  const due = deck.cards.filter((card) => known.has(card.question) && isDue(card, known.get(card.question), day));
  const keyed = due.map((card) => [Math.round(recall(engine, known.get(card.question), day) * 1e4), card]);
  keyed.sort((a, b) => a[0] - b[0] || (a[1].question < b[1].question ? -1 : 1));
  const old = fill(deck, keyed.map((pair) => pair[1]), deck.budget.seconds - spent.seconds, due.length);
  const fresh = deck.cards.filter((card) => !known.has(card.question));
  const most = Math.max(0, deck.budget.new - spent.new);
  return [...old.cards, ...fill(deck, fresh, old.left, most).cards];
}

// What these cards are taken to need, in seconds by their forms; nobody's own time is measured.
export function secondsOf(deck, cards) {
  return cards.reduce((sum, card) => sum + deck.budget.costs[card.form], 0);
}

// Whether an answer is right: {chosen: [places]} or {texts: [words]}; null where only a person can say (简答).
export function isRight(card, given) {
  if (card.form === "short") return null;
  if (card.form === "fill_in") {
    return card.blanks.every((accepted, nth) => accepted.map(plain).includes(plain(given.texts[nth] ?? "")));
  }
  const chosen = new Set(given.chosen);
  return chosen.size === card.right.length && card.right.every((place) => chosen.has(place));
}

function plain(text) {
  const folded = text.normalize("NFKC").toLowerCase().replace(/\s/gu, "");
  return folded.replace(/^[。.,;]+|[。.,;]+$/gu, "");
}

function engineOf(deck) {
  return new FSRS({
    w: deck.model.w,
    request_retention: deck.model.retention,
    maximum_interval: deck.model.longest,
    enable_fuzz: false,
    enable_short_term: true,
    learning_steps: [],
    relearning_steps: [],
  });
}

function after(engine, old, one, day) {
  const elapsed = old ? number(day) - number(old.last) : 0;
  const { stability, difficulty } = engine.next_state(old ?? null, elapsed, one.rating);
  const due = named(number(day) + engine.next_interval(stability, elapsed));
  return { stability, difficulty, last: day, due, version: one.version };
}

function recall(engine, memory, day) {
  return engine.forgetting_curve(number(day) - number(memory.last), memory.stability);
}

function isDue(card, memory, day) {
  return memory.last < day && (memory.due <= day || memory.version !== card.version);
}

function spentOn(deck, answers, day) {
  const forms = new Map(deck.cards.map((card) => [card.question, card.form]));
  const met = new Set(deck.cards.filter((card) => card.memory).map((card) => card.question));
  const dearest = Math.max(...Object.values(deck.budget.costs));
  const spent = day === deck.day ? { ...deck.spent } : { seconds: 0, new: 0 };
  for (const one of inOrder(answers)) {
    if (dayOf(deck, one.at) === day) {
      spent.seconds += forms.has(one.question) ? deck.budget.costs[forms.get(one.question)] : dearest;
      if (!met.has(one.question)) spent.new += 1;
    }
    met.add(one.question);
  }
  return spent;
}

function fill(deck, cards, left, most) {
  const chosen = [];
  for (const card of cards) {
    const cost = deck.budget.costs[card.form];
    if (cost > left || chosen.length >= most) continue;
    chosen.push(card);
    left -= cost;
  }
  return { cards: chosen, left };
}
