/* Renews the code on the school's screen. Without it the page itself reloads. */
(() => {
  "use strict";

  const shown = document.querySelector("[data-gate-code]");
  const stale = document.querySelector("[data-gate-code-stale]");
  const over = document.querySelector("[data-gate-code-over]");
  const MOST = 5; // seconds; a screen that slept is right again soon

  const put = (told) => {
    shown.setAttribute("aria-label", told.code);
    const parts = [told.code.slice(0, 3), told.code.slice(3)];
    [...shown.querySelectorAll("span")].forEach((part, n) => (part.textContent = parts[n]));
    return Math.min(MOST, told.seconds);
  };

  const ask = () =>
    fetch(location.pathname, {
      headers: { Accept: "application/json" },
      redirect: "manual",
      cache: "no-store",
    });

  const renew = async () => {
    let seconds = MOST;
    try {
      const response = await ask();
      if (response.type === "opaqueredirect") return location.reload(); // to sign in again
      if (response.status === 404) {
        shown.hidden = true;
        stale.hidden = true;
        over.hidden = false;
        return undefined;
      }
      if (response.ok) seconds = put(await response.json());
      stale.hidden = response.ok;
    } catch {
      stale.hidden = false;
    }
    setTimeout(renew, seconds * 1000);
    return undefined;
  };

  setTimeout(renew, Math.min(MOST, Number(shown.dataset.seconds)) * 1000);
})();
