/* Before a photo is kept, a finger rubs over faces: opaque blocks, in the picture itself.

   Visit.cover(canvas) shows the picture full-screen. Returns a promise of the canvas with what was
   covered, or of null where it is not to be kept. */
(() => {
  "use strict";

  const dialog = document.querySelector("[data-cover]");
  if (!dialog) return;
  const canvas = dialog.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const BLOCKS = 20; // along the longer side
  const INK = "#3a3f44";
  let picture = null;
  let last = null;
  let answer = null;

  const point = (event) => {
    const area = canvas.getBoundingClientRect();
    const scale = canvas.width / area.width;
    return [(event.clientX - area.left) * scale, (event.clientY - area.top) * scale];
  };

  /* Blocks of one grid, so that no sliver of a face shines through between two of them. */
  const block = ([x, y]) => {
    const side = Math.ceil(Math.max(canvas.width, canvas.height) / BLOCKS);
    pen.fillStyle = INK;
    const snapped = [x, y].map((at) => Math.round(at / side - 0.5) * side);
    pen.fillRect(snapped[0], snapped[1], side, side);
  };

  const rub = (to) => {
    const steps = Math.ceil(Math.hypot(to[0] - last[0], to[1] - last[1]) / 20) || 1;
    for (let step = 1; step <= steps; step += 1) {
      block(last.map((at, axis) => at + ((to[axis] - at) * step) / steps));
    }
    last = to;
  };

  const uncover = () => pen.drawImage(picture, 0, 0);

  const close = (kept) => {
    if (dialog.open) dialog.close();
    answer?.(kept ? canvas : null);
    answer = picture = null;
  };

  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = point(event);
    block(last);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) rub(point(event));
  });
  dialog.addEventListener("click", ({ target }) => {
    if (target.value === "keep") close(true);
    if (target.value === "drop") close(false);
    if (target.value === "clear") uncover();
  });
  dialog.addEventListener("cancel", () => close(false));

  Visit.cover = (shown) => {
    picture = shown;
    canvas.width = shown.width;
    canvas.height = shown.height;
    uncover();
    dialog.showModal();
    return new Promise((resolve) => {
      answer = resolve;
    });
  };
})();
