// What there is for today, as it was when there was a network; and 笔记.

import { ask, complain, el, head, show, today } from "./dom.js";

export async function home(desk) {
  const said = await desk.kept("today");
  const tiles = said && said.tiles ? said.tiles : [];
  show(
    head("今天", said ? `${said.day} 存下的` : null),
    tiles.map((tile) => el("section", { class: "card stacked" },
      tile.kicker && el("p", { class: "soft" }, tile.kicker),
      el("div", { class: "row" }, el("h2", {}, tile.title), tile.aside && el("span", { class: "soft" }, tile.aside)),
      tile.lines.map((line) => el("p", {}, line.words, line.aside && el("span", { class: "soft" }, `　${line.aside}`))),
      tile.soft && el("p", { class: "soft" }, tile.soft))),
    el("section", { class: "card stacked" },
      desk.who.keeps && el("p", {}, el("a", { class: "btn main big-go", href: "#rollcall" }, "开会点名")),
      desk.who.member && el("p", {}, el("a", { class: "btn big-go", href: "#review" }, "复习几题")),
      desk.who.member && el("p", {}, el("a", { class: "btn big-go", href: "#packs" }, "学习包")),
      desk.who.keeps && el("p", {}, el("a", { class: "btn big-go", href: "#visit" }, "记一次走访")),
      el("p", {}, el("a", { class: "btn big-go", href: "#phone" }, "这台手机：离线口令、存了什么"))),
    el("p", { class: "soft" }, "有网时回到：",
      desk.who.member && [el("a", { href: "/mine/today/" }, "今日学习"), "　"],
      desk.who.keeps && [el("a", { href: "/record/" }, "登记"), "　"],
      el("a", { href: "/" }, "首页")),
  );
}

const SORTS = ["读书笔记", "心得体会", "支部讲课", "典型学习"].map((one) => [one, one]);

export async function note(desk, done) {
  const form = el("form", { class: "sheet card" },
    ask("是什么", "output", {}, SORTS),
    ask("日期", "day", { type: "date", value: today(), max: today(), required: true }),
    ask("题目", "title", { maxlength: 100, required: true }),
    ask("正文", "words", { tag: "textarea", maxlength: 20000, required: true }),
    el("button", { class: "main big-go", type: "submit" }, "交给支部看"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = Object.fromEntries(new FormData(form));
    desk.put("note", said, "note").then(done).catch((error) => complain(`没能存下：${error.message}`));
  });
  show(head("笔记", "写好先存在手机上，有网时交"), form);
  await desk.draft(form, "note");
}
