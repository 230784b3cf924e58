// 点名: everybody expected is there; tap the exceptions, write what was said and decided, done.

import { beginning, begins, granted, MARKS, meeting, scopeOf, usual, whom } from "./called.js";
import { ask, call, complain, el, head, notAlong, show, ticks, today } from "./dom.js";

const STATES = [["present", "实到"], ["duty", "值班"], ["leave", "请假"], ["absent", "缺席"]];
const SPARE = [["", "未到"], ["present", "实到"]];
const BY_HAND = /^((p|why)-|minutes$)/;

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
  const list = el("section", { class: "card stacked" });
  const groups = (roll.groups || []).map((one) => [one.id, one.name]);
  const group = ask("哪个党小组", "group", {}, groups.length > 1 ? [["", "请选"], ...groups] : groups);
  const marks = {};
  const redraw = () => listed(list, group, roll, form, said, marks);
  const expected = roll.people.filter((one) => !one.exempt);
  form.append(...[
    rolls.length > 1 && choose(rolls, chosen, (nth) => drawn(desk, rolls, nth, done, said)),
    notAlong(said),
    el("section", { class: "card" },
      planned(roll, form, marks, redraw),
      el("div", { class: "asks" },
        ask("日期", "day", { type: "date", value: today(), max: today(), required: true }),
        ask("主题", "title", { maxlength: 200, required: true }),
        ask("时长（分钟）", "minutes", { type: "number", min: 1, max: 1440, inputmode: "numeric", required: true })),
      ticks("形式（可以几种，学时只计一次）", "forms", said.forms),
      group),
    list,
    el("section", { class: "card stacked" },
      ask("会议记录", "words", { tag: "textarea", maxlength: 4000 }),
      ask("决议", "decision", { maxlength: 200, note: "没有可不填" }),
      ask("谁来办", "owner", { note: "默认支部" }, [["", "支部"], ...expected.map((one) => [one.person, one.name])]),
      ask("办结期限", "due", { type: "date", note: "可不填" }),
      el("button", { class: "main big-go", type: "submit" }, "记下这场会")),
  ].filter(Boolean));
  form.addEventListener("change", ({ target }) => {
    if (BY_HAND.test(target.name)) marks[target.name] = target.value;
    else if (["forms", "group", "day"].includes(target.name)) redraw();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sent(desk, roll, form).then(done).catch((error) => complain(`没能存下：${error.message}`));
  });
  redraw();
  show(head("点名", roll.name), form);
  const before = await desk.draft(form, `rollcall-${roll.org || "whole"}`);
  if (!before.length) return;
  redraw();
  for (const [name, value] of before) if (BY_HAND.test(name) && value !== valueOf(form, name)) marks[name] = value;
  redraw();
}

// The list anew, for the forms, the group and the day as they are; what was tapped stays with whoever is on it.
function listed(list, group, roll, form, { away = {}, minutes = {} }, marks) {
  const { forms, found } = now(roll, form);
  group.hidden = scopeOf(forms) !== "group" || !(roll.groups || []).length;
  form.elements.minutes.value = usual(minutes, forms);
  const day = form.elements.day.value;
  const expected = found.people.filter((one) => !one.exempt);
  const spare = found.people.filter((one) => one.exempt);
  const row = (one, states) => call(
    [el("small", { class: "no" }, String(one.number)), ` ${one.name}`, one.group && el("small", {}, ` ${one.group}`), mark(begins(one, day))].flat().filter(Boolean),
    `p-${one.person}`, states, begins(one, day),
  );
  list.replaceChildren(...[
    el("header", {}, el("h2", {}, "到会情况"), el("small", {}, [found.told, found.people.length && beginning(expected, day)].filter(Boolean).join("；"))),
    el("div", { class: "roll" }, expected.map((one) => {
      const made = row(one, STATES);
      made.append(...because(one, away, granted(one, day)));
      return made;
    })),
    spare.length > 0 && el("h3", {}, "不作硬性要求 ", el("small", {}, "来了点实到")),
    el("div", { class: "roll" }, spare.map((one) => row(one, SPARE))),
  ].filter(Boolean));
  for (const [name, value] of Object.entries(marks)) {
    if (form.elements[name]) form.elements[name].value = value;
  }
}

const mark = (state) => MARKS[state] && [" ", el("span", { class: "chip wait" }, MARKS[state])];

function now(roll, form) {
  const said = new FormData(form);
  const forms = said.getAll("forms");
  return { said, forms, found: whom(roll, forms, said.get("group")) };
}

const valueOf = (form, name) => (form.elements[name] ? form.elements[name].value : null);

// The reason of whoever is on leave or absent: shown when that is tapped, never required.
function because(one, away, given) {
  return Object.entries(away).map(([state, words]) => {
    const word = STATES.find(([key]) => key === state)[1];
    const made = el("select", { name: `why-${state}-${one.person}`, "data-of": state, "aria-label": `${one.name}${word}的原因` },
      [["", `${word}原因（可不选）`], ...words].map(([value, label]) => el("option", { value }, label)));
    if (state === "leave" && given) made.value = given;
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
function planned(roll, form, marks, redraw) {
  if (!roll.planned.length) return null;
  return el("div", { class: "acts" }, roll.planned.map((one) => el("button", {
    type: "button",
    on: {
      click: () => {
        form.elements.title.value = one.title;
        if (one.minutes) marks.minutes = String(one.minutes);
        for (const box of form.querySelectorAll("[name=forms]")) box.checked = one.forms.includes(box.value);
        redraw();
        form.dispatchEvent(new Event("input"));
      },
    },
  }, `${one.title}（${one.forms.join("、")}）`)));
}

async function sent(desk, roll, form) {
  const { said, forms, found } = now(roll, form);
  const body = meeting(roll, found, forms, (name) => said.get(name));
  return desk.put("meeting", body, `rollcall-${roll.org || "whole"}`);
}
