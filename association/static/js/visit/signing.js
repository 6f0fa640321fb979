/* The school's host reads what was noted and signs on the glass, or it is said why not. Kept at once,
   sent when it can be. */
(() => {
  "use strict";

  const panel = document.querySelector("[data-signing]");
  if (!panel) return;
  const { words, state: is } = Visit;
  const form = panel.querySelector("form");
  const told = panel.querySelector("[data-signing-told]");
  const noted = panel.querySelector("[data-signing-noted]");

  /* On the page after handing in the site has listed it already. */
  const list = () => {
    const texts = Visit.form.noted();
    const lines = texts.length ? texts : [words.noneNoted];
    if (noted.textContent === lines.join("")) return;
    noted.replaceChildren(
      ...lines.map((text) => Object.assign(document.createElement("li"), { textContent: text })),
    );
  };

  const show = () => {
    const { submission, signature } = Visit.draft;
    const isHandedIn = Boolean(submission) && !is.isRefused(submission);
    panel.hidden = !isHandedIn && !is.answersIn();
    if (!panel.hidden && Visit.form) list();
    const isIn = Visit.setup.received.signed;
    form.hidden = isIn || (signature !== null && !is.isRefused(signature));
    if (is.isRefused(signature) && !isIn) Visit.say(told, signature.problem);
    else if (isIn || signature) Visit.say(told, words.signed);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const sent = Object.fromEntries(new FormData(form));
    sent.refusal = sent.refusal.trim();
    if (sent.refusal) sent.drawing = "";
    if (!sent.host.trim()) told.textContent = words.host;
    else if (!sent.drawing && !sent.refusal) told.textContent = words.unsigned;
    else {
      const moment = Visit.momentNow();
      Visit.draft.signature = { state: "waiting", sent, moment, timeName: "signed_at" };
      await Visit.save();
      Visit.queue.run();
    }
  });

  Visit.beginSigning = () => Visit.queue.watch(show);
})();
