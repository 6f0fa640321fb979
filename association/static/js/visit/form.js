/* The checklist on the page: read, filled again after a reload, marked where it was not taken.

   Visit.form.fields() gives what is typed by the fields' names; answers() the same as the server
   takes it, with the photos of shown questions; both read the page and change nothing. */
(() => {
  "use strict";

  const element = document.querySelector("[data-visit-form]");
  if (!element) return;
  const summary = element.querySelector("[data-visit-errors]");
  const IN_ROW = /^([a-z][a-z0-9]*)-(\d+)-(.+)$/;

  const fields = () =>
    Object.fromEntries([...new FormData(element)].filter(([, value]) => value.trim() !== ""));

  const itemOf = (name) => document.getElementById(`item-${name.replace(/_(note|photo)$/, "")}`);

  /* A question that is not asked any more, by what was answered before it. */
  const isHidden = (name) => Boolean(itemOf(name)?.hidden);

  /* Photos by the name they stand under; what is hidden has none. */
  const photosByName = () => {
    const found = {};
    for (const photo of Visit.pictures.values()) {
      if (!isHidden(photo.place)) (found[photo.place] ??= []).push(photo.key);
    }
    return found;
  };

  const answers = () => {
    const told = {};
    const typed = { ...fields(), ...photosByName() };
    for (const [name, value] of Object.entries(typed)) {
      const inRow = IN_ROW.exec(name);
      if (inRow) {
        const rows = (told[inRow[1]] ??= []);
        while (rows.length <= Number(inRow[2])) rows.push({});
        rows[Number(inRow[2])][inRow[3]] = value;
      } else if (name !== "visited_on" && !name.endsWith("-rows")) {
        told[name] = value;
      }
    }
    return told;
  };

  const fill = (kept) => {
    for (const [name, value] of Object.entries(kept)) {
      if (!name.endsWith("-rows")) continue;
      const key = name.slice(0, -"-rows".length);
      while (Number(element.elements.namedItem(name)?.value ?? value) < Number(value)) {
        Visit.rows.add(key);
      }
    }
    for (const [name, value] of Object.entries(kept)) {
      const field = element.elements.namedItem(name);
      if (field && !name.endsWith("-rows")) field.value = value;
      const note = field?.closest?.("details");
      if (note) note.open = true;
    }
    element.dispatchEvent(new Event("change"));
  };

  const written = (tag, text, into) => {
    const made = document.createElement(tag);
    made.textContent = text;
    into.append(made);
    return made;
  };

  const codeOf = (place) => place.replace(/_(note|photo)$/, "").replace(/^.+-\d+-/, "");

  /* Where something stands, as a person calls it: “Room 2 · C73”, or a field's label. */
  const called = (place) => {
    const item = itemOf(place);
    if (!item) return element.elements.namedItem(place)?.labels?.[0]?.textContent ?? "";
    const room = item.closest("section")?.querySelector(".checklist__number")?.textContent;
    return [room?.trim(), codeOf(place)].filter(Boolean).join(" · ");
  };

  const tell = (place, problem, list) => {
    const item = itemOf(place) ?? element.elements.namedItem(place)?.closest?.(".field");
    const line = written("li", item ? "" : problem, list);
    if (!item) return;
    const link = written("a", `${called(place)}: ${problem}`, line);
    item.id ||= `field-${place}`;
    link.href = `#${item.id}`;
    const told = written("p", problem, item);
    told.className = "field__error";
    told.dataset.problem = "";
    item.prepend(told);
  };

  const isTyping = () => document.activeElement?.matches("input:not([type=radio]), textarea");

  /* errors: pairs of a place, as the server names it, and a sentence. */
  const mark = (errors, sentence) => {
    for (const old of element.querySelectorAll("[data-problem]")) old.remove();
    summary.replaceChildren();
    summary.hidden = !sentence;
    if (!sentence) return;
    written("h2", sentence, summary);
    const list = written("ul", "", summary);
    for (const [place, problem] of errors) tell(place, problem, list);
    if (!isTyping()) summary.focus();
  };

  /* What was noted as failing, in words, to be read to the host. */
  const noted = () =>
    [...element.querySelectorAll("input[type=radio]:checked")]
      .filter(({ name, value }) => {
        return !isHidden(name) && Visit.setup.failing[codeOf(name)]?.includes(value);
      })
      .map(({ name }) => {
        const asked = itemOf(name).querySelector("legend");
        const room = called(name).split(" · ").slice(0, -1);
        return [...room, asked?.firstChild.textContent.trim() ?? codeOf(name)].join(" · ");
      });

  Visit.form = { element, fields, answers, fill, mark, noted, isHidden, codeOf };
})();
