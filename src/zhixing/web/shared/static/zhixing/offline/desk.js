// What a page of the phone works with: whose it is, what was taken along, what is written and not yet kept.

import { Keeper } from "./keeper.js";
import { owes, since } from "./machine.js";
import { seal, unseal, unsealBytes } from "./vault.js";
import { taken, takenBytes } from "./wire.js";

const ALONG = { keeps: ["rolls"], member: ["today", "packs"] };

export class Desk {
  constructor(who, key, shelf, changed) {
    Object.assign(this, { who, key, shelf });
    this.keeper = new Keeper(who, key, shelf, changed);
  }

  async keep(name, said) {
    await this.shelf.take(name, await seal(this.key, name, said));
  }

  async kept(name) {
    const sealed = await this.shelf.taken(name);
    return sealed ? unseal(this.key, name, sealed) : null;
  }

  async keptBytes(name) {
    const sealed = await this.shelf.taken(name);
    return sealed ? unsealBytes(this.key, name, sealed) : null;
  }

  // Everything that may be wanted without a network, while there is one. What cannot be had stays as it was.
  async takeAlong() {
    for (const [hat, names] of Object.entries(ALONG)) {
      if (!this.who[hat]) continue;
      for (const name of names) {
        const said = await taken(`/api/offline/${name}/`);
        if (said) await this.keep(name, said);
      }
    }
    if (this.who.member) await this.takeDeck();
  }

  // Cards only after the answers have been received: the new deck must know of them, or they would be asked twice.
  // What is answered while it comes goes on counting.
  async takeDeck() {
    if (owes(await this.keeper.state(), "review")) return;
    const before = await this.answers();
    const deck = await taken("/api/offline/deck/");
    if (!deck) return;
    await this.keep("deck", deck);
    await this.change((answers) => since(before, answers));
  }

  // The answers changed, by one tab at a time.
  async change(how) {
    await navigator.locks.request(`zhixing-answers-${this.who.account}`, async () => {
      await this.keep("answers", { answers: how(await this.answers()) });
    });
  }

  // What was answered here since the deck came; the server folds the same answers into the next deck.
  async answers() {
    const kept = await this.kept("answers");
    return kept ? kept.answers : [];
  }

  async fetchInto(name, address) {
    const found = await takenBytes(address);
    if (found) await this.keep(name, found);
    return Boolean(found);
  }

  // A form as it is written: kept at every pause, so that a call, a lock or a flat battery costs nothing. Gives what
  // was kept before, as pairs.
  async draft(form, name) {
    const before = await this.kept(`draft-${name}`);
    if (before) this.fill(form, before);
    let timer = 0;
    const keep = () => this.keep(`draft-${name}`, [...new FormData(form)].filter(([, value]) => typeof value === "string"));
    form.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(keep, 300);
    });
    return before || [];
  }

  fill(form, pairs) {
    const several = new Set(pairs.map(([name]) => name));
    for (const field of form.elements) {
      if (!field.name || (!several.has(field.name) && field.type !== "checkbox")) continue;
      const values = pairs.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (values.length) [field.value] = values;
    }
  }

  // Puts something into the outbox; the draft goes only after it is on the disk. Sends it if there is a way.
  async put(verb, said, draft) {
    await this.keeper.put(crypto.randomUUID(), verb, said);
    if (draft) await this.shelf.leave(`draft-${draft}`);
    return this.keeper.flush();
  }
}

const AFTER = {
  sent: "已存下并发送，回执已收到。",
  busy: "已存下，正在发送。",
  none: "已存在这台手机上，有网时会发送。",
  out: "已存在这台手机上；登录已过期，请有网时重新登录，再发送。",
  server: "已存在这台手机上；服务器暂时没有收下，稍后再发。",
};

export function after(result, counts) {
  if (result === "sent" && counts.stuck) return "已存下；有没收下的，请看待发箱。";
  return AFTER[result] || AFTER.none;
}
