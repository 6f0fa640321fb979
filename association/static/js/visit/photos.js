/* Photos beside their questions: scaled on the phone, covered, kept, shown again after a reload. */
(() => {
  "use strict";

  const SIDE = 1600; // pixels, the longer one
  const THUMB = 160;
  const QUALITY = 0.82;
  const form = Visit.form?.element;
  if (!form) return;

  const drawn = (picture, side) => {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  };

  /* By a data address: pages of this site show pictures from nowhere else but the site. */
  const opened = (file) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      const picture = new Image();
      reader.onerror = picture.onerror = () => reject(new Error(Visit.words.unreadable));
      reader.onload = () => (picture.src = reader.result);
      picture.onload = () => resolve(picture);
      reader.readAsDataURL(file);
    });

  /* Bytes, not a file: some phones lose files that are kept beside other data. */
  const jpegOf = async (canvas) => {
    const file = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
    if (!file) throw new Error(Visit.words.noMemory);
    return file.arrayBuffer();
  };

  const boxOf = (photo) => form.querySelector(`[data-photos="${photo.place}"]`);

  const made = (tag, className, text) => {
    const element = document.createElement(tag);
    element.className = className;
    element.textContent = text;
    return element;
  };

  /* Numbers follow the places, also after one was taken away. */
  const number = (list) => {
    [...list.children].forEach((line, place) => {
      const code = Visit.form.codeOf(line.closest("[data-photos]").dataset.photos);
      const fill = (word) => word.replace("#", place + 1).replace("#", code);
      line.querySelector("img").alt = fill(Visit.words.picture);
      const remove = line.querySelector("button");
      if (remove) remove.textContent = fill(Visit.words.removePhoto);
    });
  };

  const show = (photo) => {
    const list = boxOf(photo)?.querySelector(".photos__list");
    if (!list) return;
    const line = list.querySelector(`[data-key="${photo.key}"]`) ?? document.createElement("li");
    line.dataset.key = photo.key;
    line.dataset.state = photo.state;
    const picture = document.createElement("img");
    picture.src = photo.thumb;
    const remove = made("button", "link-button", "");
    remove.type = "button";
    const told = photo.state === "in" ? made("p", "soft small", Visit.words.photoIn) : remove;
    const problem = photo.state === "in" ? "" : photo.problem;
    line.replaceChildren(picture, told, ...(problem ? [made("p", "field__error", problem)] : []));
    if (!line.isConnected) list.append(line);
    number(list);
  };

  const say = (box, problem) => {
    const told = box.querySelector(":scope > .field__error");
    told.textContent = problem;
    told.hidden = !problem;
  };

  const keep = async (canvas, place) => {
    const photo = {
      key: Visit.newKey(),
      place,
      taken: Date.now(),
      bytes: await jpegOf(canvas),
      thumb: drawn(canvas, THUMB).toDataURL("image/jpeg", QUALITY),
      state: "waiting",
    };
    await Visit.store.keepPhoto(photo).catch(() => {
      throw new Error(Visit.words.fullPhone);
    });
    Visit.pictures.set(photo.key, photo);
    show(photo);
    await Visit.touched();
  };

  const take = async (input) => {
    const box = input.closest("[data-photos]");
    const [file] = input.files;
    if (!file) return;
    try {
      say(box, "");
      const covered = await Visit.cover(drawn(await opened(file), SIDE));
      if (covered) await keep(covered, box.dataset.photos);
    } catch (error) {
      say(box, error.message);
    }
    input.value = ""; // so that the same file can be chosen again
  };

  const forget = async (line) => {
    Visit.pictures.delete(line.dataset.key);
    await Visit.store.dropPhoto(line.dataset.key);
    line.remove();
  };

  const drop = async (line) => {
    const list = line.parentElement;
    await forget(line);
    number(list);
    await Visit.touched();
    Visit.queue.run();
  };

  form.addEventListener("change", ({ target }) => {
    if (target.matches?.("[data-photos-input]")) take(target);
  });
  form.addEventListener("click", ({ target }) => {
    const line = target.closest("li[data-key]");
    if (!line || !target.matches("button")) return;
    if (window.confirm(target.textContent)) drop(line);
  });

  const reveal = () => {
    for (const box of form.querySelectorAll("[data-photos]")) box.hidden = false;
  };

  Visit.photos = { show, reveal, forget };
})();
