// 这台手机: the phrase that opens it without a network, and what lies on it.

import { complain, el, head, say, show } from "./dom.js";
import { hasLock, keepLock } from "./shelf.js";
import { lockWith, weak } from "./vault.js";

const WORDS = { rolls: "支部名单", deck: "复习题", today: "今天的安排", packs: "学习包目录" };

export async function phone(desk, done) {
  const set = await hasLock(desk.who.account);
  const names = (await desk.shelf.names()).map((name) => WORDS[name] || kind(name));
  const form = el("form", { class: "sheet" },
    el("p", { class: "ask" }, el("label", { for: "new" }, "离线口令 ", el("small", {}, "至少 8 位，不能全是数字")),
      el("input", { id: "new", name: "phrase", type: "password", autocomplete: "new-password", required: true })),
    el("button", { class: "main", type: "submit" }, set ? "换成这个口令" : "设好口令"));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const phrase = new FormData(form).get("phrase");
    if (weak(phrase)) {
      complain("口令太简单：至少 8 位，不能全是数字或几个字反复。捡到手机的人可以慢慢试，所以要长一些。");
      return;
    }
    await keepLock(desk.who.account, await lockWith(phrase, { ...desk.who, token: "" }));
    await phone(desk, done);
    say("口令设好了。没有网络时，关掉浏览器再打开也能用它打开。");
  });
  const gone = el("button", {
    type: "button",
    class: "plain",
    on: {
      click: async () => {
        await keepLock(desk.who.account, null);
        await phone(desk, done);
        say("口令已取消；以后要有网时登录才能打开。");
      },
    },
  }, "取消口令");
  const clear = el("button", {
    type: "button",
    on: {
      click: async () => {
        for (const name of await desk.shelf.names()) if (!name.startsWith("draft-")) await desk.shelf.leave(name);
        await phone(desk, done);
        say("带走的名单、题和学习包已清除；待发箱没有动。");
      },
    },
  }, "清除带走的内容");
  show(
    head("这台手机"),
    el("section", { class: "card" }, el("h2", {}, "没有网络也能重新打开"),
      el("p", {}, set
        ? "已设离线口令。"
        : "没有设离线口令：关掉浏览器以后，要有网时登录才能再打开。没有发送的不会丢。"),
      form, set && gone),
    el("section", { class: "card stacked" }, el("h2", {}, "存在这台手机上的"),
      el("p", {}, [...new Set(names)].join("、") || "还没有"),
      el("p", { class: "soft" }, "都用本人的钥匙加密，退出或锁上以后，别人在这里看不到。"),
      el("p", { class: "acts" }, clear)),
  );
}

function kind(name) {
  if (name.startsWith("draft-")) return "没写完的登记";
  return name.startsWith("pack-") || name.startsWith("audio-") ? "学习包" : "复习的答案";
}
