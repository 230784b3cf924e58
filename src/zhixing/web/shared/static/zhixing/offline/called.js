// Whom a meeting calls by its forms, and what is sent of it: the same as the server reckons. No page in here.

const ONLY = { 支委会: "committee", 党小组会: "group" };

// The widest that the forms call: one meeting that is 支委会 and 党课 at once calls everybody.
export function scopeOf(forms) {
  const wanted = [...new Set(forms.map((one) => ONLY[one] || "branch"))];
  return wanted.length === 1 ? wanted[0] : "branch";
}

// { scope, group, people, told }: who stands on the list, in the order of its sheet. Without posts on record, or
// groups, it is everybody; of several groups one is to be chosen first.
export function whom(roll, forms, wanted) {
  const scope = scopeOf(forms), committee = roll.committee || [], groups = roll.groups || [];
  const everybody = { scope: "branch", group: null, people: roll.people, told: "" };
  if (scope === "committee") {
    if (!committee.length) return { ...everybody, told: "没有登记委员的职务，按全体列出" };
    return { scope, group: null, people: committee, told: "只列委员" };
  }
  if (scope === "branch") return everybody;
  if (!groups.length) return { ...everybody, told: "没有党小组的名单，按全体列出" };
  const found = groups.length === 1 ? groups[0] : groups.find((one) => one.id === wanted);
  if (!found) return { scope, group: null, people: [], told: "请先选哪个党小组" };
  const known = new Map(roll.people.map((one) => [one.person, one]));
  const people = found.people.map((id, nth) => ({ ...known.get(id), number: nth + 1 }));
  return { scope, group: found.id, people, told: `只列${found.name}` };
}

// How the roll begins for somebody on a day: there, unless leave was granted for it or the rosters have him on duty;
// nothing for whoever need not come.
export function begins(one, day) {
  if (one.exempt) return "";
  if (granted(one, day)) return "leave";
  return (one.duty || []).includes(day) ? "duty" : "present";
}

// Why somebody doesn't begin as there, beside the name.
export const MARKS = { duty: "班表当班", leave: "已准假" };

// How the roll begins, in words: the same as at the desk.
export function beginning(people, day) {
  const count = (state) => people.filter((one) => begins(one, day) === state).length;
  const [duty, leave] = [count("duty"), count("leave")];
  const known = [duty && `班表当班 ${duty} 已记值班`, leave && `已准假 ${leave} 已记请假`].filter(Boolean);
  if (!known.length) return `应到 ${people.length} 人，默认实到，只点例外`;
  return `应到 ${people.length} 人：默认实到 ${count("present")}；${known.join("；")}，来了的改成实到`;
}

// How long a meeting of these forms usually takes. `table`: minutes by form, "" for the others.
export function usual(table, forms) {
  const others = table[""] || 60;
  return Math.max(...(forms.length ? forms : [""]).map((one) => table[one] || others));
}

export function granted(one, day) {
  return (one.leave || {})[day] || "";
}

// What goes into the outbox. `said`: a field's value by its name; `forms`: those ticked.
export function meeting(roll, called, forms, said) {
  if (!forms.length) throw new Error("请至少勾选一种形式");
  if (!called.people.length) throw new Error(called.told);
  const states = {}, reasons = {};
  for (const { person } of called.people) {
    const state = said(`p-${person}`);
    if (state) states[person] = state;
    const reason = said(`why-${state}-${person}`);
    if (reason) reasons[person] = reason;
  }
  const session = {
    org: roll.org, day: said("day"), minutes: Number(said("minutes")), forms, title: said("title"), roll: states,
  };
  const decision = said("decision").trim();
  const decisions = decision ? [{ text: decision, owner: said("owner") || null, due: said("due") || null }] : [];
  const papers = { minutes: { words: said("words").trim() }, decisions };
  const values = { session, papers, reasons };
  return { values: called.group ? { ...values, group: called.group } : values };
}
