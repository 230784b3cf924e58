// Listening: how far a recording was heard and how quick it goes stay on this device; a voice of the browser reads
// an article that has no recording. What cannot be done is not shown.
const RATES = [0.75, 1, 1.25, 1.5, 2];
const kept = (key) => {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
};
const keep = (key, value) => {
  try {
    if (value === null) window.localStorage.removeItem(key);
    else window.localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing: the next time begins at the beginning.
  }
};

for (const figure of document.querySelectorAll("[data-sound]")) {
  const player = figure.querySelector("audio, video");
  const place = `zhixing:heard:${figure.dataset.sound}`;
  player.addEventListener("loadedmetadata", () => {
    const at = Number(kept(place));
    if (at > 0 && at < player.duration - 3) player.currentTime = at;
  });
  player.addEventListener("pause", () => keep(place, player.ended ? null : String(Math.floor(player.currentTime))));
  window.addEventListener("pagehide", () => {
    if (player.currentTime > 0 && !player.ended) keep(place, String(Math.floor(player.currentTime)));
  });
  player.addEventListener("error", () => {
    // Not to be played here: the file itself stays within reach.
    const link = document.createElement("a");
    link.href = player.src;
    link.textContent = "在这台设备上放不了，下载后收听";
    player.replaceWith(link);
  });
  const label = document.createElement("label");
  const select = document.createElement("select");
  label.append("速度", select);
  for (const rate of RATES) select.add(new Option(`${rate} 倍`, rate, rate === 1, rate === 1));
  select.addEventListener("change", () => (player.playbackRate = Number(select.value)));
  figure.append(label);
}

const panel = document.querySelector("[data-speak]");
const voice = () => window.speechSynthesis.getVoices().find((one) => /^(zh|cmn)/i.test(one.lang));
if (panel && "speechSynthesis" in window) {
  const part = (name) => panel.querySelector(`[data-do=${name}]`);
  const [play, stop, rate, told] = ["play", "stop", "rate", "told"].map(part);
  const place = `zhixing:spoken:${panel.dataset.speak}`;
  const texts = [document.querySelector("[data-words=title]"), ...document.querySelectorAll("[data-words=body] :is(p, h2, h3, h4, li, td, th)")]
    .filter((one) => one && !one.querySelector("p, li"))
    .map((one) => one.textContent.trim())
    .filter(Boolean);
  let at = Math.min(Number(kept(place)) || 0, texts.length - 1);
  let going = 0;
  let turns = 0;
  const show = () => {
    play.textContent = going ? "暂停" : at ? "接着听" : "收听本文";
    stop.hidden = !at;
    told.textContent = at || going ? `第 ${at + 1} 段，共 ${texts.length} 段` : "";
  };
  const halt = () => {
    going = 0;
    window.speechSynthesis.cancel();
    show();
  };
  const say = (turn) => {
    if (at >= texts.length) {
      at = 0;
      keep(place, null);
      halt();
      return;
    }
    const words = new SpeechSynthesisUtterance(texts[at]);
    words.voice = voice() ?? null;
    words.lang = "zh-CN";
    words.rate = Number(rate.value);
    words.onend = () => {
      if (going !== turn) return;
      at += 1;
      keep(place, String(at));
      show();
      say(turn);
    };
    words.onerror = () => going === turn && halt();
    window.speechSynthesis.speak(words);
  };
  play.addEventListener("click", () => {
    if (going) return halt();
    going = turns += 1;
    show();
    return say(going);
  });
  stop.addEventListener("click", () => {
    halt();
    at = 0;
    keep(place, null);
    show();
  });
  rate.addEventListener("change", () => going && (halt(), play.click()));
  window.addEventListener("pagehide", halt);
  const offer = () => {
    panel.hidden = !voice();
    document.querySelector("[data-listen-link]").hidden = panel.hidden && !document.querySelector("[data-sound]");
  };
  window.speechSynthesis.addEventListener?.("voiceschanged", offer);
  offer();
  show();
}
