/* Whoever signs out leaves no page of a visit behind on this phone; what is not handed in stays, and the
   page of the visit says so. The site hears of it once the pages are gone. */
(() => {
  "use strict";

  const form = document.querySelector("[data-sign-out]");
  const told = document.querySelector("[data-sign-out-kept]");

  const forgetPages = async () => {
    const names = (await window.caches?.keys()) ?? [];
    const pages = names.filter((name) => name.startsWith("visit-"));
    await Promise.all(pages.map((name) => window.caches.delete(name)));
  };

  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (told && told.dataset.kept !== undefined && !window.confirm(told.textContent)) return;
    await forgetPages().catch(() => {});
    form.submit();
  });
})();
