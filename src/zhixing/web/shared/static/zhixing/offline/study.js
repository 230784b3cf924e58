// A 学习包 opened on the phone: what is heard and read, what is answered and written, and what goes back.

import { ask, complain, el, head, prose, show, today } from "./dom.js";

export async function study(desk, pack, done) {
  const sounds = await Promise.all(pack.recordings.map((each) => sound(desk, each)));
  const form = el("form", { class: "sheet card stacked" },
    pack.questions.length > 0 && el("h2", {}, "做一做"),
    pack.questions.map((question, nth) => asked(question, nth)),
    written(pack),
    el("button", { class: "main big-go", type: "submit" }, "学完了，回传"));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const said = new FormData(form);
    const answers = pack.questions.map((question, nth) => given(question, said, nth));
    const body = { pack: pack.id, version: pack.version, answers, note: said.get("note") || "", finished: today() };
    desk.put("pack", body, `pack-${pack.id}`).then(done).catch((error) => complain(`没能存下：${error.message}`));
  });
  show(
    head(pack.title),
    sounds,
    pack.texts.map((each) => el("article", { class: "card stacked" },
      el("h2", {}, each.title), each.told && el("p", { class: "soft" }, each.told), prose(each.body))),
    form,
  );
  await desk.draft(form, `pack-${pack.id}`);
}

async function sound(desk, each) {
  if (each.gone) return el("p", { class: "soft" }, `录音已撤下：${each.title}`);
  const found = await desk.keptBytes(`audio-${each.id}`);
  if (!found) return el("p", { class: "soft" }, `录音还没有下载：${each.title}`);
  const src = URL.createObjectURL(new Blob([found], { type: each.type }));
  return el("p", {}, el("audio", { controls: true, src, "aria-label": `听：${each.title}` }));
}

// What is to be written, as on the page of the file: where nothing else comes back, what was learned.
function written(pack) {
  const wants = pack.wants_note ?? (Boolean(pack.asks) || !pack.questions.length);
  if (!wants) return ask("想说的话", "note", { tag: "textarea", maxlength: 5000, note: "可不写" });
  const note = pack.characters ? `写满 ${pack.characters} 字；写真话，长短不比` : "";
  return ask(pack.asks || "学到了什么", "note", { tag: "textarea", rows: 7, maxlength: 5000, required: true, note });
}

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

function asked(question, nth) {
  const legend = el("legend", {}, `${nth + 1}. ${question.stem}`);
  if (question.options.length) {
    const type = question.form === "multiple" ? "checkbox" : "radio";
    return el("fieldset", { class: "ask" }, legend, el("div", { class: "choices" }, question.options.map((words, place) => (
      el("label", {}, el("input", { type, name: `q${nth}`, value: LETTERS[place] }), el("span", {}, words))
    ))));
  }
  return el("fieldset", { class: "ask" }, legend, Array.from({ length: Math.max(1, question.blanks) }, (_, place) => (
    el("input", { name: `q${nth}`, maxlength: 2000, autocomplete: "off", "aria-label": `第 ${place + 1} 空` })
  )));
}

function given(question, said, nth) {
  const values = said.getAll(`q${nth}`);
  return question.options.length ? values.sort().join("") : values;
}
