// The page of an article: report marked words in two clicks, the QR code in a dialog. Without script both are pages.
const box = document.getElementById("report-box");
const button = document.getElementById("report-button");
const form = document.querySelector("form[data-report]");
const AROUND = 20;

// What is marked inside the title or the text, with the letters around it; null for anything else.
function marked() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const start = range.startContainer instanceof Element ? range.startContainer : range.startContainer.parentElement;
  const part = start.closest("[data-words]");
  if (!part) return null;
  const held = range.cloneRange();
  if (!part.contains(range.endContainer)) held.setEnd(part, part.childNodes.length);
  const words = held.toString().trim();
  if (!words || words.length > 300) return null;
  const before = document.createRange();
  before.setStart(part, 0);
  before.setEnd(held.startContainer, held.startOffset);
  const after = document.createRange();
  after.setStart(held.endContainer, held.endOffset);
  after.setEnd(part, part.childNodes.length);
  return { words, before: before.toString().slice(-AROUND), after: after.toString().slice(0, AROUND), held };
}

function offer() {
  const found = box.open ? null : marked();
  button.hidden = !found;
  if (!found) return;
  const place = found.held.getBoundingClientRect();
  const left = Math.min(place.left + window.scrollX, window.scrollX + window.innerWidth - 140);
  button.style.top = `${place.bottom + window.scrollY + 6}px`;
  button.style.left = `${Math.max(8, left)}px`;
}

// The one form of the page moves into the dialog and back, so that there is one of each field.
const home = form?.parentElement;
function openReport() {
  const found = marked();
  if (!found) return;
  const fields = form.elements;
  for (const name of ["before", "after"]) fields[name].value = found[name];
  fields.quote.value = found.words;
  fields.suggestion.value = found.words;
  box.querySelector("[data-form]").append(form);
  button.hidden = true;
  box.showModal();
  fields.suggestion.focus();
}

if (box && button && form) {
  document.addEventListener("selectionchange", offer);
  // Pressing must not take the marking away before the click.
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", openReport);
  box.addEventListener("close", () => home.append(form));
  // Words typed by hand belong to no place any more.
  form.elements.quote.addEventListener("input", () => {
    form.elements.before.value = form.elements.after.value = "";
  });
}

const qr = document.getElementById("qr-box");
const link = document.querySelector("[data-qr]");
if (qr && link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    qr.showModal();
  });
}
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}

// A table wider than the screen is moved by keyboard too.
for (const table of document.querySelectorAll(".body table")) {
  if (table.scrollWidth > table.clientWidth) table.tabIndex = 0;
}
