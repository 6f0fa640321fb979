// Counts how many of the questions that stand on the page are answered. Comes after checklist.js,
// which hides those that need no answer. Without it the page says how far the sheet was when it came.
(() => {
  "use strict";

  const told = document.querySelector("[data-checklist-progress]");
  const form = told?.closest("form");
  if (!form) return;
  const words = told.querySelector("[data-checklist-told]");
  const bar = told.querySelector("progress");

  const count = () => {
    let answered = 0;
    let total = 0;
    for (const item of form.querySelectorAll(".checklist__item:not([hidden])")) {
      const field = form.elements.namedItem(item.id.slice("item-".length));
      if (!field) continue; // a photo
      total += 1;
      answered += field.value.trim() !== "" ? 1 : 0;
    }
    words.textContent = told.dataset.words.replace("@answered", answered).replace("@total", total);
    bar.max = total;
    bar.value = answered;
  };

  form.addEventListener("input", count);
  form.addEventListener("change", count);
  count();
})();
