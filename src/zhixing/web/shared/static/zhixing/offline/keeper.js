// One account's outbox at work: the machine, with its storage, the network and the other tabs around it.

import * as machine from "./machine.js";
import { isPlain, titled } from "./things.js";
import { seal, unseal } from "./vault.js";
import { knock, send } from "./wire.js";

const LATELY = 20;

export class Keeper {
  // `who`: as the door says; `changed`: called with the counts whenever they may have changed.
  constructor(who, key, shelf, changed) {
    Object.assign(this, { who, key, shelf, changed });
    this.other = new BroadcastChannel("zhixing-offline");
    this.other.addEventListener("message", (event) => {
      if (event.data.account === who.account) this.tell();
    });
  }

  // Everything kept, read anew: another tab may have added to it.
  async state() {
    const { device, seq } = await this.shelf.device();
    const records = await this.shelf.outbox();
    const items = await Promise.all(records.map((one) => this.read(one)));
    return machine.opened(this.who.account, device, items, seq);
  }

  async read({ uid, rev, sealed }) {
    return { ...(await unseal(this.key, `${uid}:${rev}`, sealed)), uid, rev };
  }

  async run(todo) {
    for (const one of todo) {
      if (one.do === "keep" || one.do === "mark") {
        const { uid, rev, seq } = one.item;
        const sealed = await seal(this.key, `${uid}:${rev}`, one.item);
        await this.shelf.keep({ uid, rev, seq, sealed }, one.do === "mark");
      } else if (one.do === "drop") {
        await this.shelf.drop(one.uid, one.rev, one.receipt && await this.received(one));
      }
    }
    if (todo.length) {
      await this.tell();
      this.other.postMessage({ account: this.who.account });
    }
  }

  // What is kept of something received: what it was and what was told of it, sealed like everything else.
  async received({ uid, receipt, item }) {
    const at = new Date().toISOString();
    const plain = { uid, anchor: receipt.anchor || "", at };
    if (isPlain(item)) return plain;
    const { verb, told, made_at, seq } = item;
    return { ...plain, seq, sealed: await seal(this.key, `receipt:${uid}`, { verb, told, made_at, at, title: titled(item) }) };
  }

  // 最近收到: the last of them, newest first.
  async lately() {
    const rows = await this.shelf.received(LATELY);
    return Promise.all(rows.map(({ uid, sealed }) => unseal(this.key, `receipt:${uid}`, sealed)));
  }

  async put(uid, verb, said) {
    const made_at = new Date().toISOString();
    const [, todo] = machine.put(await this.state(), { uid, verb, body: spelled(said), made_at });
    await this.run(todo);
  }

  async revise(uid, said) {
    const made_at = new Date().toISOString();
    const fresh = crypto.randomUUID();
    const [, todo] = machine.revise(await this.state(), uid, spelled(said), made_at, fresh);
    await this.run(todo);
  }

  async discard(uid) {
    const [, todo] = machine.discard(await this.state(), uid);
    await this.run(todo);
  }

  // Sends what there is, one tab at a time. Gives "sent", "busy", or why not: "out", "none", "server".
  async flush() {
    return navigator.locks.request(`zhixing-outbox-${this.who.account}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return "busy";
      const door = await knock();
      if (door.kind !== "in") return door.kind;
      if (door.who.account !== this.who.account) return "out";
      this.who.token = door.who.token;
      return this.send(machine.begin(await this.state()));
    });
  }

  async send(start) {
    let state = start;
    let broke = false;
    for (;;) {
      const [flying, todo] = machine.depart(state, crypto.randomUUID());
      if (!todo.length) return broke ? "server" : "sent";
      const { nonce, envelopes } = todo[0];
      const { answer, why } = await send(this.who, envelopes);
      const [next, after] = answer
        ? machine.arrived(flying, nonce, answer) : machine.failed(flying, nonce, why);
      await this.run(after);
      if (why === "out" || why === "none") return why;
      if (why) broke = true;
      state = next;
    }
  }

  async tell() {
    this.changed(machine.unsent(await this.state()));
  }
}

// One spelling: keys sorted, so that the same content is the same wherever it is compared.
function spelled(said) {
  return JSON.stringify(said, (_, value) => {
    if (!value || typeof value !== "object" || Array.isArray(value)) return value;
    return Object.fromEntries(Object.keys(value).sort().map((name) => [name, value[name]]));
  });
}
