/* One request to the site, and what came of it.

   Visit.ask() asks what is in; Visit.send(path, values) sends something. Both promise an object:
   state "in" (told: what is in now), "refused" (problem, errors), "later" (offline, or the site is
   busy and perhaps says how in problem), "signedOut", or "gone" (no longer this person's visit). */
(() => {
  "use strict";

  // Milliseconds; a photo over a bad line takes its time.
  const PATIENCE = { GET: 20000, POST: 90000 };
  const JUDGED = [400, 413, 422];
  let token = "";

  // Milliseconds by which the site's clock is ahead of the phone's; null until it was asked.
  const clock = { ahead: null };

  const request = async (path, body) => {
    const impatient = new AbortController();
    const method = body ? "POST" : "GET";
    const timer = setTimeout(() => impatient.abort(), PATIENCE[method]);
    try {
      return await fetch(Visit.setup.address + path, {
        method,
        body,
        // A page to sign in is not an answer.
        redirect: "manual",
        cache: "no-store",
        headers: { Accept: "application/json", "X-CSRFToken": token },
        signal: impatient.signal,
      });
    } finally {
      clearTimeout(timer);
    }
  };

  const outcome = async (response) => {
    if (response.type === "opaqueredirect" || response.status === 403) return { state: "signedOut" };
    if (response.status === 404) return { state: "gone" };
    const told = await response.json().catch(() => null);
    if (response.ok && told) return { state: "in", told };
    if (!JUDGED.includes(response.status)) return { state: "later", problem: told?.problem };
    const problem = told?.problem ?? Visit.words.missing;
    return { state: "refused", problem, errors: told?.errors ?? [] };
  };

  const attempt = async (path, body) => {
    try {
      const came = await outcome(await request(path, body));
      if (came.state === "in") Visit.setup.received = came.told;
      return came;
    } catch {
      return { state: "later", offline: true };
    }
  };

  Visit.ask = async () => {
    const came = await attempt("status/");
    if (came.state === "in") {
      token = came.told.token;
      clock.ahead = Date.parse(came.told.now) - Date.now();
      Visit.draft.ahead = clock.ahead;
    }
    return came;
  };

  const ahead = () => clock.ahead ?? Visit.draft.ahead;

  /* Now, as far as this phone knows the site's time; with what is known later it is put right. */
  Visit.momentNow = () => ({ phone: Date.now(), ahead: ahead() });
  Visit.timeOf = (moment) => new Date(moment.phone + (moment.ahead ?? ahead() ?? 0));

  /* What is sent of an entry. A photo is kept as bytes: some phones lose kept files. */
  Visit.valuesOf = ({ sent, bytes, moment, timeName }) => {
    if (bytes) return { photo: new Blob([bytes], { type: "image/jpeg" }) };
    return moment ? { ...sent, [timeName]: Visit.timeOf(moment).toISOString() } : sent;
  };

  /* values: without those that are null or undefined. */
  Visit.send = (path, values) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(values)) {
      if (value instanceof Blob) body.append(name, value, "photo.jpg");
      else if (value !== null && value !== undefined) body.append(name, value);
    }
    return attempt(path, body);
  };
})();
