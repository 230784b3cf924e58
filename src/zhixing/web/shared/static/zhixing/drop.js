// Files or a whole folder dropped onto the form are sent by it; without this the two file fields do.
"use strict";

const SUFFIXES = /\.(xlsx|xlsm|xls|et|csv)$/i;
const MOST = 300;
const TOTAL = 200 * 1024 * 1024;

function entries(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}

// All files below an entry; a folder's reader gives them a hundred at a time.
async function filesOf(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  for (let some = await entries(reader); some.length && found.length <= MOST; some = await entries(reader)) {
    for (const one of some) found.push(...(await filesOf(one)));
  }
  return found;
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const form = zone.querySelector("form");
  const { files, tree, folder } = form.elements;
  const told = zone.querySelector("[data-told]");
  zone.querySelector(".drop-here").hidden = false;

  // Of a folder only what may be a workbook goes over the line; the page says how many were left out.
  function choose(found, name) {
    const books = found.filter((file) => SUFFIXES.test(file.name));
    const size = books.reduce((sum, file) => sum + file.size, 0);
    const left = found.length - books.length;
    if (!books.length) {
      told.textContent = "这里没有工作簿（.xlsx、.xls、.csv）；请重新选。";
      return false;
    }
    if (books.length > MOST || size > TOTAL) {
      told.textContent = `选了 ${books.length} 个工作簿、共 ${Math.ceil(size / 1048576)} MB；一次最多 ${MOST} 个、200 MB，请分几次上传。`;
      return false;
    }
    const carrier = new DataTransfer();
    for (const file of books) carrier.items.add(file);
    files.files = carrier.files;
    tree.value = "";
    folder.value = name;
    told.textContent = `正在上传 ${books.length} 个工作簿…${left ? `（另有 ${left} 个不是工作簿，没有传）` : ""}`;
    return true;
  }

  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.classList.add("over");
  });
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", async (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    const folders = dropped.filter((entry) => entry.isDirectory);
    try {
      const found = (await Promise.all(dropped.map(filesOf))).flat();
      if (choose(found, folders.length === 1 ? folders[0].name : "")) form.submit();
    } catch {
      told.textContent = "有文件读不了（可能正被别的程序占用）；请关闭后再拖一次。";
    }
  });
  // Back from the preview: the form is there to be used again.
  window.addEventListener("pageshow", () => {
    form.querySelector("button").disabled = false;
    told.textContent = "";
  });
  form.addEventListener("submit", (event) => {
    const chosen = [...files.files, ...tree.files];
    const path = tree.files.length ? tree.files[0].webkitRelativePath : "";
    if (!choose(chosen, path.split("/")[0])) event.preventDefault();
    else form.querySelector("button").disabled = true;
  });
}
