// 复习 without a network: today's cards one by one, checked here, the answers sent some time.

import { complain, el, head, say, show } from "./dom.js";
import { answered, cardsOf, dayOf, EASY, GOOD, HARD, AGAIN, isRight, secondsOf } from "../memory/review.js";

const RATINGS = [[AGAIN, "没记住"], [HARD, "吃力"], [GOOD, "记得"], [EASY, "轻松"]];

export async function review(desk) {
  const deck = await desk.kept("deck");
  if (!deck || !deck.cards) {
    show(head("复习"), el("p", { class: "card empty" }, "这台手机上还没有题。有网时打开这一页，几天的题会自动存下。"));
    return;
  }
  const log = await desk.answers();
  const cards = cardsOf(deck, log, dayOf(deck, new Date().toISOString()));
  if (!cards.length) {
    show(head("复习"), el("p", { class: "card empty" }, "今天的复习做完了。只有本人看得到；不做也不要紧。"));
    return;
  }
  const minutes = Math.max(1, Math.round(secondsOf(deck, cards) / 60));
  ask(desk, cards[0], `还有 ${cards.length} 题，约 ${minutes} 分钟`);
}

function ask(desk, card, told) {
  const many = card.form === "multiple";
  const texts = card.form === "fill_in" || card.form === "short";
  const count = card.form === "fill_in" ? card.blanks.length : 1;
  const fields = texts
    ? Array.from({ length: count }, (_, nth) => el("p", { class: "ask" }, el("label", { for: `a${nth}` },
      card.form === "short" ? "自己先答一答（不用写全，不上传）" : `第 ${nth + 1} 空`), el("input", { id: `a${nth}`, autocomplete: "off" })))
    : [el("fieldset", { class: "ask" }, el("legend", { class: "unseen" }, "选项"), el("div", { class: "choices" },
      card.options.map((words, nth) => el("label", {}, el("input", {
        type: many ? "checkbox" : "radio", name: "chosen", value: String(nth),
      }), el("span", {}, words)))))];
  const form = el("form", { class: "sheet card" },
    el("p", { class: "soft" }, `${card.form_words}${card.mark ? `　${card.mark}` : ""}`),
    el("h2", {}, card.stem), fields,
    el("button", { class: "main big-go", type: "submit" }, "看答案"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = texts
      ? { texts: Array.from({ length: count }, (_, nth) => form.querySelector(`#a${nth}`).value) }
      : { chosen: [...form.querySelectorAll("input:checked")].map((one) => Number(one.value)) };
    const right = isRight(card, given);
    if (right !== null && !texts && !given.chosen.length) complain("请先选一项");
    else shown(desk, card, right, told, texts && !given.texts.some((one) => one.trim()));
  });
  show(head("复习", told), form);
}

function shown(desk, card, right, told, nothing) {
  const offered = right === null ? RATINGS : right ? RATINGS.slice(1) : RATINGS.slice(0, 1);
  const key = card.form === "fill_in" ? card.blanks.map((one) => one[0]).join("；")
    : card.form === "short" ? card.model : card.right.map((nth) => card.options[nth]).join("；");
  const verdicts = { true: ["答对了", "ok"], false: ["没答对", "red"], null: ["对照一下", "wait"] };
  const [words, tone] = nothing && right === false ? ["没有作答", "red"] : verdicts[String(right)];
  show(head("复习", told), el("section", { class: "card" },
    el("p", {}, el("span", { class: `chip ${tone}` }, words)),
    el("h2", {}, card.stem),
    el("p", {}, el("b", {}, "答案　"), key),
    card.why && el("p", {}, card.why),
    card.rests_on.length > 0 && el("p", { class: "soft" }, card.rests_on.join("；")),
    el("p", { class: "acts" }, offered.map(([rating, label]) => el("button", {
      type: "button",
      class: offered.length === 1 || rating === GOOD ? "main" : null,
      on: { click: () => keep(desk, card, right, rating) },
    }, offered.length === 1 ? "知道了，下一题" : label)))));
  document.querySelector("#stage button").focus();
}

async function keep(desk, card, right, rating) {
  try {
    const one = answered(card, { uid: crypto.randomUUID(), at: new Date().toISOString(), right, rating });
    await desk.keeper.put(one.uid, "review", { answers: [one] });
    await desk.change((answers) => [...answers, one]);
    await review(desk);
    if (navigator.onLine) await desk.keeper.flush();
  } catch (error) {
    complain(`没能存下：${error.message}`);
    say("");
  }
}
