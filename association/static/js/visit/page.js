/* Puts the page together: loads what is kept, keeps every stroke, hands in, and gives a file away. */
(() => {
  "use strict";

  const { setup, words, state: is } = Visit;
  const { element } = Visit.form ?? {};
  const closed = document.querySelector("[data-visit-closed]");

  /* What is changed before the first try to send it is handed in again, by hand. */
  const touched = async () => {
    if (is.isClosed()) return;
    Visit.draft.fields = Visit.form.fields();
    if (is.isWaiting(Visit.draft.submission)) {
      Visit.draft.submission = null;
      Visit.draft.again = true;
    }
    await Visit.save();
    Visit.queue.show();
  };
  Visit.touched = touched;

  /* The same answers keep their key: a second tap is no second record. */
  const submissionOf = (answers, visited_on) => {
    const same = JSON.stringify(answers);
    const before = Visit.draft.submission;
    const fields = JSON.stringify(Visit.draft.fields);
    const isSame = before?.sent.answers === same && before.sent.visited_on === visited_on;
    const sent = isSame ? before.sent : { key: Visit.newKey(), visited_on, answers: same };
    return { sent, fields, state: "waiting" };
  };

  const handIn = async () => {
    if (is.isClosed()) return;
    Visit.form.mark([], "");
    const { visited_on } = (Visit.draft.fields = Visit.form.fields());
    Visit.draft.submission = submissionOf(Visit.form.answers(), visited_on);
    Visit.draft.again = false;
    for (const photo of is.pictures()) if (is.isRefused(photo)) photo.state = "waiting";
    await Visit.save();
    Visit.queue.run();
  };

  /* Answers that were not taken are marked once; what is typed afterwards stands beside the marks. */
  let marked = null;
  const markRefused = () => {
    const { submission } = Visit.draft;
    if (!is.isRefused(submission) || marked === submission) return;
    marked = submission;
    Visit.form.mark(submission.errors ?? [], submission.problem);
  };

  const showClosed = () => {
    const isShut = is.isClosed() || Visit.trouble === "elsewhere";
    element.inert = isShut;
    closed.hidden = !is.isClosed();
  };

  const listen = () => {
    element.addEventListener("input", ({ target }) => {
      if (target.name === "visited_on") Visit.draft.dayChosen = true;
      touched();
    });
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      if (event.submitter?.name !== "add_row") return handIn();
      Visit.rows.add(event.submitter.value).querySelector("input, textarea").focus();
      return touched();
    });
  };

  /* Another window may have written while this one was out of sight. */
  const comeBack = async () => {
    if (document.hidden || Visit.trouble === "full") return;
    if (await Visit.isBehind()) location.reload();
  };

  /* A bonus: with a service worker the page itself opens without connection. */
  const keepPage = async () => {
    const worker = navigator.serviceWorker;
    if (!worker) return;
    await worker.register(setup.worker);
    const { active } = await worker.ready;
    const files = [...document.querySelectorAll("script[src], link[rel=stylesheet]")];
    active.postMessage({
      keep: setup.visit,
      files: [setup.address, ...files.map((file) => file.src || file.href)],
    });
  };

  const showWhatStays = () => {
    const stays = (is.hasAnswers() || Visit.pictures.size > 0) && !is.isOver();
    document.querySelector("[data-sign-out-kept]").toggleAttribute("data-kept", stays);
  };

  const beginForm = (photos) => {
    Visit.form.fill(Visit.draft.fields);
    Visit.photos.reveal();
    for (const photo of photos) Visit.photos.show(photo);
    listen();
    Visit.queue.watch(markRefused);
    Visit.queue.watch(showClosed);
    keepPage().catch(() => {});
  };

  const begin = async () => {
    Visit.draft = (await Visit.store.draft()) ?? Visit.newDraft();
    const photos = (await Visit.store.photos()).sort((one, other) => one.taken - other.taken);
    for (const photo of photos) Visit.pictures.set(photo.key, photo);
    navigator.storage?.persist?.().catch(() => {});
    Visit.queue.watch(showWhatStays);
    if (element) beginForm(photos);
    Visit.beginOpening?.();
    Visit.beginSigning?.();
    const file = document.querySelector("[data-export]");
    file.hidden = false;
    file.addEventListener("click", () => Visit.exportFile(Visit.draft, is.pictures()));
    document.addEventListener("visibilitychange", () => comeBack().catch(() => {}));
    document.documentElement.dataset.visitReady = "";
    // The site's time, before anything is opened by it.
    Visit.ask();
    Visit.queue.run();
  };

  begin().catch(() => {
    const told = document.querySelector("[data-queue]");
    told.hidden = false;
    told.querySelector("[data-queue-what]").textContent = words.noStore;
  });
})();
