// 学习包 on the phone: what is offered, its size first; then it lies here, for as long as it is offered.

import { complain, el, head, say, show, size } from "./dom.js";
import { study } from "./study.js";
import { bytesOrGone, knock } from "./wire.js";

export async function packs(desk, done) {
  const said = await desk.kept("packs");
  const offers = said && said.packs ? said.packs : [];
  if (said && said.packs) await tidied(desk, offers);
  const here = new Set(await desk.shelf.names());
  const lacks = new Map(await Promise.all(offers.filter((one) => here.has(named(one))).map(async (one) => (
    [named(one), missing(await content(desk, one), here)]
  ))));
  show(
    head("学习包", offers.length ? `${offers.length} 个` : null),
    offers.map((one) => el("section", { class: "card stacked" },
      el("div", { class: "row" }, el("h2", {}, one.title), el("span", { class: "chip" }, one.why)),
      el("p", { class: "soft" }, `${one.texts} 篇${one.recordings ? `，${one.recordings} 段录音` : ""}，${one.questions} 题，共 ${size(one.size)}`),
      one.returned && el("p", {}, "已回传"),
      el("p", { class: "acts" }, acts(desk, one, lacks.get(named(one)), done)))),
    !offers.length && el("p", { class: "card empty" }, "现在没有给您的学习包。有网时打开这一页会更新。"),
  );
}

const named = (one) => `pack-${one.id}-${one.version}`;
const soundOf = (each) => `audio-${each.id}`;

async function content(desk, one) {
  return JSON.parse(new TextDecoder().decode(await desk.keptBytes(named(one))));
}

// What of its sound is still to be fetched.
function missing(pack, here) {
  return pack.recordings.filter((each) => !each.gone && !here.has(soundOf(each)));
}

// Replaced or withdrawn, a pack goes from the phone, and with it the sound that no other one has.
async function tidied(desk, offers) {
  const names = await desk.shelf.names();
  const kept = new Set(offers.map(named));
  for (const one of offers.filter((each) => names.includes(named(each)))) {
    for (const each of (await content(desk, one)).recordings) kept.add(soundOf(each));
  }
  for (const name of names) if (/^(pack|audio)-/.test(name) && !kept.has(name)) await desk.shelf.leave(name);
}

function acts(desk, one, lacking, done) {
  const fetch = (words) => el("button", {
    type: "button",
    on: { click: () => fetched(desk, one, done).catch((error) => complain(`没能存下：${error.message}`)) },
  }, words);
  if (!lacking) return fetch(`下载到手机（${size(one.size)}）`);
  const open = async () => study(desk, await content(desk, one), done);
  return [
    el("button", { class: "main", type: "button", on: { click: open } }, "打开"),
    lacking.length > 0 && fetch(`接着下载（还差 ${lacking.length} 段录音）`),
  ];
}


async function fetched(desk, one, done) {
  say("正在下载……");
  const here = new Set(await desk.shelf.names());
  const whole = here.has(named(one))
    || await desk.fetchInto(named(one), `/api/offline/packs/${one.id}/${one.version}/`);
  const told = whole ? await sounds(desk, one, here) : { failed: 1, gone: [] };
  await packs(desk, done);
  const gone = told.gone.map((each) => `录音已撤下：${each.title}。`).join("");
  if (told.failed) complain(`${gone}没有下载完；有网时再点一次，已下载的不会重来。`);
  else say(`${gone}已存在这台手机上，断网也能看、能听。`);
}

// The recordings one by one. One that has been taken down is marked so: it will never come.
async function sounds(desk, one, here) {
  const pack = await content(desk, one);
  const told = { failed: 0, gone: [] };
  for (const each of missing(pack, here)) {
    const found = await bytesOrGone(each.address);
    if (found.bytes) await desk.keep(soundOf(each), found.bytes);
    else if (found.gone && await still(desk)) {
      each.gone = true;
      told.gone.push(each);
      await desk.keep(named(one), pack);
    } else told.failed += 1;
  }
  return told;
}

// Whether the session is still this account's: to anybody else the same answer means something else.
async function still(desk) {
  const door = await knock();
  return door.kind === "in" && door.who.account === desk.who.account;
}
