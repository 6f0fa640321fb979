/* One more room, or the last added one away again. Visit.rows. */
(() => {
  "use strict";

  const form = Visit.form?.element;
  if (!form) return;

  const renumber = (copy, key, number) => {
    for (const part of [copy, ...copy.querySelectorAll("*")]) {
      for (const attribute of part.attributes) {
        attribute.value = attribute.value
          .replaceAll(`${key}-${number - 1}-`, `${key}-${number}-`)
          .replace(`section-${key}-${number}`, `section-${key}-${number + 1}`);
      }
    }
    const label = copy.querySelector(".checklist__number");
    label.textContent = label.textContent.replace(/\d+$/, number + 1);
  };

  const empty = (copy) => {
    for (const input of copy.querySelectorAll("input:not([type=hidden]), textarea")) {
      if (input.type === "radio") input.checked = false;
      else input.value = "";
    }
    for (const part of copy.querySelectorAll(".photos__list > *, [data-problem]")) part.remove();
    for (const note of copy.querySelectorAll("details")) note.open = false;
  };

  const countOf = (key) => form.elements.namedItem(`${key}-rows`);
  const buttonsOf = (section) => section.querySelector("[name=add_row]").parentElement;

  /* The first room is always asked for; the button to take one away stands beside the one to add. */
  const offerRemoval = (section, key) => {
    const buttons = buttonsOf(section);
    buttons.querySelector("[data-remove-row]")?.remove();
    if (Number(countOf(key).value) < 2) return;
    const remove = document.createElement("button");
    remove.type = "button";
    remove.className = "link-button";
    remove.dataset.removeRow = key;
    const label = section.querySelector(".checklist__number").textContent.trim();
    remove.textContent = Visit.counted(Visit.words.removeRow, label);
    buttons.append(" ", remove);
  };

  /* A copy of the last one without its answers. The count and the buttons move on. */
  const add = (key) => {
    const count = countOf(key);
    const number = Number(count.value);
    const last = count.closest("section");
    const copy = last.cloneNode(true);
    count.remove();
    buttonsOf(last).remove();
    renumber(copy, key, number);
    empty(copy);
    copy.querySelector(`[name="${key}-rows"]`).value = number + 1;
    last.after(copy);
    offerRemoval(copy, key);
    return copy;
  };

  const remove = async (key) => {
    const count = countOf(key);
    const section = count.closest("section");
    const before = section.previousElementSibling;
    for (const line of section.querySelectorAll("li[data-key]")) await Visit.photos.forget(line);
    count.value = Number(count.value) - 1;
    before.append(count, buttonsOf(section));
    section.remove();
    offerRemoval(before, key);
    buttonsOf(before).querySelector("[name=add_row]").focus();
    Visit.touched();
  };

  form.addEventListener("click", ({ target }) => {
    const key = target.dataset?.removeRow;
    if (key && window.confirm(target.textContent)) remove(key);
  });

  Visit.rows = { add };
})();
