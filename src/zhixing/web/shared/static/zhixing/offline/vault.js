// What lies on the phone lies sealed (AES-GCM): each account's under a key of its own, which the server gives to
// whoever signs in. It is held for as long as the tab is open; closed or signed out, the pages stay shut.

const OPEN = "zhixing-open";
const ROUNDS = 600000;
const text = new TextEncoder();
const words = new TextDecoder();

export const bytes = (base64) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

export async function keyFrom(base64) {
  return crypto.subtle.importKey("raw", bytes(base64), "AES-GCM", false, ["encrypt", "decrypt"]);
}

// `name` is bound in, so that nothing sealed can be put in another's place.
export async function seal(key, name, said) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = said instanceof Uint8Array ? said : text.encode(JSON.stringify(said));
  const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(name) }, key, plain);
  return { iv, data };
}

export async function unsealBytes(key, name, { iv, data }) {
  const opened = await crypto.subtle.decrypt(
    { name: "AES-GCM", iv, additionalData: text.encode(name) }, key, data,
  );
  return new Uint8Array(opened);
}

export async function unseal(key, name, sealed) {
  return JSON.parse(words.decode(await unsealBytes(key, name, sealed)));
}

// Whose pages are open in this tab.
export function held() {
  const said = sessionStorage.getItem(OPEN);
  return said ? JSON.parse(said) : null;
}

export function hold(who) {
  sessionStorage.setItem(OPEN, JSON.stringify(who));
}

export function letGo() {
  sessionStorage.removeItem(OPEN);
}

// 离线口令: opens without a network what the server's key opens with one. Slow on purpose; nothing of it is kept
// but salt and what it locks. Too short a one, or digits alone, could be tried out by whoever finds the phone.
export function weak(phrase) {
  return phrase.length < 8 || /^\d+$/.test(phrase) || new Set(phrase).size < 4;
}

async function slowKey(phrase, salt) {
  const raw = await crypto.subtle.importKey("raw", text.encode(phrase), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", salt, iterations: ROUNDS, hash: "SHA-256" };
  return crypto.subtle.deriveKey(how, raw, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

export async function lockWith(phrase, who) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  return { salt, ...(await seal(await slowKey(phrase, salt), "offline-phrase", who)) };
}

// Whom this phrase opens among the locks on this phone; null for none.
export async function unlockWith(phrase, locks) {
  for (const lock of locks) {
    const key = await slowKey(phrase, lock.salt);
    try {
      return await unseal(key, "offline-phrase", lock);
    } catch (error) {
      if (!(error instanceof DOMException)) throw error;
    }
  }
  return null;
}
