// A pad to sign on with finger, pen or mouse. Without this script the typed name remains.

const INK = "#1b2126";
const PAPER = "#ffffff";
const STROKE = 2.4;

class SignaturePad {
  constructor(box) {
    this.canvas = box.querySelector("canvas");
    this.output = box.querySelector("[data-signature-output]");
    this.context = this.canvas.getContext("2d");
    this.strokes = [];
    box.hidden = false;
    box.querySelector("[data-signature-clear]").addEventListener("click", () => this.clear());
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.canvas.addEventListener("pointermove", (event) => this.draw(event));
    box.closest("form").addEventListener("submit", () => this.store());
    new ResizeObserver(() => this.fit()).observe(this.canvas);
  }

  // Points are kept as shares of the pad, so that turning the phone does not lose the signature.
  point(event) {
    const area = this.canvas.getBoundingClientRect();
    return [(event.clientX - area.left) / area.width, (event.clientY - area.top) / area.height];
  }

  begin(event) {
    if (!event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    this.canvas.setPointerCapture(event.pointerId);
    this.strokes.push([this.point(event)]);
    this.paint();
  }

  draw(event) {
    if (!this.canvas.hasPointerCapture(event.pointerId)) return;
    this.strokes.at(-1).push(this.point(event));
    this.paint();
  }

  fit() {
    const density = window.devicePixelRatio || 1;
    this.canvas.width = Math.round(this.canvas.clientWidth * density);
    this.canvas.height = Math.round(this.canvas.clientHeight * density);
    this.paint();
  }

  paint() {
    const { width, height } = this.canvas;
    const pen = this.context;
    pen.fillStyle = PAPER;
    pen.fillRect(0, 0, width, height);
    pen.strokeStyle = INK;
    pen.lineWidth = STROKE * (window.devicePixelRatio || 1);
    pen.lineCap = pen.lineJoin = "round";
    for (const [first, ...rest] of this.strokes) {
      pen.beginPath();
      pen.moveTo(first[0] * width, first[1] * height);
      for (const [x, y] of rest.length ? rest : [first]) pen.lineTo(x * width, y * height);
      pen.stroke();
    }
  }

  clear() {
    this.strokes = [];
    this.output.value = "";
    this.paint();
  }

  store() {
    this.output.value = this.strokes.length ? this.canvas.toDataURL("image/png") : "";
  }
}

for (const box of document.querySelectorAll("[data-signature]")) new SignaturePad(box);
