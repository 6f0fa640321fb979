/* What is not yet handed in: always told, and sent in its order: the opening, the answers, each photo
   by itself, the signature. Whatever is not confirmed is sent again; keys made on the phone keep it
   one record. Nothing is deleted here before the site has all of it. */
(() => {
  "use strict";

  const DELAYS = [5, 15, 60, 300]; // seconds
  const { words, state: is } = Visit;
  const bar = document.querySelector("[data-queue]");
  const part = (name) => bar.querySelector(`[data-queue-${name}]`);
  const [what, how, signIn, sendNow, next] = ["what", "how", "sign-in", "send", "next"].map(part);
  const watchers = [];
  let running = false;
  let rerun = false;
  let failures = 0;
  let timer = 0;
  let state = "kept";

  /* What is to be known first. */
  const mood = () =>
    Visit.trouble ||
    (is.isForeign() && "foreign") ||
    (is.isTypedSince() && "since") ||
    (["kept", "offline", "busy"].includes(state) && Visit.draft.again && "again") ||
    (is.missing().length || state === "gone" ? state : "");

  const sentence = () => {
    const left = is.missing();
    if (left.length) return words.notYet.replace("#", left.join(words.joined));
    return is.answersIn() ? words.done : words.nothing;
  };

  const show = () => {
    if (!Visit.draft) return;
    bar.hidden = false;
    bar.dataset.state = mood();
    Visit.say(what, sentence());
    Visit.say(how, words[mood()] ?? "");
    const idle = state !== "sending" && state !== "signIn";
    signIn.hidden = state !== "signIn";
    sendNow.hidden = !hasToSend() || !idle;
    next.hidden = Visit.trouble !== "elsewhere" && !(Visit.form && is.answersIn() && idle);
    Visit.say(next, Visit.trouble === "elsewhere" ? words.loadAgain : words.next);
    for (const watcher of watchers) watcher();
  };

  const hasToSend = () => is.steps().some(([entry]) => !is.isHeld(entry));

  const enter = (entered) => {
    state = entered;
    show();
  };

  const keep = (entry) =>
    Visit.pictures.has(entry.key)
      ? Visit.store.keepPhoto(entry).catch(() => (Visit.trouble = "full"))
      : Visit.save();

  /* What an earlier request brought in whose answer was lost. */
  const compare = async (told) => {
    const { opening, submission, signature } = Visit.draft;
    const there = [
      [opening, told.opened],
      [submission, told.answers.includes(submission?.sent.key)],
      [signature, told.signed],
      ...is.pictures().map((photo) => [photo, told.photos.includes(photo.key)]),
    ];
    for (const [entry, isIn] of there) {
      if (!entry || entry.state === "in" || !isIn) continue;
      entry.state = "in";
      await keep(entry);
    }
  };

  const pause = (came) => (came.state !== "later" ? came.state : came.offline ? "offline" : "busy");

  /* From the first try on it may be there already: what is typed then would be another thing. */
  const attempt = async (entry, isTried) => {
    if (entry !== Visit.draft.submission || entry.attempted === isTried) return;
    entry.attempted = isTried;
    await Visit.save();
    show();
  };

  const sendOne = async ([entry, path]) => {
    await attempt(entry, true);
    if (Visit.trouble === "elsewhere") return "kept";
    const came = await Visit.send(path, Visit.valuesOf(entry));
    entry.problem = came.problem;
    if (came.state === "signedOut") await attempt(entry, false);
    if (came.state !== "in" && came.state !== "refused") return pause(came);
    entry.state = came.state;
    entry.errors = came.errors;
    await keep(entry);
    if (Visit.pictures.has(entry.key)) Visit.photos?.show(entry);
    show();
    return "";
  };

  const sendAll = async () => {
    const came = await Visit.ask();
    if (came.state !== "in") return pause(came);
    await compare(came.told);
    let paused = "";
    for (const step of is.steps()) {
      if (is.isHeld(step[0])) continue;
      const stopped = await sendOne(step);
      // A busy site may still take the next thing.
      if (stopped && stopped !== "busy") return stopped;
      paused ||= stopped;
    }
    return paused;
  };

  const forget = async () => {
    await Visit.forget();
    navigator.serviceWorker?.controller?.postMessage({ forget: Visit.setup.visit });
    show();
  };

  /* On the page after handing in nothing is left to wait for; the form's page waits for a hand. */
  const settle = () => {
    show();
    if (!Visit.form && Visit.draft.revision && is.isOver()) forget();
  };

  const waitAndRetry = (stopped) => {
    const delay = DELAYS[Math.min(failures, DELAYS.length - 1)];
    failures += 1;
    timer = setTimeout(run, delay * 1000);
    enter(stopped);
  };

  const run = async () => {
    clearTimeout(timer);
    rerun = running;
    if (running || !Visit.draft) return show();
    if (!hasToSend() || Visit.trouble === "elsewhere") return settle();
    running = true;
    enter("sending");
    const stopped = await sendAll().catch(() => "offline");
    running = false;
    if (stopped === "offline" || stopped === "busy") return waitAndRetry(stopped);
    failures = 0;
    enter({ signedOut: "signIn", gone: "gone" }[stopped] ?? "kept");
    if (stopped) return undefined;
    return rerun ? run() : settle();
  };

  const now = () => {
    failures = 0;
    run();
  };
  sendNow.addEventListener("click", now);
  next.addEventListener("click", async () => {
    if (!Visit.trouble && is.isOver()) await forget();
    location.reload();
  });
  window.addEventListener("online", now);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") now();
  });

  const watch = (watcher) => watchers.push(watcher);
  Visit.queue = { show, run, settle, watch };
})();
