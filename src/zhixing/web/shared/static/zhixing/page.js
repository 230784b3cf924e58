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

// On a phone what narrows a list folds away, so that the list itself is seen; the field for a name stays.
const narrow = window.matchMedia("(max-width: 40rem)");
const foldable = (form) => [...form.children].filter((one) => one.matches("label:has(select, [type=date])"));
const filled = (form) => foldable(form).filter((one) => one.querySelector("select, input").value).length;
const foldings = [];
for (const form of document.querySelectorAll("form.filters[data-apply]")) {
  const labels = foldable(form);
  if (labels.length < 3) continue;
  const fold = document.createElement("details");
  const inside = document.createElement("div");
  const words = document.createElement("summary");
  const chosen = filled(form);
  fold.className = "fold";
  words.className = "more";
  words.textContent = chosen ? `筛选条件（已选 ${chosen} 项）` : "筛选条件";
  fold.append(words, inside);
  const button = form.querySelector("button");
  if (labels.length === form.querySelectorAll(":scope > label").length) labels.push(button);
  foldings.push({ labels, fold, inside });
}
function arrange() {
  for (const { labels, fold, inside } of foldings) {
    if (narrow.matches) {
      if (!fold.isConnected) labels[0].before(fold);
      inside.append(...labels);
    } else if (fold.isConnected) {
      fold.replaceWith(...labels);
    }
  }
}
narrow.addEventListener("change", arrange);
arrange();

// Signing out, or signing in as anybody, shuts what the offline pages hold open in this browser; what is unsent
// stays there, sealed.
function shutOffline() {
  sessionStorage.removeItem("zhixing-open");
  new BroadcastChannel("zhixing-lock").postMessage("out");
}
if (document.querySelector('form[action$="/accounts/login/"]')) shutOffline();
for (const form of document.querySelectorAll('form[action$="/accounts/logout/"]')) form.addEventListener("submit", shutOffline);
