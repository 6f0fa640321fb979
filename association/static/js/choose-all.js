// Ticks all boxes of a group at once and counts what is chosen. Without it every box works by itself.
const count = document.querySelector("[data-choose-count]");
const groups = [...document.querySelectorAll("[data-choose-group]")].map((group) => ({
  all: group.querySelector("[data-choose-all]"),
  boxes: [...group.querySelectorAll("input[name=chosen]")],
}));

function tell() {
  let chosen = 0;
  for (const { all, boxes } of groups) {
    const ticked = boxes.filter((box) => box.checked).length;
    all.checked = ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
    chosen += ticked;
  }
  count.textContent = `${count.dataset.chooseCount} ${chosen}`;
}

for (const { all, boxes } of groups) {
  all.parentElement.hidden = false;
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
}
if (count) tell();
