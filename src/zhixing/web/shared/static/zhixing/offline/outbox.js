// 待发箱: what has not been received yet, why, and what can be done about it.

import { ask, complain, el, head, say, show } from "./dom.js";
import { after } from "./desk.js";
import { changed, fieldsOf, titled, VERBS } from "./things.js";

const STANDS = { waiting: ["等着发送", "wait"], refused: ["没有收下", "red"], conflict: ["与已收到的不同", "red"] };

export async function outbox(desk, done) {
  const state = await desk.keeper.state();
  const items = Object.values(state.items).sort((a, b) => a.seq - b.seq);
  const send = el("button", {
    type: "button",
    class: "main",
    on: { click: () => flush(desk, done) },
  }, "现在发送");
  show(
    head("待发箱", items.length ? `${items.length} 条还没有收到回执` : "没有等着发送的"),
    items.length > 0 && el("p", { class: "acts" }, send),
    items.map((item) => row(desk, item, () => outbox(desk, done))),
    !items.length && el("p", { class: "card empty" }, "都已收到回执。断网时登记的会先排在这里，有网时自动发送。"),
    received(await desk.keeper.lately()),
  );
}

const kind = ({ verb, title }) => (VERBS[verb] && VERBS[verb] !== title ? `${VERBS[verb]}，` : "");
const two = (number) => String(number).padStart(2, "0");
// A moment as the other pages write one: 2026-11-23 00:44, by this phone's clock.
function moment(text) {
  const at = new Date(text);
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

// 最近收到: what it was, when, and what the receipt says of it.
function received(rows) {
  if (!rows.length) return null;
  return el("section", { class: "card stacked", id: "lately" },
    el("header", {}, el("h2", {}, "最近收到"), el("small", {}, `最近 ${rows.length} 条，新的在前；复习只列有说明的`)),
    rows.map((one) => el("div", {},
      el("p", {}, el("b", {}, one.title), el("span", { class: "soft" }, `　${kind(one)}${moment(one.at)} 收到`)),
      el("p", { class: one.told ? null : "soft" }, one.told || "已记入，没有要补的。"))));
}

async function flush(desk, done) {
  const result = await desk.keeper.flush();
  await outbox(desk, done);
  const counts = Object.values((await desk.keeper.state()).items).length;
  if (result === "sent" && !counts) say("都已发送，回执已收到。");
  else if (result === "sent") complain("还有没收下的，原因写在每一条上。");
  else complain(after(result, { stuck: 0 }).replace("已存在这台手机上", "还在这台手机上"));
}

function row(desk, item, again) {
  const [words, tone] = STANDS[item.stands];
  const box = el("section", { class: "card stacked" },
    el("div", { class: "row" }, el("b", {}, titled(item)), el("span", { class: `chip ${tone}` }, words)),
    el("p", { class: "soft" }, `${kind({ ...item, title: titled(item) })}${moment(item.made_at)} 记下`),
    item.told && el("p", {}, item.told));
  box.append(...acts(desk, item, again, box));
  return box;
}

// 改后再发 (再发 where nothing can be changed), 放弃（要确认）.
function acts(desk, item, again, box) {
  const said = JSON.parse(item.body);
  const fields = item.stands === "waiting" ? [] : fieldsOf(item.verb, said);
  const stuck = item.stands !== "waiting" && (fields.length
    ? el("button", { type: "button", on: { click: (event) => change(desk, item, { said, fields, again, box }, event.target) } }, "改后再发")
    : el("button", { type: "button", on: { click: () => resend(desk, item, said, again) } }, "再发"));
  const drop = el("button", { type: "button", class: "plain" }, "放弃");
  let asked = false;
  drop.addEventListener("click", async () => {
    if (!asked) {
      asked = true;
      drop.textContent = "确认放弃，不再发送";
      return;
    }
    await desk.keeper.discard(item.uid);
    await again();
    say("已放弃这一条。");
  });
  return [
    stuck && !fields.length && el("p", { class: "soft" }, "这一条没有可以在这里改的内容，只能照原样再发，或者放弃。"),
    el("p", { class: "acts" }, stuck, drop),
  ].filter(Boolean);
}

async function resend(desk, item, said, again) {
  await desk.keeper.revise(item.uid, said);
  const result = await desk.keeper.flush();
  await again();
  if (result === "none") say("有网时再发。");
}

// What of it can be changed, each in a field; everything else goes as it was.
function change(desk, item, { said, fields, again, box }, button) {
  button.disabled = true;
  const form = el("form", { class: "sheet" },
    fields.map(({ label, more, value }, nth) => ask(label, `c-${item.seq}-${nth}`, { ...more, value })),
    el("button", { class: "main", type: "submit" }, "改好，再发"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = fields.map((_, nth) => form.elements[`c-${item.seq}-${nth}`].value);
    resend(desk, item, changed(said, fields, values), again).catch((error) => complain(`没能存下：${error.message}`));
  });
  box.append(form);
}
