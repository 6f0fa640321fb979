/* Every rule of mutual visits, checked from the published problem alone.

   RepeatDraw.brokenRules(problem, outcome) returns a list of { rule, schools }, empty where all rules
   hold. problem: of the announcement. outcome: of the record, with pairs [visitor, visited] and the
   relaxations used. The rules have the names of the server's own check. */
(function () {
  "use strict";

  const EARTH_RADIUS = 6371008.8; /* metres, the mean radius (IUGG) */
  /* Which way a rule is relaxed, and how far at most. */
  const LOOSER = { rival_metres: -1, avoid_rounds: -1, visits: -1, three_cycles: 1 };

  const pairName = (one, other) => (one < other ? one + "|" + other : other + "|" + one);

  const metresBetween = function (one, other) {
    if (one.latitude === null || other.latitude === null) return null;
    const radians = Math.PI / 180;
    const north = Math.sin(((other.latitude - one.latitude) * radians) / 2);
    const east = Math.sin(((other.longitude - one.longitude) * radians) / 2);
    const both = Math.cos(one.latitude * radians) * Math.cos(other.latitude * radians);
    const metres = 2 * EARTH_RADIUS * Math.asin(Math.sqrt(north * north + both * east * east));
    return Math.floor(metres + 0.5);
  };

  /* The rules as relaxed, and what among the relaxations is none. */
  const relaxed = function (rules, relaxations) {
    const now = Object.assign({}, rules);
    now.three_cycles = Number(now.three_cycles);
    const broken = [];
    relaxations.forEach((each) => {
      const parts = /^(\w+)=([0-9]+)$/.exec(each);
      const sound =
        parts &&
        LOOSER[parts[1]] &&
        !(parts[1] === "visits" && parts[2] === "0") &&
        (Number(parts[2]) - now[parts[1]]) * LOOSER[parts[1]] > 0;
      if (sound) now[parts[1]] = Number(parts[2]);
      else broken.push({ rule: "relaxation", schools: [each] });
    });
    return { rules: now, broken: broken };
  };

  const brokenRules = function (problem, outcome) {
    const schools = {};
    problem.members.forEach((member) => {
      schools[member.code] = member;
    });
    const codes = Object.keys(schools).sort();
    const start = relaxed(problem.rules, outcome.relaxations);
    const rules = start.rules;
    const found = start.broken;
    const add = (rule, concerned) => found.push({ rule: rule, schools: concerned });

    const apart = {};
    problem.never.forEach((pair) => {
      apart[pairName(pair[0], pair[1])] = true;
    });
    const met = {};
    problem.recent.forEach((entry) => {
      if (entry[2] <= rules.avoid_rounds) met[pairName(entry[0], entry[1])] = true;
    });

    /* Who goes where: seen counts each visit, sent and guests list them by school. */
    const seen = {};
    const sent = {};
    const guests = {};
    const received = {};
    codes.forEach((code) => {
      sent[code] = [];
      guests[code] = [];
      received[code] = 0;
    });
    outcome.pairs.forEach((pair) => {
      if (pair.length !== 2 || !schools[pair[0]] || !schools[pair[1]]) {
        add("stranger", pair);
        return;
      }
      const name = pair.join(">");
      seen[name] = (seen[name] || 0) + 1;
      received[pair[1]] += 1;
      if (seen[name] === 2) add("twice", pair);
      sent[pair[0]].push(pair[1]);
      if (seen[name] === 1) guests[pair[1]].push(pair[0]);
    });
    const goes = (one, other) => seen[one + ">" + other] > 0;

    codes.forEach((one) => {
      if (sent[one].length !== rules.visits) add("sends", [one]);
      if (received[one] !== rules.visits) add("receives", [one]);
      const hosts = sent[one].filter((code, place, all) => all.indexOf(code) === place);
      hosts.sort().forEach((two) => {
        if (one === two) add("self", [one]);
        else if (one < two && goes(two, one)) add("both_ways", [one, two]);
        checkPair(one, two);
        if (!rules.three_cycles && one < two) checkRound(one, two);
      });
      checkGuests(one, guests[one].slice().sort());
    });
    return found;

    function checkPair(visitor, visited) {
      const both = [visitor, visited];
      const one = schools[visitor];
      const other = schools[visited];
      if (apart[pairName(visitor, visited)]) add("never", both);
      if (met[pairName(visitor, visited)]) add("avoid_rounds", both);
      if (!rules.between && one.alliance !== other.alliance) add("within", both);
      if (visitor === visited || !one.field || one.field !== other.field) return;
      const metres = metresBetween(one, other);
      if (rules.rival_metres && metres !== null && metres <= rules.rival_metres) {
        add("rival_metres", both);
      }
    }

    /* A round of three is told once, from the smallest of its codes. */
    function checkRound(one, two) {
      const onward = sent[two].filter((code, place, all) => all.indexOf(code) === place);
      onward.sort().forEach((three) => {
        if (three > one && three !== two && goes(three, one)) add("three_cycles", [one, two, three]);
      });
    }

    function checkGuests(host, visitors) {
      visitors.forEach((one, place) => {
        visitors.slice(place + 1).forEach((other) => {
          if (apart[pairName(one, other)]) add("related", [host, one, other]);
        });
      });
      const home = schools[host].alliance;
      const allFromHome = visitors.every((code) => schools[code].alliance === home);
      if (rules.between && visitors.length && allFromHome) add("between", [host]);
    }
  };

  window.RepeatDraw = Object.assign(window.RepeatDraw || {}, { brokenRules: brokenRules });
})();
