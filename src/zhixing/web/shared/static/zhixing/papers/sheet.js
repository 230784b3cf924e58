// A sheet that saves itself, and words of the time that is left. Without it there is a button that saves.
// Only answers are sent; nothing about time is measured or kept.
const form = document.querySelector("form[data-save]");
const said = form.querySelector("[data-saved]");
const left = document.querySelector("[data-left]");
const PAUSE = 800;
const AGAIN = 15000;
let waiting = 0;
let unsaved = false;

export function leftWords(seconds) {
  const minutes = Math.floor(seconds / 60);
  if (minutes < 0) return "时间到了，请交卷";
  return minutes >= 60 ? `还有 ${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分钟` : `还有 ${minutes} 分钟`;
}

async function save() {
  waiting = 0;
  try {
    const answer = await fetch(form.dataset.save, {
      method: "POST",
      body: new FormData(form),
      headers: { "X-Saving": "1" },
      redirect: "manual",
    });
    if (answer.status === 204) {
      unsaved = false;
      said.textContent = "作答已保存";
    } else {
      said.textContent = "没有存上：可能已经交卷、时间已过，或者要重新登录";
    }
  } catch {
    said.textContent = "网络不通，还没有存上；通了会自己再存，请先不要关掉这一页";
    waiting = setTimeout(save, AGAIN);
  }
}

form.addEventListener("input", () => {
  unsaved = true;
  said.textContent = "";
  clearTimeout(waiting);
  waiting = setTimeout(save, PAUSE);
});
form.addEventListener("submit", () => {
  unsaved = false;
  clearTimeout(waiting);
});
window.addEventListener("beforeunload", (event) => {
  if (unsaved) event.preventDefault();
});
if (left && left.dataset.left) {
  // How much was left when the server made the page; a phone's own clock may be wrong, but it goes on.
  const loaded = Date.now();
  const tell = () => {
    left.textContent = leftWords(Number(left.dataset.left) - (Date.now() - loaded) / 1000);
  };
  setInterval(tell, 30000);
}
