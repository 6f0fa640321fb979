/* The visit is opened by the school's code, by its plaque, or by a word why it can show neither. Without
   a connection the phone takes what was typed, and the site judges it by the moment it was typed at. */
(() => {
  "use strict";

  const panel = document.querySelector("[data-opening]");
  if (!panel) return;
  const { words, state: is } = Visit;
  const asking = panel.querySelector("[data-opening-ask]");
  const told = panel.querySelector("[data-opening-told]");
  const form = panel.querySelector("[data-opening-code]");
  const declaring = panel.querySelector("[data-opening-declare]");
  const code = form.querySelector("input");
  const button = form.querySelector("[type=submit]");
  const first = button.textContent;
  const ZONE = "Asia/Shanghai";
  let position = {};

  const isIn = () => Visit.setup.received.opened || Visit.draft.opening?.state === "in";
  const isDeclared = () =>
    (Visit.setup.received.opened || Visit.draft.opening?.sent.opened_by) === "declared";

  const sentence = () => {
    const { opening } = Visit.draft;
    if (isIn()) return isDeclared() ? words.declared : words.opened;
    if (is.isRefused(opening)) return `${words.refused} ${opening.problem}`;
    return is.isWaiting(opening) ? (opening.problem ?? words.openedLater) : "";
  };

  const show = () => {
    const { opening } = Visit.draft;
    panel.hidden = false;
    asking.hidden = isIn();
    Visit.say(told, sentence());
    Visit.say(button, is.isWaiting(opening) ? words.anotherCode : first);
    // A code that was wrong after all takes no answers away.
    const begun = is.hasAnswers() || isIn() || is.isWaiting(opening);
    if (Visit.form && begun) Visit.form.element.hidden = false;
  };

  /* The day of the visit is the day it was opened, unless the person said another. */
  const setDay = (moment) => {
    const field = Visit.form?.element.elements.namedItem("visited_on");
    const day = new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(Visit.timeOf(moment));
    if (field && !Visit.draft.dayChosen && day >= field.min && day <= field.max) field.value = day;
  };

  const open = async (opened_by, proof) => {
    const moment = Visit.momentNow();
    const sent = { key: Visit.newKey(), opened_by, proof, ...position };
    Visit.draft.opening = { state: "waiting", sent, moment, timeName: "opened_at" };
    setDay(moment);
    if (Visit.form) await Visit.touched();
    else await Visit.save();
    Visit.queue.run();
  };

  const digitsOf = (typed) => typed.normalize("NFKC").replace(/[\s-]/g, "");

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const digits = digitsOf(code.value);
    if (/^\d{6}$/.test(digits)) {
      code.value = "";
      return open("code", digits);
    }
    Visit.say(told, words.sixDigits);
    return code.focus();
  });

  declaring.addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = declaring.querySelector("input");
    if (reason.value.trim()) open("declared", reason.value.trim());
    else reason.focus();
  });

  panel.querySelector("[data-opening-position]").addEventListener("click", ({ target }) => {
    const say = (text) => (target.textContent = text);
    if (!navigator.geolocation) return say(words.noPosition);
    navigator.geolocation.getCurrentPosition(
      ({ coords: { latitude, longitude, accuracy } }) => {
        position = { latitude, longitude, accuracy };
        say(Visit.counted(words.position, Math.round(accuracy)));
      },
      () => say(words.noPosition),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
    );
  });

  Visit.beginOpening = () => {
    const plaque = /^#plaque=([A-Za-z0-9]+)$/.exec(location.hash)?.[1];
    if (plaque) {
      history.replaceState(null, "", location.pathname);
      if (!isIn()) open("plaque", plaque);
    }
    Visit.queue.watch(show);
  };
})();
