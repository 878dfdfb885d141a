/* A field with a list of options below it, as the ARIA practices describe. The server makes the list. An option is a
   value for the field, or a link to follow: then what is typed can also be sent as it is. */
(() => {
  "use strict";
  const boxOf = (item) => (item && item.closest ? item.closest("[data-combobox]") : null);
  const partsOf = (box) => ({
    input: box.querySelector("input[data-list]"),
    chosen: box.querySelector("input[name=chosen]"),
    status: box.querySelector("[role=status]"),
    options: [...box.querySelectorAll("[role=option]")],
  });

  const release = (input, options) => {
    input.removeAttribute("aria-activedescendant");
    options.forEach((option) => option.setAttribute("aria-selected", "false"));
  };
  const close = (box) => {
    const { input, options } = partsOf(box);
    box.classList.remove("open");
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-controls");
    release(input, options);
  };
  /* Chosen or left: an answer that was still on its way opens nothing until something is typed again. */
  const settle = (box) => {
    close(box);
    box.dataset.settled = "";
  };
  const open = (box) => {
    const { input, options } = partsOf(box);
    if (!options.length || document.activeElement !== input) return;
    box.classList.add("open");
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", input.dataset.list);
  };
  const select = (box, next) => {
    const { input, options } = partsOf(box);
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  };
  const selectedOf = (options) => options.findIndex((option) => option.getAttribute("aria-selected") === "true");
  const move = (box, step) => {
    const { options } = partsOf(box);
    const at = selectedOf(options);
    select(box, at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length);
  };
  const propose = (box, wanted) => {
    const old = box.querySelector("input[name=propose]");
    if (old) old.remove();
    const said = box.querySelector("[data-proposed]");
    if (said) said.hidden = !wanted;
    if (!wanted) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "propose", value: "yes" });
    box.append(field);
  };
  /* A search that is sent is kept for whoever sends it: told in passing, while the page leaves. */
  const keep = (box, text) => {
    const token = document.querySelector("input[name=csrf_token]");
    if (!box.dataset.keepAt || !token || !text.trim()) return;
    const body = new URLSearchParams({ csrf_token: token.value, text });
    fetch(box.dataset.keepAt, { method: "POST", body, keepalive: true }).catch(() => {});
  };
  const choose = (box, option) => {
    const { input, chosen, status } = partsOf(box);
    settle(box);
    if (option.href) return;
    input.value = option.dataset.value;
    chosen.value = option.dataset.chosen || "";
    propose(box, Boolean(option.dataset.propose));
    status.textContent = option.querySelector("b").textContent;
  };

  const prepare = () => document.querySelectorAll("[data-combobox]").forEach((box) => {
    const { input } = partsOf(box);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");
  });
  document.addEventListener("DOMContentLoaded", prepare);

  document.addEventListener("input", (event) => {
    const box = boxOf(event.target);
    if (!box || !event.target.dataset.list) return;
    const { input, chosen, options } = partsOf(box);
    release(input, options);
    if (chosen) {
      chosen.value = "";
      propose(box, false);
    }
    delete box.dataset.settled;
  });
  document.addEventListener("submit", (event) => {
    const box = event.target.querySelector("[data-combobox][data-keep-at]");
    if (!box) return;
    keep(box, partsOf(box).input.value);
    settle(box);
  });
  document.addEventListener("htmx:afterSettle", (event) => document.querySelectorAll("[data-combobox]").forEach((box) => {
    const answer = box.querySelector("[data-said]");
    const { input, status, options } = partsOf(box);
    /* What had the focus was cleared away with the list. */
    if (box.contains(event.target) && document.activeElement === document.body) input.focus();
    if (!answer || document.activeElement !== input || "settled" in box.dataset) return;
    status.textContent = answer.dataset.said;
    if (options.length) open(box); else close(box);
  }));
  document.addEventListener("keydown", (event) => {
    const box = boxOf(event.target);
    if (!box || !event.target.dataset.list || event.isComposing) return;
    const { input, options } = partsOf(box);
    const isOpen = box.classList.contains("open");
    const at = selectedOf(options);
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      open(box);
      move(box, event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "Home" || event.key === "End") && isOpen && at >= 0 && !event.shiftKey) {
      event.preventDefault();
      select(box, event.key === "Home" ? 0 : options.length - 1);
    } else if ((event.key === "ArrowLeft" || event.key === "ArrowRight") && at >= 0) {
      release(input, options);
    } else if (event.key === "Enter" && isOpen && at >= 0) {
      event.preventDefault();
      if (options[at].href) options[at].click(); else choose(box, options[at]);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      settle(box);
    } else if (event.key === "Tab" && isOpen && !box.querySelector("button")) {
      close(box);
    }
  });
  /* “/” leads to the search box from anywhere that takes no text. */
  document.addEventListener("keydown", (event) => {
    const field = document.getElementById("find_text");
    const isTyping = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || !field || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const finder = field.closest("[popover]");
    if (finder && !finder.checkVisibility()) finder.showPopover();
    field.focus();
    field.select();
  });
  document.addEventListener("toggle", (event) => {
    if (event.target.id === "find" && event.newState === "open") document.getElementById("find_text").focus();
  }, true);
  /* The field keeps the focus while an option is pressed. */
  document.addEventListener("mousedown", (event) => { if (event.target.closest(".options, .found")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    const box = boxOf(event.target);
    if (option && box) {
      if (option.dataset.keep) keep(box, option.dataset.keep);
      choose(box, option);
    }
    document.querySelectorAll("[data-combobox].open").forEach((other) => { if (other !== box) close(other); });
  });
  document.addEventListener("focusin", (event) => {
    const box = boxOf(event.target);
    if (box && box.dataset.keepAt && event.target.dataset.list) delete box.dataset.settled;
  });
  document.addEventListener("focusout", (event) => {
    const box = boxOf(event.target);
    if (box && !box.contains(event.relatedTarget)) close(box);
  });
})();
