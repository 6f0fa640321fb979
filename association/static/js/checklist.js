// Shows and hides questions by the answers before them. Without it all of them stand there, and the
// server leaves out what was not to be asked.
(() => {
  "use strict";

  const form = document.querySelector("[data-checklist]")?.closest("form");
  if (!form) return;
  const items = [...form.querySelectorAll("[data-show-if]")].map((element) => ({
    element,
    condition: JSON.parse(element.dataset.showIf),
  }));

  // What is hidden has no answer.
  const answer = (name) => {
    const field = form.elements.namedItem(name);
    const shown = !form.querySelector(`[id="item-${name}"]`)?.hidden;
    return field && shown ? field.value.trim() : "";
  };

  const compare = {
    "=": (a, b) => a === b,
    "!=": (a, b) => a !== b,
    "<": (a, b) => a < b,
    "<=": (a, b) => a <= b,
    ">": (a, b) => a > b,
    ">=": (a, b) => a >= b,
  };

  const holds = ([sign, ...parts]) => {
    if (sign === "and") return parts.every(holds);
    if (sign === "or") return parts.some(holds);
    if (sign === "not") return !holds(parts[0]);
    const [name, value] = parts;
    const given = answer(name);
    if (given === "") return sign === "!=";
    return compare[sign](typeof value === "number" ? Number(given) : given, value);
  };

  const show = () => {
    // Asked for each time: another script may have added a room.
    for (const item of form.querySelectorAll("[data-show-if]")) {
      item.hidden = !holds(JSON.parse(item.dataset.showIf));
    }
  };

  form.addEventListener("input", show);
  form.addEventListener("change", show);
  show();
})();
