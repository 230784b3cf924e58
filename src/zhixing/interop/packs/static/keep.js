/* 暂存：只有本人勾了“在这台设备上暂存”才写，去掉勾就删。公用的设备不要勾。 */
(function () {
  "use strict";
  var pack = JSON.parse(document.getElementById("pack").textContent);
  var form = document.getElementById("answers"), keep = document.getElementById("keep");
  var kept = document.getElementById("kept"), saved = "zhixing-pack-" + pack.pack + "-" + pack.version;

  function ticked(one) { return one.type === "radio" || one.type === "checkbox"; }

  function store() {
    var held = [], at, one;
    for (at = 0; at < form.elements.length; at += 1) {
      one = form.elements[at];
      held.push(ticked(one) ? one.checked : one.value);
    }
    try {
      localStorage.setItem(saved, JSON.stringify(held));
    } catch (refused) {
      keep.checked = false;
      kept.textContent = "这台设备不让网页暂存，请一次做完。";
      kept.className = "wrong";
    }
  }

  function fetchBack() {
    var held = null, at, one;
    try { held = JSON.parse(localStorage.getItem(saved) || "null"); } catch (refused) { return; }
    if (!held || held.length !== form.elements.length) { return; }
    for (at = 0; at < form.elements.length; at += 1) {
      one = form.elements[at];
      if (ticked(one)) { one.checked = held[at] === true; } else if (one.type !== "button") { one.value = held[at]; }
    }
    keep.checked = true;
  }

  fetchBack();
  form.addEventListener("input", function () { if (keep.checked) { store(); } });
  form.addEventListener("change", function () { if (keep.checked) { store(); } });
  keep.addEventListener("change", function () {
    if (keep.checked) { store(); return; }
    try { localStorage.removeItem(saved); } catch (refused) { return; }
  });
}());
