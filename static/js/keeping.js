/* What is typed in a long form is kept aside on the server while it is not saved, for whoever comes back to it. */
(() => {
  "use strict";
  const WAIT_MS = 3000;

  const prepare = (form) => {
    const status = form.querySelector("[data-kept]");
    let timer = 0;
    let isTyped = false;
    let isSent = false;
    let sending = null;
    const say = (text) => { if (status.textContent !== text) status.textContent = text; };

    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(keep, WAIT_MS);
    };
    /* A session that ended answers with the way to the sign-in page, or refuses the token of the form. */
    const trouble = (answer) => {
      if (answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 401) return form.dataset.ended;
      if (answer.status === 409) return form.dataset.other;
      if (answer.status === 413 || answer.status === 422) return form.dataset.long;
      return answer.status === 403 || answer.status === 404 ? form.dataset.refused : form.dataset.silent;
    };
    const post = (body, options) => fetch(form.dataset.keepAt, { method: "POST", body, redirect: "manual", ...options });
    const keep = () => {
      clearTimeout(timer);
      if (!isTyped || isSent) return;
      if (sending) { later(); return; }
      isTyped = false;
      const own = new AbortController();
      sending = own;
      post(new URLSearchParams(new FormData(form)), { signal: own.signal })
        .then((answer) => (answer.ok ? answer.text() : trouble(answer)))
        .then(say, () => {
          if (own.signal.aborted) return;
          isTyped = true;
          say(form.dataset.silent);
        })
        .finally(() => { if (sending === own) sending = null; });
    };
    /* The page may be gone before the answer: what is still on its way is sent again, whole. A browser lets no more than
       64 KiB outlive its page; beyond that it is sent as usual. */
    const keepNow = () => {
      clearTimeout(timer);
      if (isSent || !(isTyped || sending)) return;
      if (sending) sending.abort();
      sending = null;
      isTyped = false;
      const body = new URLSearchParams(new FormData(form));
      post(body, { keepalive: true })
        .catch(() => post(body))
        .then((answer) => (answer.ok ? answer.text() : trouble(answer)))
        .then(say, () => { isTyped = true; });
    };

    const typed = () => {
      isTyped = true;
      isSent = false;
      later();
    };
    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    /* What is being saved, or thrown away, is not kept any more: it would come back as if it were not. */
    const stop = () => {
      clearTimeout(timer);
      isSent = true;
      if (sending) sending.abort();
      sending = null;
    };
    form.addEventListener("submit", stop);
    document.querySelectorAll("form[data-forgets]").forEach((other) => other.addEventListener("submit", stop));
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") keepNow(); });
    addEventListener("pagehide", keepNow);
    addEventListener("pageshow", (event) => { if (event.persisted) isSent = false; });
    if ("typed" in form.dataset) typed();
  };

  document.addEventListener("DOMContentLoaded", () => document.querySelectorAll("form[data-keep-at]").forEach(prepare));
})();
