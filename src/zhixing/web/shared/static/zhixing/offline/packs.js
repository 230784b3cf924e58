// 学习包 on the phone: size first, then text, sound and questions without a network, and what goes back.

import { ask, complain, el, head, prose, say, show, size, today } from "./dom.js";

export async function packs(desk, done) {
  const said = await desk.kept("packs");
  const offers = said && said.packs ? said.packs : [];
  const here = new Set(await desk.shelf.names());
  show(
    head("学习包", offers.length ? `${offers.length} 个` : null),
    offers.map((one) => el("section", { class: "card stacked" },
      el("div", { class: "row" }, el("h2", {}, one.title), el("span", { class: "chip" }, one.why)),
      el("p", { class: "soft" }, `${one.texts} 篇${one.recordings ? `，${one.recordings} 段录音` : ""}，${one.questions} 题，共 ${size(one.size)}`),
      one.returned && el("p", {}, "已回传"),
      here.has(named(one))
        ? el("button", { class: "main", type: "button", on: { click: () => read(desk, one, done) } }, "打开")
        : el("button", { type: "button", on: { click: () => fetched(desk, one, done) } }, `下载到手机（${size(one.size)}）`))),
    !offers.length && el("p", { class: "card empty" }, "现在没有给您的学习包。有网时打开这一页会更新。"),
  );
}

const named = (one) => `pack-${one.id}-${one.version}`;

async function fetched(desk, one, done) {
  say("正在下载……");
  const address = `/api/offline/packs/${one.id}/${one.version}/`;
  const whole = await desk.fetchInto(named(one), address);
  let missing = !whole;
  if (whole) {
    const pack = await read1(desk, one);
    for (const each of pack.recordings) {
      if (!await desk.fetchInto(`audio-${each.id}`, each.address)) missing = true;
    }
  }
  await packs(desk, done);
  if (missing) complain("没有下载完；有网时再点一次，已下载的不会重来。");
  else say("已存在这台手机上，断网也能看、能听。");
}

async function read1(desk, one) {
  return JSON.parse(new TextDecoder().decode(await desk.keptBytes(named(one))));
}

async function read(desk, one, done) {
  const pack = await read1(desk, one);
  const sound = async (each) => {
    const found = await desk.keptBytes(`audio-${each.id}`);
    return found && el("p", {}, el("audio", { controls: true, src: URL.createObjectURL(new Blob([found], { type: each.type })), "aria-label": `听：${each.title}` }));
  };
  const sounds = await Promise.all(pack.recordings.map(sound));
  const form = el("form", { class: "sheet card stacked" },
    pack.questions.length > 0 && el("h2", {}, "做一做"),
    pack.questions.map((question, nth) => asked(question, nth)),
    pack.asks && ask(pack.asks, "note", { tag: "textarea", maxlength: 5000 }),
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
    (pack.questions.length > 0 || pack.asks) && form,
  );
  await desk.draft(form, `pack-${pack.id}`);
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
