// Small comforts; every page works without them.
"use strict";

// A button that prints, and one that opens every figure first, so that the sources stand on paper too.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    if (button.dataset.print === "all") {
      for (const one of document.querySelectorAll("main details")) one.open = true;
    }
    window.print();
  });
}

// The select boxes of a filter apply at once; without script there is the button.
for (const form of document.querySelectorAll("form[data-apply]")) {
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement) form.requestSubmit();
  });
}

// A choice on which the rest of a form depends asks for the form anew; without script there is the button.
for (const select of document.querySelectorAll("select[data-reload]")) {
  select.addEventListener("change", () => {
    const button = select.form.querySelector("button[name=act]");
    if (button) select.form.requestSubmit(button);
  });
}
