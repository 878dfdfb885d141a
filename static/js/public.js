/* The search of the public catalogue as a folder of files: every word typed begins a word of the mission. */
"use strict";
document.documentElement.classList.add("js");

(() => {
  const form = document.querySelector("form[data-words]");
  const list = document.getElementById("missions");
  const said = document.getElementById("found");
  if (!form || !list || !said) return;
  const field = form.elements.namedItem("q");
  const rows = [...list.children];
  const whole = said.textContent;
  let words = null;

  const fold = (text) =>
    text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/œ/g, "oe").replace(/æ/g, "ae").replace(/ß/g, "ss");

  const narrow = () => {
    const wanted = fold(field.value).match(/[\p{L}\p{N}_+#.]+/gu) || [];
    let count = 0;
    for (const row of rows) {
      const held = ` ${words[row.dataset.id] || ""}`;
      row.hidden = !wanted.every((word) => held.includes(` ${word}`));
      if (!row.hidden) count += 1;
    }
    if (!wanted.length) said.textContent = whole;
    else if (!count) said.textContent = form.dataset.none;
    else said.textContent = count === 1 ? form.dataset.one : form.dataset.many.replace("{}", count);
  };

  const look = async () => {
    try {
      words ??= await (await fetch(form.dataset.words)).json();
    } catch {
      form.hidden = true; // opened without a server: the list is whole
      return;
    }
    narrow();
  };

  form.addEventListener("submit", (event) => { event.preventDefault(); look(); });
  field.addEventListener("input", look);
  if (field.value) look();
})();
