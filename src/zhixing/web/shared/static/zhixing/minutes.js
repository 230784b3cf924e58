// The form of a session: its usual length follows the forms ticked, until somebody writes another.

import { usual } from "./offline/called.js";

const form = document.querySelector("form[data-usual]");
if (form) {
  const { minutes } = form.elements;
  const table = JSON.parse(form.dataset.usual);
  const now = () => String(usual(table, new FormData(form).getAll("forms")));
  let own = minutes.value !== now();
  form.addEventListener("input", ({ target }) => {
    if (target === minutes) own = true;
    else if (target.name === "forms" && !own) minutes.value = now();
  });
}
