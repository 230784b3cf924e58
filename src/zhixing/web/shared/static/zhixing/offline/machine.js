// 待发箱 as a pure machine: a state and something that happened give a new state and what is to be done about it.
// No page, no network, no clock, no chance in here: the same words run in the browser and in the tests.
//
// state: { account, device, seq, round, most, items: { uid: item }, flight: null | { nonce, sent: { uid: rev } } }
// item:  { uid, verb, body, made_at, seq, rev, round, stands: "waiting" | "conflict" | "refused", told }
// to do: { do: "keep", item } | { do: "mark", item } (where this version of it is still kept)
//        | { do: "drop", uid, rev, receipt, item } (the same; `item` with what was told of it)
//        | { do: "send", nonce, envelopes }

export const MOST = 50;
export const MOST_CHARS = 400000;

// What was kept on the device, taken up again. Whatever was under way when it stopped is sent once more.
export function opened(account, device, kept, seq = 0) {
  const items = {};
  let last = seq;
  for (const one of kept) {
    items[one.uid] = { ...one, round: 0 };
    last = Math.max(last, one.seq);
  }
  return { account, device, seq: last, round: 1, most: MOST, items, flight: null };
}

// Something new. The same id again is the same thing: nothing is doubled by a double tap.
export function put(state, { uid, verb, body, made_at }) {
  if (state.items[uid]) return [state, []];
  const item = {
    uid, verb, body, made_at, seq: state.seq + 1, rev: 1, round: 0, stands: "waiting", told: "",
  };
  return [{ ...withItem(state, item), seq: item.seq }, [{ do: "keep", item }]];
}

// A new round: what was refused or broke is tried once more, for what it waited for may have come meanwhile.
export function begin(state) {
  return { ...state, round: state.round + 1, most: MOST };
}

// The next envelopes of this round, none when something is under way or all have been tried.
export function depart(state, nonce) {
  if (state.flight) return [state, []];
  const ready = Object.values(state.items)
    .filter((one) => one.stands !== "conflict" && one.round < state.round)
    .sort((a, b) => a.seq - b.seq || (a.uid < b.uid ? -1 : 1));
  const chosen = [];
  let chars = 0;
  for (const one of ready) {
    if (chosen.length >= state.most || (chosen.length && chars + one.body.length > MOST_CHARS)) break;
    chosen.push(one);
    chars += one.body.length;
  }
  if (!chosen.length) return [state, []];
  const sent = Object.fromEntries(chosen.map((one) => [one.uid, one.rev]));
  const envelopes = chosen.map(({ uid, verb, body, made_at, seq }) => (
    { uid, verb, body, made_at, seq, device: state.device }
  ));
  const items = { ...state.items };
  for (const one of chosen) items[one.uid] = { ...one, round: state.round };
  return [{ ...state, items, flight: { nonce, sent } }, [{ do: "send", nonce, envelopes }]];
}

// An answer. Only a receipt that names an id ends it here, and only for the content that was sent.
export function arrived(state, nonce, answer) {
  if (!state.flight || state.flight.nonce !== nonce) return [state, []];
  if (!answer || answer.account !== state.account || !Array.isArray(answer.receipts)) {
    return failed(state, nonce, "server");
  }
  let next = { ...state, flight: null };
  const todo = [];
  for (const receipt of answer.receipts) {
    const item = next.items[receipt.uid];
    const rev = state.flight.sent[receipt.uid];
    if (!item || rev === undefined || item.rev !== rev) continue;
    const heard = { ...item, stands: receipt.outcome, told: String(receipt.told || "") };
    if (receipt.outcome === "taken" || receipt.outcome === "known") {
      next = withoutItem(next, item.uid);
      todo.push({ do: "drop", uid: item.uid, rev, receipt, item: heard });
    } else if (receipt.outcome === "conflict" || receipt.outcome === "refused") {
      next = withItem(next, heard);
      todo.push({ do: "mark", item: heard });
    }
  }
  return [next, todo];
}

// No answer, or none that can be read: everything stays. Where the server broke on several at once they go singly
// by and by, so that one bad thing never holds up the rest.
export function failed(state, nonce, why) {
  if (!state.flight || state.flight.nonce !== nonce) return [state, []];
  const sent = Object.keys(state.flight.sent);
  const next = { ...state, flight: null };
  if (why !== "server" || sent.length < 2) return [next, []];
  next.items = { ...state.items };
  for (const uid of sent) if (next.items[uid]) next.items[uid] = { ...next.items[uid], round: state.round - 1 };
  next.most = Math.max(1, Math.floor(sent.length / 2));
  return [next, []];
}

// 改后再发: what was refused goes again under its id (if it did arrive once, that is a conflict and no double);
// what conflicts becomes another thing, under `fresh`.
export function revise(state, uid, body, made_at, fresh) {
  const item = state.items[uid];
  if (!item || busy(state, uid)) return [state, []];
  if (item.stands !== "conflict") {
    const changed = { ...item, body, made_at, rev: item.rev + 1, round: 0, stands: "waiting", told: "" };
    return [withItem(state, changed), [{ do: "keep", item: changed }]];
  }
  const [added, todo] = put(withoutItem(state, uid), { uid: fresh, verb: item.verb, body, made_at });
  return [added, [...todo, { do: "drop", uid, rev: item.rev, receipt: null }]];
}

// 放弃: asked for and confirmed by whoever it belongs to, never while it is under way.
export function discard(state, uid) {
  const item = state.items[uid];
  if (!item || busy(state, uid)) return [state, []];
  return [withoutItem(state, uid), [{ do: "drop", uid, rev: item.rev, receipt: null }]];
}

export function unsent(state) {
  const all = Object.values(state.items);
  const stuck = all.filter((one) => one.stands !== "waiting").length;
  return { all: all.length, waiting: all.length - stuck, stuck };
}

// Whether something of this sort is still to be sent: what is fetched meanwhile would not know of it.
export function owes(state, verb) {
  return Object.values(state.items).some((one) => one.verb === verb && one.stands === "waiting");
}

// What was put down while something was being fetched: what is in `after` and was not in `before`, by id.
export function since(before, after) {
  const known = new Set(before.map((one) => one.uid));
  return after.filter((one) => !known.has(one.uid));
}

function busy(state, uid) {
  return Boolean(state.flight && state.flight.sent[uid] !== undefined);
}

function withItem(state, item) {
  return { ...state, items: { ...state.items, [item.uid]: item } };
}

function withoutItem(state, uid) {
  const items = { ...state.items };
  delete items[uid];
  return { ...state, items };
}
