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
