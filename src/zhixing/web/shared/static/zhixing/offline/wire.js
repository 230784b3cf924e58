// Asking the server. Whatever is no clear answer (signed out, a hotel's sign-in page, half an answer) is none.

const PATIENCE = 20000;

async function fetched(address, options = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE);
  try {
    return await fetch(address, {
      cache: "no-store", credentials: "same-origin", redirect: "manual", signal: stop.signal, ...options,
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function json(answer) {
  if (!answer || !answer.ok || !(answer.headers.get("Content-Type") || "").startsWith("application/json")) return null;
  try {
    return await answer.json();
  } catch {
    return null;
  }
}

// { kind: "in", who } | { kind: "out" } | { kind: "none" }
export async function knock() {
  const answer = await fetched("/api/offline/door/");
  if (!answer) return { kind: "none" };
  const who = await json(answer);
  if (who && Number.isInteger(who.account) && typeof who.key === "string") return { kind: "in", who };
  const out = answer.type === "opaqueredirect" || answer.status === 404 || answer.status === 403;
  return { kind: out ? "out" : "none" };
}

// Ends the session. Whether it did: a redirection is the answer of a sign-out.
export async function signOut(token) {
  const answer = await fetched("/accounts/logout/", { method: "POST", headers: { "X-CSRFToken": token } });
  return Boolean(answer) && (answer.type === "opaqueredirect" || answer.ok);
}

export async function taken(address) {
  return json(await fetched(address));
}

export async function takenBytes(address) {
  return (await bytesOrGone(address)).bytes || null;
}

// { bytes } | { gone: true } where the server says that there is no such thing | {} where nothing is known
export async function bytesOrGone(address) {
  const answer = await fetched(address);
  if (answer && answer.status === 404) return { gone: true };
  if (!answer || !answer.ok) return {};
  try {
    return { bytes: new Uint8Array(await answer.arrayBuffer()) };
  } catch {
    return {};
  }
}

// { answer } | { why: "out" | "none" | "server" }
export async function send(who, envelopes) {
  const body = JSON.stringify({ account: who.account, device_now: new Date().toISOString(), envelopes });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": who.token };
  const answer = await fetched("/api/sync/", { method: "POST", body, headers });
  if (!answer) return { why: "none" };
  const said = await json(answer);
  if (said) return { answer: said };
  const out = answer.type === "opaqueredirect" || [401, 403, 404, 409].includes(answer.status);
  return { why: out ? "out" : "server" };
}
