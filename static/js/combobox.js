/* A field with a list of options below it, as the ARIA practices describe. The server makes the list. */
(() => {
  "use strict";
  const boxOf = (item) => (item && item.closest ? item.closest("[data-combobox]") : null);
  const partsOf = (box) => ({
    input: box.querySelector("input[data-list]"),
    chosen: box.querySelector("input[name=chosen]"),
    status: box.querySelector("[role=status]"),
    options: [...box.querySelectorAll("[role=option]")],
  });

  const close = (box) => {
    const { input, options } = partsOf(box);
    box.classList.remove("open");
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    input.removeAttribute("aria-controls");
    options.forEach((option) => option.setAttribute("aria-selected", "false"));
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
  const move = (box, step) => {
    const { input, options } = partsOf(box);
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = at < 0 ? (step > 0 ? 0 : options.length - 1) : (at + step + options.length) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
    options[next].scrollIntoView({ block: "nearest" });
  };
  const propose = (box, wanted) => {
    const old = box.querySelector("input[name=propose]");
    if (old) old.remove();
    if (!wanted) return;
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "propose", value: "yes" });
    box.append(field);
  };
  const choose = (box, option) => {
    const { input, chosen, status } = partsOf(box);
    input.value = option.dataset.value;
    chosen.value = option.dataset.chosen || "";
    propose(box, Boolean(option.dataset.propose));
    status.textContent = option.querySelector("b").textContent;
    settle(box);
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
    partsOf(box).chosen.value = "";
    propose(box, false);
    delete box.dataset.settled;
  });
  document.addEventListener("htmx:afterSettle", () => document.querySelectorAll("[data-combobox]").forEach((box) => {
    const answer = box.querySelector("[data-said]");
    const { input, status, options } = partsOf(box);
    if (!answer || document.activeElement !== input || "settled" in box.dataset) return;
    status.textContent = answer.dataset.said;
    if (options.length) open(box); else close(box);
  }));
  document.addEventListener("keydown", (event) => {
    const box = boxOf(event.target);
    if (!box || !event.target.dataset.list || event.isComposing) return;
    const { options } = partsOf(box);
    const isOpen = box.classList.contains("open");
    const selected = options.find((option) => option.getAttribute("aria-selected") === "true");
    if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      open(box);
      move(box, event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && isOpen && selected) {
      event.preventDefault();
      choose(box, selected);
    } else if (event.key === "Escape" && isOpen) {
      event.preventDefault();
      settle(box);
    } else if (event.key === "Tab" && isOpen) {
      close(box);
    }
  });
  /* The field keeps the focus while an option is pressed. */
  document.addEventListener("mousedown", (event) => { if (event.target.closest(".options")) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    const box = boxOf(event.target);
    if (option && box) choose(box, option);
    document.querySelectorAll("[data-combobox].open").forEach((other) => { if (other !== box) close(other); });
  });
  document.addEventListener("focusout", (event) => {
    const box = boxOf(event.target);
    if (box && event.target.dataset.list) close(box);
  });
})();
