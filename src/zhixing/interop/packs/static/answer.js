/* 答题页：收集答案和心得，做成回传文件、文字块、二维码。不记时间，不联网。 */
(function () {
  "use strict";
  var pack = JSON.parse(document.getElementById("pack").textContent);
  var form = document.getElementById("answers"), told = document.getElementById("told");
  var out = document.getElementById("out");

  function each(list, act) { for (var at = 0; at < list.length; at += 1) { act(list[at], at); } }

  function fields(nth) { return form.querySelectorAll('[name="q' + nth + '"]'); }

  function given(nth) {
    var letters = "", texts = [], any = false, typed = false;
    each(fields(nth), function (one) {
      if (one.type === "radio" || one.type === "checkbox") {
        if (one.checked) { letters += one.value; }
      } else {
        typed = true;
        texts.push(one.value.trim());
        any = any || one.value.trim() !== "";
      }
    });
    if (typed) { return any ? texts : ""; }
    return letters;
  }

  function answers() {
    var found = [], nth;
    for (nth = 1; nth <= pack.count; nth += 1) { found.push(given(nth)); }
    return found;
  }

  function open() {
    var left = [];
    each(answers(), function (one, at) { if (!one.length) { left.push(at + 1); } });
    return left;
  }

  function day() {
    var now = new Date(), month = now.getMonth() + 1, date = now.getDate();
    return now.getFullYear() + "-" + (month < 10 ? "0" : "") + month + "-" + (date < 10 ? "0" : "") + date;
  }

  function note() { return form.note ? form.note.value.trim() : ""; }

  /* 可以回传时给出内容，不能时说明缺什么。 */
  function made() {
    var code = ZhixingReturn.code(form.code.value), name = form.person.value.replace(/\s+/g, "");
    var wanting = name ? (code ? "" : "短码不对，请对照支部发的短码再看一遍") : "请先写姓名";
    if (wanting) {
      say(wanting, true);
      (name ? form.code : form.person).focus();
      return "";
    }
    say(hint(), false);
    return ZhixingReturn.sheet({
      pack: pack.pack, version: pack.version, name: name, code: code,
      answers: answers(), note: note(), finished: form.day.value || day()
    });
  }

  function hint() {
    var left = open(), words = [];
    if (left.length) { words.push("第 " + left.join("、") + " 题还没有答"); }
    if (form.note && form.note.required && note().replace(/\s/g, "").length < pack.characters) {
      words.push("心得还不满 " + pack.characters + " 字");
    }
    return words.length ? words.join("；") + "。可以先发，不过补上了才能按补学确认。" : "都齐了。";
  }

  function say(words, wrong) {
    told.textContent = words;
    told.className = wrong ? "wrong" : "";
  }

  function clear() { while (out.firstChild) { out.removeChild(out.firstChild); } }

  function add(tag, words, into) {
    var one = document.createElement(tag);
    if (words) { one.textContent = words; }
    (into || out).appendChild(one);
    return one;
  }

  function file() {
    var text = made(), link;
    if (!text) { return; }
    link = document.createElement("a");
    link.download = "回传-" + form.person.value.replace(/\s+/g, "") + "-" + pack.title + ".json";
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    say("文件在“下载”里，发给支部就行。没有看到文件的，改用下面两种办法。" + hint(), false);
  }

  function block() {
    var text = made(), area;
    if (!text) { return; }
    clear();
    add("p", "把下面整段文字复制，发给支部（微信聊天里直接粘贴）。");
    area = add("textarea");
    area.readOnly = true;
    area.rows = 6;
    area.setAttribute("aria-label", "回传文字");
    area.value = "【学习回传】" + form.person.value + "《" + pack.title + "》\n" + ZhixingReturn.block(text);
    area.focus();
    area.select();
    try { if (document.execCommand("copy")) { say("已复制，去微信粘贴。" + hint(), false); } } catch (e) { return; }
  }

  function picture(svg) {
    return document.importNode(new DOMParser().parseFromString(svg, "image/svg+xml").documentElement, true);
  }

  function codes() {
    var text = made(), signs, grid;
    if (!text) { return; }
    clear();
    signs = ZhixingReturn.parts(text, ZhixingReturn.code(form.code.value));
    if (!signs.length) { say("内容太长，二维码装不下，请改用回传文件或文字。", true); return; }
    add("p", form.person.value + "，共 " + signs.length + " 张。逐张拍清楚，或打印本页交给支部；先后不要紧。");
    grid = add("div");
    grid.className = "codes";
    each(signs, function (sign, at) {
      var box = add("figure", "", grid), drawn = qrcode(0, "M");
      drawn.addData(sign, "Alphanumeric");
      drawn.make();
      box.appendChild(picture(drawn.createSvgTag({ cellSize: 4, margin: 16, scalable: true })));
      add("figcaption", "第 " + (at + 1) + " 张，共 " + signs.length + " 张", box);
    });
    grid.scrollIntoView();
  }

  document.getElementById("as-file").onclick = file;
  document.getElementById("as-text").onclick = block;
  document.getElementById("as-codes").onclick = codes;
  form.onsubmit = function () { return false; };
  if (!form.day.value) { form.day.value = day(); }
}());
