/* Repeat a public draw from the results and the code that a person types, with the network off.

   Needs repeat-draw-hashes.js before it, and repeat-draw-visits.js for draws of mutual visits.
   The page holds, as Django's json_script writes them:

     <script type="application/json" id="draw-announcement">  the announcement
     <script type="application/json" id="draw-record">        the published record, once there is one
     <script type="application/json" id="draw-words">         selection.page_words()

   and this, all of it readable before the script has run:

     <form data-repeat-draw>
       <input data-draw-source>            one for each announced source, in announced order
       <input data-draw-code>              left out where no code was announced
       <button>
     </form>
     <p data-draw-problem role="alert" hidden>    what is wrong with the input; the field gets the focus
     <section data-draw-answer hidden>
       <output data-draw-hash>             hash of the announcement
       <output data-draw-commitment>       whether the code is the one committed to
       <output data-draw-key>              the key string
       <output data-draw-seed>             the seed; its closest [data-draw-row] hides where there is none
       <ol data-draw-list>                 who is visited, by place in the whole order; or which rules hold
       <ol data-draw-order>                the whole order; visited schools have the class "is-visited"
       <output data-draw-agreement>        whether this is the published result
     </section>

   Outputs and lists that a page does not want it leaves out.

   RepeatDraw.repeat(announcement, results, code) does the work without a page, and returns { fault }
   or { numbers, code, kept, key, seed, order, chosen }. */
(function () {
  "use strict";

  const tools = window.RepeatDraw;
  const LONGEST = 1000;
  const CODE_DOMAIN = "plaque-draw/1 code";
  const CODE = /^[0-9A-HJKMNP-TV-Z]{16}$/;
  const SEPARATORS = /[ \t\r\n\u00a0\u3000\-\u2010-\u2014\u2212,;:+|/._\u3001\u3002\u00b7]/g;

  /* -- reading what people type ------------------------------------------------------------------- */

  /* Full-width letters, digits and signs, as a Chinese keyboard makes them, to plain ones. */
  const plain = (text) =>
    text.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0));

  const fault = (name, values) => ({ fault: { name: name, values: values || {} } });

  /* Digits typed without a gap: each number takes as many as the largest of its part has. */
  const cut = function (source, digits) {
    const widths = [];
    source.parts.forEach((part) => {
      for (let place = 0; place < part.count; place += 1) widths.push(String(part.high).length);
    });
    if (digits.length !== widths.reduce((sum, width) => sum + width, 0)) return null;
    let at = 0;
    return widths.map((width) => digits.slice(at, (at += width)));
  };

  const partFault = function (source, part, drawn) {
    for (const word of drawn) {
      const values = { source: source.name, number: word, low: part.low, high: part.high };
      if (Number(word) < part.low || Number(word) > part.high) return fault("out_of_range", values);
      const same = drawn.filter((other) => other === word);
      if (!part.repeats && same.length > 1) return fault("twice", values);
    }
    return null;
  };

  /* Returns { numbers }, a list for each part, unordered ones sorted; or { fault }. */
  const readResult = function (source, text) {
    let words = plain(text.slice(0, LONGEST))
      .replace(SEPARATORS, " ")
      .split(" ")
      .filter((word) => word !== "");
    for (const sign of words.join("")) {
      if ("0123456789".indexOf(sign) < 0) {
        return fault("only_numbers", { source: source.name, sign: sign });
      }
    }
    const wanted = source.parts.reduce((sum, part) => sum + part.count, 0);
    if (words.length !== wanted) words = cut(source, words.join("")) || words;
    if (words.length !== wanted) {
      return fault("wrong_count", { source: source.name, wanted: wanted, found: words.length });
    }
    words = words.map((word) => word.replace(/^0+(?=[0-9])/, ""));
    const numbers = [];
    for (const part of source.parts) {
      const drawn = words.splice(0, part.count);
      const wrong = partFault(source, part, drawn);
      if (wrong) return wrong;
      const values = drawn.map(Number);
      numbers.push(part.ordered ? values : values.sort((one, other) => one - other));
    }
    return { numbers: numbers };
  };

  /* The code without gaps, capital, O read as 0, I and L as 1; null where it cannot be one. */
  const readCode = function (text) {
    const code = plain(text)
      .replace(SEPARATORS, "")
      .toUpperCase()
      .replace(/O/g, "0")
      .replace(/[IL]/g, "1");
    return CODE.test(code) ? code : null;
  };

  /* -- from results and code to an order ---------------------------------------------------------- */

  /* RFC 8785: keys sorted, no spaces. The SHA-256 of it is the hash of an announcement. */
  const canonical = function (value) {
    if (Array.isArray(value)) return "[" + value.map(canonical).join(",") + "]";
    if (value === null || typeof value !== "object") return JSON.stringify(value);
    const pairs = Object.keys(value)
      .sort()
      .map((name) => JSON.stringify(name) + ":" + canonical(value[name]));
    return "{" + pairs.join(",") + "}";
  };

  const sha256 = (text) => tools.hex(tools.sha256(tools.utf8(text)));

  /* RFC 3797, section 4: a period after each number, a slash after each source. Where the order of the
     numbers counts, each of them is a source. */
  const keyOf = function (announcement, numbers, code) {
    let key = "";
    announcement.sources.forEach((source, place) => {
      source.parts.forEach((part, which) => {
        const drawn = numbers[place][which];
        key += part.ordered ? drawn.map((number) => number + "./").join("") : drawn.join(".") + "./";
      });
    });
    return code ? key + code + "./" : key;
  };

  /* draft-thomson-elegy-vrs: the seed is HMAC(code, key); a school's value is HMAC(seed, code of the
     school and one byte 1), and the lowest value comes first. */
  const orderByHmac = function (seed, codes) {
    const values = codes.map((code) => ({
      code: code,
      value: tools.hex(tools.hmac(seed, tools.utf8(code).concat([1]))),
    }));
    values.sort((one, other) => (one.value < other.value ? -1 : 1));
    return values.map((each) => each.code);
  };

  /* RFC 3797, section 4: the MD5 of counter, key, counter is one long number; its remainder when divided
     by how many are left says who of them is next. */
  const orderByRfc3797 = function (key, codes) {
    const left = codes.slice();
    const order = [];
    for (let place = 0; left.length; place += 1) {
      const counter = [place >> 8, place & 255];
      const value = tools.md5(counter.concat(tools.utf8(key), counter));
      const remainder = value.reduce((rest, byte) => (rest * 256 + byte) % left.length, 0);
      order.push(left.splice(remainder, 1)[0]);
    }
    return order;
  };

  /* The first of each stratum, its share in per cent rounded up, leaving out who has withdrawn. */
  const chosenOf = function (announcement, order, gone) {
    const rates = announcement.strata.rates;
    const stratumOf = {};
    const wanted = {};
    announcement.pool.forEach((each) => {
      stratumOf[each.code] = each.stratum;
      wanted[each.stratum] = (wanted[each.stratum] || 0) + 1;
    });
    Object.keys(wanted).forEach((stratum) => {
      wanted[stratum] = Math.ceil((wanted[stratum] * rates[stratum]) / 100);
    });
    return order.filter((code) => {
      if (gone.indexOf(code) >= 0 || wanted[stratumOf[code]] <= 0) return false;
      wanted[stratumOf[code]] -= 1;
      return true;
    });
  };

  const repeat = function (announcement, results, typedCode) {
    const numbers = [];
    for (let place = 0; place < announcement.sources.length; place += 1) {
      const read = readResult(announcement.sources[place], results[place] || "");
      if (read.fault) return { fault: read.fault, place: place };
      numbers.push(read.numbers);
    }
    let code = null;
    let kept = null;
    if (announcement.commitment !== null) {
      code = readCode(typedCode || "");
      if (code === null) return Object.assign(fault("bad_code"), { place: numbers.length });
      kept = sha256([CODE_DOMAIN, announcement.round, code].join("\n")) === announcement.commitment;
    }
    const key = keyOf(announcement, numbers, code);
    const codes = announcement.pool.map((each) => each.code);
    const answer = { numbers: numbers, code: code, kept: kept, key: key, seed: null };
    if (announcement.algorithm === "rfc3797") {
      answer.order = orderByRfc3797(key, codes);
    } else {
      const seed = tools.hmac(tools.utf8(code), tools.utf8(key));
      answer.seed = tools.hex(seed);
      answer.order = announcement.kind === "selection" ? orderByHmac(seed, codes) : [];
    }
    answer.chosen =
      announcement.kind === "selection" ? chosenOf(announcement, answer.order, []) : [];
    return answer;
  };

  Object.assign(tools, {
    canonical: canonical,
    chosenOf: chosenOf,
    hashOf: (announcement) => sha256(canonical(announcement)),
    readCode: readCode,
    readResult: readResult,
    repeat: repeat,
  });

  /* -- the page ----------------------------------------------------------------------------------- */

  const form = document.querySelector("form[data-repeat-draw]");
  if (!form) return;

  const read = function (id) {
    const element = document.getElementById(id);
    return element ? JSON.parse(element.textContent) : null;
  };
  const announcement = read("draw-announcement");
  const record = read("draw-record");
  const words = read("draw-words");
  const part = (name) => document.querySelector("[data-draw-" + name + "]");
  const fill = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (_found, name) => values[name]);

  const tell = function (name, text) {
    const element = part(name);
    if (!element) return;
    element.textContent = text;
    const row = element.closest("[data-draw-row]");
    if (row) row.hidden = text === "";
  };

  const list = function (name, lines) {
    const element = part(name);
    if (!element) return;
    element.textContent = "";
    lines.forEach((line) => {
      const item = element.appendChild(document.createElement("li"));
      item.textContent = line.text;
      if (line.place) item.value = line.place;
      if (line.marked) item.className = "is-visited";
    });
  };

  const schoolOf = (code) => announcement.pool.filter((each) => each.code === code)[0];
  const nameOf = (code) => (schoolOf(code) ? schoolOf(code).name : code);

  const lineOf = function (code) {
    const school = schoolOf(code);
    return fill(school.stratum ? words.line_in_stratum : words.line, school);
  };

  const showSelection = function (answer) {
    list(
      "list",
      answer.chosen.map((code) => ({
        text: lineOf(code),
        place: answer.order.indexOf(code) + 1,
      }))
    );
    list(
      "order",
      answer.order.map((code) => ({
        text: lineOf(code),
        marked: answer.chosen.indexOf(code) >= 0,
      }))
    );
    if (!record) return null;
    const gone = record.amendments.map((each) => each.code);
    const now = chosenOf(announcement, answer.order, gone);
    const same = (one, other) => canonical(one) === canonical(other);
    return same(answer.order, record.outcome.order) && same(now, record.result);
  };

  const showVisits = function (answer) {
    if (!record) return null;
    const found = tools.brokenRules(announcement.problem, record.outcome);
    const count = record.outcome.pairs.length;
    const held = [{ text: fill(words.rules_hold, { count: count }) }];
    const broken = found.map((each) => ({
      text: fill(words.rule_broken, {
        rule: words["rule_" + each.rule],
        schools: each.schools.map(nameOf).join(", "),
      }),
    }));
    list("list", broken.length ? broken : held);
    return broken.length === 0 && answer.seed === record.seed;
  };

  const refuse = function (answer) {
    const problem = part("problem");
    const fields = form.querySelectorAll("[data-draw-source], [data-draw-code]");
    problem.textContent = answer.fault ? fill(words[answer.fault.name], answer.fault.values) : "";
    problem.hidden = !answer.fault;
    if (answer.fault && fields[answer.place]) fields[answer.place].focus();
    part("answer").hidden = Boolean(answer.fault);
    return Boolean(answer.fault);
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const results = [].map.call(form.querySelectorAll("[data-draw-source]"), (each) => each.value);
    const codeField = form.querySelector("[data-draw-code]");
    const answer = repeat(announcement, results, codeField ? codeField.value : "");
    if (refuse(answer)) return;
    const kept = answer.kept ? words.commitment_kept : words.commitment_broken;
    tell("hash", tools.hashOf(announcement));
    tell("commitment", answer.kept === null ? words.no_commitment : kept);
    tell("key", answer.key);
    tell("seed", answer.seed || "");
    const agrees = announcement.kind === "selection" ? showSelection(answer) : showVisits(answer);
    const sound =
      agrees && answer.kept !== false && tools.hashOf(announcement) === record.announcement_hash;
    const verdict = sound ? words.record_agrees : words.record_differs;
    tell("agreement", agrees === null ? "" : verdict);
  });
})();
