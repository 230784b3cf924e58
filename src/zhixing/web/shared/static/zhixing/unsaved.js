// Asks before a form marked data-unsaved is left with something typed in it that was not sent.
// data-unsaved="typed": the page came back with what was typed, so that it stands nowhere else.

const open = new Set();
for (const form of document.querySelectorAll("form[data-unsaved]")) {
  if (form.dataset.unsaved === "typed") open.add(form);
  form.addEventListener("input", () => open.add(form));
  form.addEventListener("submit", () => open.delete(form));
}
window.addEventListener("beforeunload", (event) => {
  if (open.size) event.preventDefault();
});
