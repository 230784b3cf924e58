// Small pieces of page. Text is only ever set as text: nothing that came from anywhere becomes markup.

export function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) made.addEventListener(event, act);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return made;
}

export const $ = (id) => document.getElementById(id);

export function show(...parts) {
  $("stage").replaceChildren(...parts.flat().filter(Boolean));
}

// What went well, and what did not; each stays until the next.
export function say(words) {
  tell("said", words);
  tell("wrong", "");
}

export function complain(words) {
  tell("wrong", words);
  tell("said", "");
}

function tell(id, words) {
  $(id).textContent = words;
  $(id).hidden = !words;
  if (words) $(id).scrollIntoView({ block: "nearest" });
}

// A field with its label. `more`: attributes; a list of options makes a select.
export function ask(label, name, more = {}, options = null) {
  const id = `f-${name}`;
  const { tag = "input", note = "", value = "", ...rest } = more;
  const input = options
    ? el("select", { id, name, ...rest }, options.map(([key, words]) => el("option", { value: key }, words)))
    : el(tag, { id, name, autocomplete: "off", ...rest });
  if (value) input.value = value;
  return el("p", { class: "ask" }, el("label", { for: id }, label, note && el("small", {}, ` ${note}`)), input);
}

export function ticks(legend, name, words, chosen = []) {
  return el("fieldset", { class: "ask" }, el("legend", {}, legend), el("div", { class: "ticks" }, words.map((one) => (
    el("label", {}, el("input", { type: "checkbox", name, value: one, checked: chosen.includes(one) }), one)
  ))));
}

// One of few, side by side: a row of the roll.
export function call(legend, name, choices, chosen) {
  return el("fieldset", { class: "call" }, el("legend", {}, legend), el("div", { class: "pick" }, choices.map(
    ([value, words]) => el("label", {}, el("input", {
      type: "radio", name, value, checked: value === chosen,
    }), el("span", {}, words)),
  )));
}

// Whoever keeps more books than a phone takes along is told which are not there.
export function notAlong({ rest = [] }) {
  if (!rest.length) return null;
  return el("details", { class: "card" },
    el("summary", {}, `另有 ${rest.length} 个组织的名单没有带在手机上`),
    el("p", {}, `${rest.join("、")}。这些组织的会和走访，请有网时在“登记”里记。`));
}

export function head(title, soft) {
  return el("div", { class: "head" }, el("div", {}, el("h1", {}, title), soft && el("span", { class: "soft" }, soft)));
}

export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
}

export function size(bytes) {
  return bytes >= 1048576 ? `${(bytes / 1048576).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

// Only what a text needs; everything else of its markup is dropped, its words stay.
const TEXT = new Set(["P", "H2", "H3", "H4", "UL", "OL", "LI", "STRONG", "EM", "B", "I", "BLOCKQUOTE", "BR", "TABLE",
  "THEAD", "TBODY", "TR", "TD", "TH", "SUP", "SUB", "DEL", "INS", "FIGURE", "FIGCAPTION", "HR"]);

export function prose(html) {
  const into = el("div");
  copied(new DOMParser().parseFromString(html, "text/html").body, into);
  return into;
}

function copied(from, into) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) into.append(node.data);
    else if (node.nodeType === Node.ELEMENT_NODE && !["SCRIPT", "STYLE"].includes(node.tagName)) {
      const made = TEXT.has(node.tagName) ? document.createElement(node.tagName) : null;
      if (made) into.append(made);
      copied(node, made || into);
    }
  }
}
