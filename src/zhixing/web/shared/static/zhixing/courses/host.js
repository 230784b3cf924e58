/** The page around a course: hears what the course says of itself and passes it on, the latest word last. */

const frame = document.querySelector("iframe[data-course]");
const form = document.querySelector("form[data-place]");
const told = document.querySelector("[data-told]");

let waiting = null;
let busy = false;

function say(words) {
  if (told) told.textContent = words;
}

async function pass() {
  if (busy || waiting === null) return;
  busy = true;
  const values = waiting;
  waiting = null;
  const body = new FormData(form);
  body.set("values", JSON.stringify(values));
  try {
    const answer = await fetch(form.action, { method: "POST", body, keepalive: true });
    const words = answer.ok ? await answer.json() : null;
    say(words ? words.told : "课件的进度没有记下：登录可能已经过期，请另开一页登录后再继续");
  } catch {
    waiting = waiting ?? values;
    say("没有网络，课件的进度还没有记下；有网后会再试");
    window.setTimeout(pass, 15000);
  }
  busy = false;
  if (waiting !== null && navigator.onLine) pass();
}

window.addEventListener("message", (event) => {
  // The frame's origin is its own and opaque: only where the word comes from tells whose it is.
  if (!frame || event.source !== frame.contentWindow || event.origin !== "null") return;
  const said = event.data;
  if (!said || said.course !== frame.dataset.course || typeof said.values !== "object") return;
  const plain = Object.entries(said.values).filter(([, value]) => typeof value === "string");
  waiting = Object.fromEntries(plain);
  pass();
});
window.addEventListener("online", pass);
