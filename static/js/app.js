/* Small comforts on top of pages that work without any script. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");

  const find = (scope, selector) => (scope.querySelectorAll ? [...scope.querySelectorAll(selector)] : []);

  /* One press, one submission: the server refuses a second one anyway, this spares the doubt. */
  const RELEASE_AFTER_MS = 8000;
  const buttonsOf = (form) => [...form.elements].filter((item) => item.type === "submit");
  const release = (form) => {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
    buttonsOf(form).forEach((button) => { if (button.dataset.held) { button.disabled = false; delete button.dataset.held; } });
  };
  const hold = (form) => {
    form.dataset.sending = "yes";
    setTimeout(() => {
      buttonsOf(form).forEach((button) => { if (!button.disabled) { button.disabled = true; button.dataset.held = "yes"; } });
    });
    setTimeout(release, RELEASE_AFTER_MS, form);
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (!event.defaultPrevented) hold(form);
  }, true);
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest ? event.target.closest("form") : null;
    if (form) release(form);
  });
  addEventListener("pageshow", () => find(document, "form[data-sending]").forEach(release));

  /* Filters apply as soon as they change; without a script their button does it. */
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form && form.hasAttribute("data-autosubmit") && event.target.type !== "search") form.requestSubmit();
  });

  /* A link that changes only the answers (a filter removed, another order) draws only them again. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-redraws] a[href]");
    if (!link || !window.htmx || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const { redraws, then } = link.closest("[data-redraws]").dataset;
    htmx.ajax("GET", link.getAttribute("href"), { target: `#${redraws}`, swap: "outerHTML" }).then(() => {
      if (link.isConnected) return location.assign(link.href);
      document.getElementById(then)?.focus({ preventScroll: true });
    });
  });

  document.addEventListener("click", (event) => {
    const dismiss = event.target.closest("[data-dismiss]");
    if (dismiss) {
      const banner = dismiss.closest(".banner");
      if (banner) banner.remove();
      const main = document.getElementById("main");
      if (main) main.focus({ preventScroll: true });
      return;
    }
    if (event.target.closest("[data-print]")) { window.print(); return; }
    find(document, "details[data-menu][open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    find(document, "details[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  /* A refused form says so first. */
  const announce = (scope) => {
    const summary = find(scope, ".error-summary")[0];
    if (summary) summary.focus();
  };
  /* Filters stand open beside the results; on a narrow screen they would push the results away, until someone opens
     them: drawn again, they stay as they were. */
  const NARROW = "details[data-fold-narrow]";
  let leftOpen = false;
  const foldNarrow = (scope) => {
    if (!leftOpen && matchMedia("(max-width: 57.99rem)").matches) find(scope, NARROW).forEach((panel) => { panel.open = false; });
  };
  document.addEventListener("htmx:beforeSwap", (event) => {
    const panels = find(event.detail.target, NARROW);
    if (panels.length) leftOpen = panels.some((panel) => panel.open);
  });
  /* What was drawn again is told to who does not see it. */
  const tell = (scope) => find(document, "[data-tells]").forEach((region) => {
    const told = scope !== document.body && find(scope, `#${region.dataset.tells}`)[0];
    if (told) region.textContent = told.textContent.trim();
  });
  /* Where there is room, both languages of a text stand side by side. */
  const besideEachOther = (scope) => {
    if (matchMedia("(min-width: 58rem)").matches) find(scope, "details.other-language").forEach((panel) => { panel.open = true; });
  };
  /* Where tabs scroll sideways, the present one is in sight. */
  const showTab = (scope) => find(scope, ".tabs [aria-current]").forEach((tab) => {
    const tabs = tab.closest(".tabs"), own = tab.getBoundingClientRect();
    tabs.scrollLeft += own.left - tabs.getBoundingClientRect().left - (tabs.clientWidth - own.width) / 2;
  });
  const prepare = (scope) => { announce(scope); foldNarrow(scope); besideEachOther(scope); showTab(scope); };
  document.addEventListener("htmx:load", (event) => { prepare(event.detail.elt); tell(event.detail.elt); });
  document.addEventListener("DOMContentLoaded", () => prepare(document));
  document.addEventListener("htmx:beforeRequest", (event) => event.detail.target && event.detail.target.setAttribute("aria-busy", "true"));
  document.addEventListener("htmx:afterSettle", (event) => event.target.removeAttribute && event.target.removeAttribute("aria-busy"));
  /* An answer that never came leaves what is shown as it was: no longer awaited, no longer pale. */
  document.addEventListener("htmx:afterRequest", ({ detail }) => !detail.successful && detail.target && detail.target.removeAttribute("aria-busy"));
})();
