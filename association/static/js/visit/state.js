/* What is in, what is not, and what is to be sent next. Reads only; Visit.state. */
(() => {
  "use strict";

  const { words } = Visit;
  const isWaiting = (entry) => entry?.state === "waiting";
  const isRefused = (entry) => entry?.state === "refused";
  const received = () => Visit.setup.received;
  const pictures = () => [...Visit.pictures.values()];

  const mineIn = () => {
    const { submission } = Visit.draft;
    if (!submission) return false;
    return submission.state === "in" || received().answers.includes(submission.sent.key);
  };
  const answersIn = () => received().answers.length > 0 || mineIn();
  const hasAnswers = () =>
    Object.keys(Visit.draft.fields).some((name) => !/^visited_on$|-rows$/.test(name));

  /* Perhaps they are on the site already, so nothing that was typed may be another thing now. */
  const isClosed = () => answersIn() || Boolean(isWaiting(Visit.draft.submission) && Visit.draft.submission.attempted);

  /* Photos of questions that are not asked any more are kept, and go nowhere. */
  const isNamed = ({ key, place }) => {
    const { submission } = Visit.draft;
    if (submission && !isRefused(submission)) return submission.sent.answers.includes(key);
    return !Visit.form?.isHidden(place);
  };
  const photosMissing = () => pictures().filter((photo) => photo.state !== "in" && isNamed(photo));

  /* Somebody typed the answers in by the plain form; those on this phone go nowhere. */
  const isForeign = () => answersIn() && !mineIn() && (hasAnswers() || pictures().length > 0);

  const isTypedSince = () =>
    mineIn() && Visit.draft.submission.fields !== JSON.stringify(Visit.draft.fields);

  const isLeft = (entry) => isWaiting(entry) || isRefused(entry);

  const missing = () => {
    const { opening, signature } = Visit.draft;
    const photos = photosMissing().length;
    return [
      isLeft(opening) && !received().opened && words.opening,
      hasAnswers() && !mineIn() && words.answers,
      photos && (photos === 1 ? words.photo : Visit.counted(words.photos, photos)),
      isLeft(signature) && !received().signed && words.signature,
    ].filter(Boolean);
  };

  /* Entries with where they are sent to, in their order. */
  const steps = () => {
    const { opening, submission, signature } = Visit.draft;
    const found = [
      [opening, "opening/"],
      [submission, "answers/"],
      ...(isForeign() ? [] : photosMissing().map((photo) => [photo, `photos/${photo.key}/`])),
      [signature, "signature/"],
    ];
    return found.filter(([entry]) => isWaiting(entry));
  };

  /* Photos and signature belong to answers, so they wait until those are in. */
  const isHeld = (entry) =>
    (Visit.pictures.has(entry.key) && !mineIn()) ||
    (entry === Visit.draft.signature && !answersIn());

  const isOver = () => answersIn() && !isForeign() && !isTypedSince() && !missing().length;

  Visit.state = {
    isWaiting, isRefused, pictures, mineIn, answersIn, hasAnswers, isClosed, photosMissing,
    isForeign, isTypedSince, missing, steps, isHeld, isOver,
  };
})();
