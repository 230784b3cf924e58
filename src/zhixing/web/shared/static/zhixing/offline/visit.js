// 走访 (下基层): where, who went, what was raised.

import { ask, complain, el, head, notAlong, show, today } from "./dom.js";

export async function visit(desk, done) {
  const said = await desk.kept("rolls");
  const rolls = (said ? said.rolls : []).filter((one) => one.org);
  if (!rolls.length) {
    show(head("走访"), el("p", { class: "card empty" }, "这台手机上还没有名单。有网时打开这一页，名单会自动存下。"));
    return;
  }
  const form = el("form", { class: "sheet card" },
    ask("哪个支部的台账", "org", {}, rolls.map((one) => [one.org, one.name])),
    ask("日期", "day", { type: "date", value: today(), max: today(), required: true }),
    ask("地点", "place", { maxlength: 200, required: true }),
    el("fieldset", { class: "ask" }, el("legend", {}, "去的人"), el("div", { class: "ticks many" }, rolls.flatMap((roll) => (
      roll.people.map((one) => el("label", {}, el("input", { type: "checkbox", name: "people", value: one.person }), one.name))
    )))),
    ask("反映的问题", "problem", { maxlength: 200, note: "没有可不填" }),
    el("button", { class: "main big-go", type: "submit" }, "记下这次走访"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent(desk, form).then(done).catch((error) => complain(`没能存下：${error.message}`));
  });
  show(head("走访", "下基层记录"), notAlong(said), form);
  await desk.draft(form, "visit");
}

async function sent(desk, form) {
  const said = new FormData(form);
  const people = said.getAll("people");
  if (!people.length) throw new Error("请勾选去的人");
  const values = {
    org: said.get("org"),
    day: said.get("day"),
    place: said.get("place"),
    people,
    problem: said.get("problem"),
  };
  return desk.put("visit", { values }, "visit");
}
