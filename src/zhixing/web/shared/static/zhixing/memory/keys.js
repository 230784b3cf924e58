// Keys 1 to 9 choose an option or say how well a card was known; without script there are the fields and buttons.
"use strict";

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
  const typing = event.target instanceof HTMLElement && event.target.matches("textarea, input:not([type=radio], [type=checkbox])");
  const field = typing ? null : document.querySelector(`main [data-key="${event.key}"]`);
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.click();
});
