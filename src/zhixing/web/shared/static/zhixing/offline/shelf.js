// What is kept on the phone: one database an account, and one for the locks that a 离线口令 opens. Nothing in here
// is readable without the account's key but ids, counts and receipts.

const VERSION = 1;
const STRICT = { durability: "strict" };

function asked(request) {
  return new Promise((done, broken) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => broken(request.error);
  });
}

function ended(transaction) {
  return new Promise((done, broken) => {
    transaction.oncomplete = () => done();
    transaction.onerror = () => broken(transaction.error);
    transaction.onabort = () => broken(transaction.error);
  });
}

async function opened(name, stores) {
  const request = indexedDB.open(name, VERSION);
  // Newer versions add what is missing and never take anything away: what is unsent outlives every change.
  request.onupgradeneeded = () => {
    for (const [store, options] of stores) {
      if (!request.result.objectStoreNames.contains(store)) request.result.createObjectStore(store, options);
    }
  };
  const db = await asked(request);
  db.onversionchange = () => db.close();
  return db;
}

const OWN = [["outbox", { keyPath: "uid" }], ["receipts", { keyPath: "uid" }], ["taken", {}], ["meta", {}]];

export class Shelf {
  static async open(account) {
    return new Shelf(await opened(`zhixing-offline-${account}`, OWN));
  }

  constructor(db) {
    this.db = db;
  }

  // The device's number and the last sequence, drawn at the first use.
  async device() {
    const transaction = this.db.transaction("meta", "readwrite", STRICT);
    const meta = transaction.objectStore("meta");
    let device = await asked(meta.get("device"));
    if (!device) {
      device = crypto.randomUUID();
      meta.put(device, "device");
    }
    const seq = (await asked(meta.get("seq"))) || 0;
    await ended(transaction);
    return { device, seq };
  }

  async outbox() {
    return asked(this.db.transaction("outbox").objectStore("outbox").getAll());
  }

  async count() {
    return asked(this.db.transaction("outbox").objectStore("outbox").count());
  }

  // Done when it is on the disk, and not before: only then does a page say that something is kept. An older
  // version never takes the place of a newer one, and a mark (`only`) brings back nothing: another tab may have
  // changed it or given it up meanwhile.
  async keep(record, only = false) {
    const transaction = this.db.transaction(["outbox", "meta"], "readwrite", STRICT);
    const outbox = transaction.objectStore("outbox");
    const before = await asked(outbox.get(record.uid));
    if (before ? before.rev <= record.rev : !only) outbox.put(record);
    const meta = transaction.objectStore("meta");
    meta.put(Math.max((await asked(meta.get("seq"))) || 0, record.seq), "seq");
    await ended(transaction);
  }

  // `received`: { uid, anchor, at, seq, sealed } where a receipt ends it, null where it was given up.
  async drop(uid, rev, received) {
    const transaction = this.db.transaction(["outbox", "receipts"], "readwrite", STRICT);
    const outbox = transaction.objectStore("outbox");
    const before = await asked(outbox.get(uid));
    if (before && before.rev === rev) outbox.delete(uid);
    if (received) transaction.objectStore("receipts").put(received);
    await ended(transaction);
  }

  // The last received, newest first. Of older ones the receipt stays, and not what it was.
  async received(most) {
    const transaction = this.db.transaction("receipts", "readwrite");
    const receipts = transaction.objectStore("receipts");
    const told = (await asked(receipts.getAll())).filter((one) => one.sealed);
    told.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : b.seq - a.seq));
    for (const { uid, anchor, at } of told.slice(most)) receipts.put({ uid, anchor, at });
    await ended(transaction);
    return told.slice(0, most);
  }

  async take(name, sealed) {
    const transaction = this.db.transaction("taken", "readwrite", STRICT);
    transaction.objectStore("taken").put(sealed, name);
    await ended(transaction);
  }

  async leave(name) {
    const transaction = this.db.transaction("taken", "readwrite");
    transaction.objectStore("taken").delete(name);
    await ended(transaction);
  }

  async taken(name) {
    return asked(this.db.transaction("taken").objectStore("taken").get(name));
  }

  async names() {
    return asked(this.db.transaction("taken").objectStore("taken").getAllKeys());
  }
}

async function doors() {
  return opened("zhixing-offline-locks", [["locks", {}]]);
}

export async function keepLock(account, lock) {
  const transaction = (await doors()).transaction("locks", "readwrite", STRICT);
  if (lock) transaction.objectStore("locks").put(lock, account);
  else transaction.objectStore("locks").delete(account);
  await ended(transaction);
}

export async function locks() {
  return asked((await doors()).transaction("locks").objectStore("locks").getAll());
}

export async function hasLock(account) {
  return Boolean(await asked((await doors()).transaction("locks").objectStore("locks").getKey(account)));
}
