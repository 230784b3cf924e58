// The shell at work: whose pages are open on this phone, and which of them. Nobody's, until it is known whose.

import { after, Desk } from "./desk.js";
import { $, complain, say } from "./dom.js";
import { home, note } from "./home.js";
import { outbox } from "./outbox.js";
import { packs } from "./packs.js";
import { phone } from "./phone.js";
import { review } from "./review.js";
import { rollcall } from "./rollcall.js";
import { Shelf } from "./shelf.js";
import { closed, notOn } from "./shut.js";
import { held, hold, keyFrom, letGo } from "./vault.js";
import { visit } from "./visit.js";
import { knock, signOut } from "./wire.js";
import { workers } from "./workers.js";

const PLACES = { home, rollcall, visit, review, packs, note, outbox, phone };
const root = document.querySelector(".offline");
const locking = new BroadcastChannel("zhixing-lock");
const FEW = 2500;
const LOCKED = "zhixing-locked";
let desk = null;
let counts = { all: 0, waiting: 0, stuck: 0 };

const at = (name) => (window.location.hash.slice(1) || "home") === name;

function counted(found) {
  const fewer = found.all < counts.all;
  counts = found;
  $("unsent").hidden = !found.all;
  $("unsent").textContent = found.all ? String(found.all) : "";
  $("unsent").className = `chip ${found.stuck ? "red" : "wait"}`;
  // What has been received meanwhile no longer stands on the open list.
  if (desk && fewer && at("outbox")) outbox(desk, done);
}

async function open(who) {
  hold(who);
  desk = new Desk(who, await keyFrom(who.key), await Shelf.open(who.account), counted);
  await desk.keeper.tell();
  $("whose").textContent = who.label;
  $("lock").hidden = $("places").hidden = false;
  for (const link of $("places").querySelectorAll("[data-for]")) link.hidden = !who.on || !who[link.dataset.for];
  // The browser may clear whatever it will unless it is asked not to.
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
  const name = window.location.hash.slice(1) || "home";
  for (const link of $("places").querySelectorAll("a")) {
    if (link.hash === `#${name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  say("");
  complain("");
  const off = !desk.who.on && !["outbox", "phone"].includes(name);
  await (off ? notOn : Object.hasOwn(PLACES, name) ? PLACES[name] : home)(desk, done);
  $("main").focus();
}

async function opened(who) {
  localStorage.removeItem(LOCKED);
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
    localStorage.removeItem(LOCKED);
    shut();
    await closed("out", opened);
  } else if (door.kind === "in" && localStorage.getItem(LOCKED)) {
    // Locked without a network, the session lives on: it ends now, and nothing opens by itself.
    if (await signOut(door.who.token)) await online({ kind: "out" });
  } else if (door.kind === "in") {
    const first = !desk || desk.who.account !== door.who.account;
    if (first) {
      shut();
      await open(door.who);
      await route();
    } else {
      Object.assign(desk.who, door.who);
      hold(desk.who);
    }
    await workers(door.who.on, root.dataset.worker);
    if (counts.all) await desk.keeper.flush();
    // Locked meanwhile, there is nobody's desk to lay anything on.
    if (!desk) return;
    await desk.takeAlong();
    if (first && at("home")) await route();
    root.dataset.ready = "yes";
  }
}

async function start() {
  const before = held();
  const asked = knock();
  const soon = await Promise.race([asked, new Promise((tell) => { setTimeout(() => tell(null), before ? FEW : 20000); })]);
  if (before && (!soon || soon.kind === "none")) {
    await open(before);
    await route();
  } else if (!soon || soon.kind === "none") {
    await closed(localStorage.getItem(LOCKED) ? "locked" : "none", opened);
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
  localStorage.setItem(LOCKED, "yes");
  locking.postMessage("out");
  shut();
  await closed("locked", opened);
  await online(await knock());
});
start();
