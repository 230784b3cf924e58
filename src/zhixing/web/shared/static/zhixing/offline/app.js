// The shell at work: whose pages are open on this phone, and which of them. Nobody's, until it is known whose.

import { after, Desk } from "./desk.js";
import { $, complain, say } from "./dom.js";
import { home, note } from "./home.js";
import { outbox } from "./outbox.js";
import { packs } from "./packs.js";
import { phone } from "./phone.js";
import { review } from "./review.js";
import { rollcall } from "./rollcall.js";
import { hasLock, Shelf } from "./shelf.js";
import { closed, notOn } from "./shut.js";
import { held, hold, keyFrom, letGo } from "./vault.js";
import { visit } from "./visit.js";
import { knock } from "./wire.js";

const PLACES = { "": home, rollcall, visit, review, packs, note, outbox, phone };
const root = document.querySelector(".offline");
const locking = new BroadcastChannel("zhixing-lock");
const FEW = 2500;
let desk = null;
let counts = { all: 0, waiting: 0, stuck: 0 };

function counted(found) {
  counts = found;
  $("unsent").hidden = !found.all;
  $("unsent").textContent = found.all ? String(found.all) : "";
  $("unsent").className = `chip ${found.stuck ? "red" : "wait"}`;
}

async function open(who) {
  hold(who);
  desk = new Desk(who, await keyFrom(who.key), await Shelf.open(who.account), counted);
  await desk.keeper.tell();
  $("whose").textContent = who.label;
  $("lock").hidden = $("places").hidden = false;
  for (const link of $("places").querySelectorAll("[data-for]")) link.hidden = !who.on || !who[link.dataset.for];
  // The browser may clear what it likes unless it is asked not to.
  if (navigator.storage && navigator.storage.persist) await navigator.storage.persist();
}

// Shuts the pages; nothing kept is touched.
function shut() {
  letGo();
  desk = null;
  $("lock").hidden = $("places").hidden = true;
  $("whose").textContent = "断网也能用";
  counted({ all: 0, stuck: 0 });
  say("");
  complain("");
}

async function route() {
  if (!desk) return;
  const name = window.location.hash.slice(1);
  for (const link of $("places").querySelectorAll("a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  say("");
  complain("");
  const off = !desk.who.on && !["outbox", "phone"].includes(name);
  await (off ? notOn : PLACES[name] || home)(desk, done);
  $("main").focus();
}

async function opened(who) {
  await open(who);
  await route();
}

async function done(result) {
  window.history.replaceState(null, "", window.location.pathname);
  await route();
  say(after(result, counts));
}

// With a network: whose session it is now, what to take along, what to send.
async function online(door) {
  if (door.kind === "out") {
    shut();
    await closed("out", opened);
  } else if (door.kind === "in") {
    if (!desk || desk.who.account !== door.who.account) {
      shut();
      await open(door.who);
      await route();
    } else {
      Object.assign(desk.who, door.who);
      hold(desk.who);
    }
    await workers(door.who.on);
    await desk.takeAlong();
    if (counts.all) await desk.keeper.flush();
    root.dataset.ready = "yes";
  }
}

async function workers(on) {
  if (!("serviceWorker" in navigator)) return;
  if (on) {
    await navigator.serviceWorker.register(root.dataset.worker, { scope: "/offline/", updateViaCache: "none" });
    return;
  }
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  for (const name of await caches.keys()) await caches.delete(name);
}

async function start() {
  const before = held();
  const asked = knock();
  const soon = await Promise.race([asked, new Promise((tell) => { setTimeout(() => tell(null), before ? FEW : 20000); })]);
  if (before && (!soon || soon.kind === "none")) {
    await open(before);
    await route();
  } else if (!soon || soon.kind === "none") {
    await closed("none", opened);
  }
  await online(soon || await asked);
  root.dataset.started = "yes";
}

window.addEventListener("hashchange", route);
window.addEventListener("online", async () => online(await knock()));
document.addEventListener("visibilitychange", async () => {
  if (document.visibilityState !== "visible") return;
  if (!desk) await online(await knock());
  else if (counts.all) await desk.keeper.flush();
});
locking.addEventListener("message", async () => {
  shut();
  await closed("out", opened);
});
$("lock").addEventListener("click", async () => {
  const again = await hasLock(desk.who.account);
  shut();
  await closed("none", opened);
  if (!again) say("已锁上。没有设离线口令，要有网时登录才能再打开；没有发送的都还在。");
});
start();
