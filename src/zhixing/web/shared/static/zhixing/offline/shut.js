// What is shown to whom nothing is open: the way in, with a network or by the phrase; or why there is none.

import { complain, el, head, show } from "./dom.js";
import { locks } from "./shelf.js";
import { unlockWith } from "./vault.js";

export async function notOn() {
  show(
    head("离线网页没有开通"),
    el("section", { class: "card" },
      el("p", {}, "这项功能要先办好备案、由机关党委开通。没有开通以前，手机上不存页面；断网学习请用文件学习包（微信、U盘或打印），登记请用纸质签到表。"),
      el("p", {}, el("a", { class: "btn", href: "/mine/today/" }, "今日学习和学习包")),
      el("p", { class: "soft" }, "以前存在这台手机上、还没有发送的不受影响，在“待发箱”里照常发送。")),
  );
}

const HEADS = { out: "请先登录", none: "现在没有网络", locked: "已锁上" };

// `opened`: what to do with whoever a phrase belongs to.
export async function closed(kind, opened) {
  const known = await locks();
  const phrase = known.length ? el("form", { class: "field" },
    el("label", { for: "phrase" }, "离线口令"),
    el("input", { id: "phrase", name: "phrase", type: "password", autocomplete: "off", required: true }),
    el("button", { class: "main", type: "submit" }, "不用网络打开")) : null;
  if (phrase) {
    phrase.addEventListener("submit", async (event) => {
      event.preventDefault();
      const who = await unlockWith(new FormData(phrase).get("phrase"), known);
      if (!who) {
        complain("打不开：口令不对。也可以等有网时登录，登录后一样打开，没有发送的不会丢。");
        return;
      }
      await opened(who);
    });
  }
  const signIn = el("p", {}, el("a", { class: "btn main", href: "/accounts/login/?next=/offline/" }, "登录"));
  show(
    head(HEADS[kind]),
    el("section", { class: "card" },
      kind === "out"
        ? el("p", {}, "登录后打开本人的断网页面。以前没有发送的都还在这台手机上。")
        : el("p", {}, `这台手机上的内容已锁。${phrase ? "输入离线口令，或" : ""}有网时登录即可打开；没有发送的都还在，不会丢。`),
      kind === "out" && signIn, phrase),
  );
}
