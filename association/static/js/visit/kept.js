/* What this phone still keeps of the person's visits, also of those that are over or no longer theirs. */
(() => {
  "use strict";

  const list = document.querySelector("[data-kept]");
  const none = document.querySelector("[data-kept-none]");
  const template = document.querySelector("[data-kept-line]");

  const photosOf = async (draft) => {
    const photos = await Visit.store.photosOf(draft.seat);
    return photos.sort((one, other) => one.taken - other.taken);
  };

  const lineOf = (draft, photos) => {
    const line = template.content.firstElementChild.cloneNode(true);
    line.querySelector("[data-kept-title]").textContent = draft.title;
    const answers = Object.keys(draft.fields).filter((name) => !/^visited_on$|-rows$/.test(name));
    const told = [draft.fields.visited_on, [Visit.words.keptAnswers, answers.length],
      [Visit.words.keptPhotos, photos.length]];
    line.querySelector("[data-kept-what]").textContent = told
      .filter(Boolean)
      .map((part) => (Array.isArray(part) ? Visit.counted(...part) : part))
      .join(" · ");
    const [save, drop] = line.querySelectorAll("button");
    save.addEventListener("click", () => Visit.exportFile(draft, photos));
    drop.addEventListener("click", async () => {
      if (!window.confirm(drop.textContent.trim())) return;
      await Visit.store.forget(draft.seat);
      show();
    });
    return line;
  };

  const show = async () => {
    const drafts = await Visit.store.drafts();
    const lines = drafts.map(async (draft) => lineOf(draft, await photosOf(draft)));
    list.replaceChildren(...(await Promise.all(lines)));
    none.hidden = drafts.length > 0;
  };

  show().catch(() => {
    none.textContent = Visit.words.noStore;
    none.hidden = false;
  });
})();
