/* After handing in: photos that are not in yet, each with its reason, and what went nowhere because the
   answers were typed in elsewhere. */
(() => {
  "use strict";

  const panel = document.querySelector("[data-left]");
  if (!panel) return;
  const { words, state: is } = Visit;
  const list = panel.querySelector("ul");
  const foreign = panel.querySelector("[data-left-foreign]");

  const made = (tag, text, className = "") =>
    Object.assign(document.createElement(tag), { textContent: text, className });

  const lineOf = (photo) => {
    const line = document.createElement("li");
    line.dataset.key = photo.key;
    const code = photo.place.replace(/_photo$/, "").replace(/^.+-\d+-/, "");
    const picture = Object.assign(document.createElement("img"), { src: photo.thumb, alt: code });
    const remove = made("button", `${words.remove} (${code})`, "link-button");
    remove.type = "button";
    line.append(picture, made("p", photo.problem ?? "", "field__error"), remove);
    return line;
  };

  const show = () => {
    const photos = is.isForeign() ? [] : is.photosMissing();
    foreign.hidden = !is.isForeign();
    panel.hidden = foreign.hidden && !photos.length;
    list.replaceChildren(...photos.map(lineOf));
  };

  list.addEventListener("click", async ({ target }) => {
    const key = target.closest("li")?.dataset.key;
    if (!target.matches("button") || !window.confirm(target.textContent)) return;
    await Visit.store.dropPhoto(key);
    Visit.pictures.delete(key);
    Visit.queue.run();
  });

  panel.querySelector("[data-left-drop]").addEventListener("click", async ({ target }) => {
    if (!window.confirm(target.textContent.trim())) return;
    await Visit.forget();
    Visit.queue.show();
  });

  Visit.queue.watch(show);
})();
