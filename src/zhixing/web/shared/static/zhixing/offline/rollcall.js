// 点名: everybody expected is there; tap the exceptions, write what was said and decided, done.

import { ask, call, complain, el, head, show, ticks, today } from "./dom.js";

const STATES = [["present", "实到"], ["duty", "值班"], ["leave", "请假"], ["absent", "缺席"]];
const SPARE = [["", "未到"], ["present", "实到"]];

export async function rollcall(desk, done) {
  const said = await desk.kept("rolls");
  const rolls = said ? said.rolls : [];
  if (!rolls.length) {
    show(head("点名"), el("p", { class: "card empty" }, "这台手机上还没有名单。有网时打开这一页，名单会自动存下。"));
    return;
  }
  await drawn(desk, rolls, 0, done, said);
}

async function drawn(desk, rolls, chosen, done, said) {
  const roll = rolls[chosen];
  const form = el("form", { class: "sheet" });
  const expected = roll.people.filter((one) => !one.exempt);
  const spare = roll.people.filter((one) => one.exempt);
  const row = (one, states, state) => call(
    [el("small", { class: "no" }, String(one.number)), ` ${one.name}`, one.group && el("small", {}, ` ${one.group}`)].filter(Boolean),
    `p-${one.person}`, states, state,
  );
  form.append(...[
    rolls.length > 1 && choose(rolls, chosen, (nth) => drawn(desk, rolls, nth, done, said)),
    el("section", { class: "card" },
      planned(roll, form),
      el("div", { class: "asks" },
        ask("日期", "day", { type: "date", value: today(), max: today(), required: true }),
        ask("主题", "title", { maxlength: 200, required: true }),
        ask("时长（分钟）", "minutes", { type: "number", min: 1, max: 1440, value: "90", inputmode: "numeric", required: true })),
      ticks("形式（可以几种，学时只计一次）", "forms", said.forms)),
    el("section", { class: "card stacked" },
      el("header", {}, el("h2", {}, "到会情况"), el("small", {}, `应到 ${expected.length} 人，默认实到，只点例外`)),
      el("div", { class: "roll" }, expected.map((one) => {
        const granted = (one.leave || {})[today()];
        const made = row(one, STATES, granted ? "leave" : "present");
        made.append(...because(one, said.away || {}, granted));
        return made;
      })),
      spare.length > 0 && el("h3", {}, "不作硬性要求 ", el("small", {}, "来了点实到")),
      el("div", { class: "roll" }, spare.map((one) => row(one, SPARE, "")))),
    el("section", { class: "card stacked" },
      ask("会议记录", "words", { tag: "textarea", maxlength: 4000 }),
      ask("决议", "decision", { maxlength: 200, note: "没有可不填" }),
      ask("谁来办", "owner", { note: "默认支部" }, [["", "支部"], ...expected.map((one) => [one.person, one.name])]),
      ask("办结期限", "due", { type: "date", note: "可不填" }),
      el("button", { class: "main big-go", type: "submit" }, "记下这场会")),
  ].filter(Boolean));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent(desk, roll, form).then(done).catch((error) => complain(`没能存下：${error.message}`));
  });
  show(head("点名", roll.name), form);
  await desk.draft(form, `rollcall-${roll.org || "whole"}`);
}

// The reason of whoever is on leave or absent: shown when that is tapped, never required.
function because(one, away, granted) {
  return Object.entries(away).map(([state, words]) => {
    const word = STATES.find(([key]) => key === state)[1];
    const made = el("select", { name: `why-${state}-${one.person}`, "data-of": state, "aria-label": `${one.name}${word}的原因` },
      [["", `${word}原因（可不选）`], ...words].map(([value, label]) => el("option", { value }, label)));
    if (state === "leave" && granted) made.value = granted;
    return made;
  });
}

function choose(rolls, chosen, act) {
  const field = ask("哪个组织", "org", { on: { change: (event) => act(Number(event.target.value)) } },
    rolls.map((one, nth) => [String(nth), one.name]));
  field.querySelector("select").value = String(chosen);
  return field;
}

// What the plan has for this month: a tap fills in title, forms and minutes.
function planned(roll, form) {
  if (!roll.planned.length) return null;
  return el("div", { class: "acts" }, roll.planned.map((one) => el("button", {
    type: "button",
    on: {
      click: () => {
        form.elements.title.value = one.title;
        if (one.minutes) form.elements.minutes.value = one.minutes;
        for (const box of form.querySelectorAll("[name=forms]")) box.checked = one.forms.includes(box.value);
        form.dispatchEvent(new Event("input"));
      },
    },
  }, `${one.title}（${one.forms.join("、")}）`)));
}

async function sent(desk, roll, form) {
  const said = new FormData(form);
  const forms = said.getAll("forms");
  if (!forms.length) throw new Error("请至少勾选一种形式");
  const states = {}, reasons = {};
  for (const one of roll.people) {
    const state = said.get(`p-${one.person}`);
    if (state) states[one.person] = state;
    const reason = said.get(`why-${state}-${one.person}`);
    if (reason) reasons[one.person] = reason;
  }
  const session = {
    org: roll.org,
    day: said.get("day"),
    minutes: Number(said.get("minutes")),
    forms,
    title: said.get("title"),
    roll: states,
  };
  const decision = said.get("decision").trim();
  const decisions = decision
    ? [{ text: decision, owner: said.get("owner") || null, due: said.get("due") || null }] : [];
  const papers = { minutes: { words: said.get("words").trim() }, decisions };
  return desk.put("meeting", { values: { session, papers, reasons } }, `rollcall-${roll.org || "whole"}`);
}
