// What lies in an outbox, in words, and what of it can be changed by hand. No page in here: the tests read it too.

export const VERBS = {
  meeting: "会议", note: "笔记", review: "复习", leave: "请假", visit: "走访", slip: "纠错", pack: "学习包回传",
};

export function titled(item) {
  const said = JSON.parse(item.body);
  const values = said.values || said;
  const session = values.session || values;
  return session.title || session.place || VERBS[item.verb] || item.verb;
}

// A review answer with nothing said about it: twenty of them would push everything else off the list.
export function isPlain(item) {
  return item.verb === "review" && !item.told;
}

// What can sensibly be changed by hand, by verb: where it stands (`*`: each of a list), how it is called, what it is.
// Whatever stands nowhere here (ids, versions, answers, who was there) goes on as it was made.
const DAY = { type: "date", required: true };
const LINE = { maxlength: 200, required: true };
const FREE = { maxlength: 200 };
const EDITABLE = {
  meeting: [
    ["values.session.day", "日期", DAY],
    ["values.session.title", "主题", LINE],
    ["values.session.minutes", "时长（分钟）", { type: "number", min: 1, max: 1440, inputmode: "numeric", required: true }],
    ["values.papers.minutes.place", "地点", FREE],
    ["values.papers.minutes.agenda", "议程", { tag: "textarea", maxlength: 4000 }],
    ["values.papers.minutes.words", "会议记录", { tag: "textarea", maxlength: 4000 }],
    ["values.papers.decisions.*.text", "决议", LINE],
    ["values.papers.decisions.*.due", "办结期限", { type: "date" }],
    ["late", "迟到的理由", { note: "只有已定格的年度要写", maxlength: 200, added: true }],
  ],
  visit: [
    ["values.day", "日期", DAY],
    ["values.place", "地点", LINE],
    ["values.problem", "反映的问题", FREE],
    ["late", "迟到的理由", { note: "只有已定格的年度要写", maxlength: 200, added: true }],
  ],
  note: [
    ["day", "日期", DAY],
    ["title", "题目", LINE],
    ["words", "正文", { tag: "textarea", maxlength: 20000, required: true }],
  ],
  slip: [
    ["suggestion", "建议改成", { maxlength: 300 }],
    ["told", "说明", { tag: "textarea", maxlength: 500 }],
  ],
  pack: [
    ["note", "写的话", { tag: "textarea", maxlength: 5000 }],
    ["finished", "学完的日期", DAY],
  ],
};

// [{ path, label, more, value }] of something in the outbox; none where nothing of it can be changed.
export function fieldsOf(verb, said) {
  return (EDITABLE[verb] || []).flatMap(([where, label, { added = false, ...more }]) => {
    const paths = spread(said, where.split("."));
    return paths.filter((path) => added || at(said, path) !== undefined).map((path, nth) => (
      { path, label: nth ? `${label} ${nth + 1}` : label, more, value: String(at(said, path) ?? "") }
    ));
  });
}

// The same with these values in its fields; what was not touched is as it was.
export function changed(said, fields, values) {
  const made = JSON.parse(JSON.stringify(said));
  fields.forEach(({ path, value: before }, nth) => {
    if (values[nth] === before) return;
    const holder = at(made, path.slice(0, -1));
    const last = path.at(-1);
    if (typeof holder[last] === "number") holder[last] = Number(values[nth]);
    else holder[last] = values[nth] === "" && last === "due" ? null : values[nth];
  });
  return made;
}

function spread(said, path) {
  const many = path.indexOf("*");
  if (many < 0) return [path];
  const list = at(said, path.slice(0, many));
  return Array.isArray(list) ? list.map((_, nth) => [...path.slice(0, many), nth, ...path.slice(many + 1)]) : [];
}

const at = (said, path) => path.reduce((one, name) => (one === null || one === undefined ? undefined : one[name]), said);
