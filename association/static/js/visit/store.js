/* What is written during a visit, kept on the phone: one draft for each place and person, photos beside
   it.

   Visit.setup is what the page says (views/phone.py), Visit.words its sentences. Visit.trouble is empty,
   "full" (the phone keeps no more, the page goes on from memory), or "elsewhere" (another window wrote
   meanwhile, so this one writes nothing). */
const Visit = { draft: null, pictures: new Map(), trouble: "" };

(() => {
  "use strict";

  Visit.setup = JSON.parse(document.getElementById("visit-setup").textContent);
  Visit.words = Visit.setup.words;
  const { seat, user } = Visit.setup;
  const ELSEWHERE = "elsewhere";

  const opened = new Promise((resolve, reject) => {
    const asked = window.indexedDB.open("visits", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("drafts", { keyPath: "seat" });
      asked.result.createObjectStore("photos", { keyPath: "key" }).createIndex("seat", "seat");
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

  const within = async (mode, act) => {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const stores = ["drafts", "photos"];
      const transaction = database.transaction(stores, mode, { durability: "strict" });
      const asked = act((name) => transaction.objectStore(name), transaction);
      transaction.oncomplete = () => resolve(asked.result);
      // Without an error of its own, it was this page that called it off.
      transaction.onabort = () => reject(transaction.error ?? new Error(ELSEWHERE));
    });
  };

  /* Reads and writes in one go: what another window wrote meanwhile is never written over. */
  const keep = (draft) =>
    within("readwrite", (of, transaction) => {
      const asked = of("drafts").get(seat);
      asked.onsuccess = () => {
        if ((asked.result?.revision ?? 0) !== draft.revision) transaction.abort();
        else of("drafts").put({ ...draft, seat, revision: draft.revision + 1 });
      };
      return asked;
    });

  const photosOf = (place) =>
    within("readonly", (of) => of("photos").index("seat").getAll(place));

  const forget = (place) =>
    within("readwrite", (of) => {
      const keys = of("photos").index("seat").getAllKeys(place);
      keys.onsuccess = () => keys.result.forEach((key) => of("photos").delete(key));
      return of("drafts").delete(place);
    });

  Visit.store = {
    draft: () => within("readonly", (of) => of("drafts").get(seat)),
    photos: () => photosOf(seat),
    photosOf,
    forget,
    keepPhoto: (photo) => within("readwrite", (of) => of("photos").put({ ...photo, seat })),
    dropPhoto: (key) => within("readwrite", (of) => of("photos").delete(key)),
    /* Of the person signed in: a phone may have several. */
    drafts: async () =>
      (await within("readonly", (of) => of("drafts").getAll())).filter(({ owner }) => owner === user),
  };

  Visit.newDraft = () => ({
    revision: 0,
    owner: user,
    title: Visit.setup.title,
    name: Visit.setup.name,
    ahead: null,
    fields: {},
    opening: null,
    submission: null,
    signature: null,
  });

  /* One write after the other; never rejects, for what failed stands in Visit.trouble. */
  let last = Promise.resolve();
  const write = async () => {
    if (Visit.trouble === ELSEWHERE) return;
    try {
      await keep(Visit.draft);
      Visit.draft.revision += 1;
      Visit.trouble = "";
    } catch (error) {
      Visit.trouble = error.message === ELSEWHERE ? ELSEWHERE : "full";
    }
  };
  Visit.save = () => (last = last.then(write));

  Visit.forget = () =>
    (last = last.then(async () => {
      await forget(seat);
      Visit.draft = Visit.newDraft();
      Visit.pictures.clear();
    }));

  /* Whether another window wrote since this one last did. */
  Visit.isBehind = async () => {
    await last;
    return ((await Visit.store.draft())?.revision ?? 0) !== Visit.draft.revision;
  };

  /* A random UUID; crypto.randomUUID is missing on pages without https. */
  Visit.newKey = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );

  Visit.counted = (word, number) => word.replace("#", number);

  /* A status is read out each time it is written, so it is written only when it is another. */
  Visit.say = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };
})();
