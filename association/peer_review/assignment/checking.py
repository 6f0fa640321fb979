"""Every rule of an assignment, looked up anew from the public record.

Shares no code with what made the assignment, on purpose: it imports none of it, reads the plain
JSON and measures distances by itself, by vectors where the solver uses the haversine formula.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import asin, cos, hypot, radians, sin
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

_MEAN_RADIUS = 6_371_008.8


@dataclass(frozen=True)
class Breach:
    """A rule that an assignment breaks. rule: which; schools: the codes of those it concerns."""

    rule: str
    schools: tuple[str, ...]

    def __str__(self) -> str:
        return _("%(rule)s: %(schools)s") % {
            "rule": _sentence(self.rule),
            "schools": pgettext("between schools", "; ").join(self.schools),
        }


def check(
    problem: str | Mapping[str, Any],
    pairs: Iterable[Sequence[str]],
    relaxations: Iterable[str] = (),
) -> list[Breach]:
    """Return every breach of a rule, none where all hold.

    problem: as published, text or parsed. pairs: visitor's code and visited school's code.
    relaxations: those used, as "rival_metres=250". Raises KeyError or ValueError where the
    problem is not one.
    """
    record = json.loads(problem) if isinstance(problem, str) else problem
    schools = {each["code"]: each for each in record["members"]}
    rules = dict(record["rules"])
    given = [tuple(pair) for pair in pairs]
    found = list(_relaxations(rules, relaxations))
    strangers = [pair for pair in given if len(pair) != 2 or not set(pair) <= set(schools)]
    found += [Breach("stranger", tuple(map(str, pair))) for pair in strangers]
    visits = [pair for pair in given if pair not in strangers]
    found += _loads(schools, rules, visits)
    found += _shapes(rules, visits)
    apart = {frozenset(pair) for pair in record["never"]}
    met = {frozenset(entry[:2]) for entry in record["recent"] if entry[2] <= rules["avoid_rounds"]}
    for visitor, visited in sorted(set(visits)):
        found += _pair(schools, rules, visitor, visited, apart=apart, met=met)
    found += _visitors(schools, rules, visits, apart)
    return found


def _relaxations(rules: dict[str, Any], relaxations: Iterable[str]) -> Iterable[Breach]:
    """Put relaxed values into the rules; whatever is not a loosening is a breach."""
    looser = {"rival_metres": -1, "avoid_rounds": -1, "visits": -1, "three_cycles": 1}
    for each in relaxations:
        rule, _sign, value = each.partition("=")
        least = 1 if rule == "visits" else 0
        known = rule in looser and value.isdigit() and int(value) >= least
        if known and (int(value) - int(rules[rule])) * looser[rule] > 0:
            rules[rule] = int(value)
        else:
            yield Breach("relaxation", (each,))


def _loads(schools: dict, rules: dict, visits: list) -> Iterable[Breach]:
    out = Counter(visitor for visitor, _visited in visits)
    received = Counter(visited for _visitor, visited in visits)
    for code in schools:
        if out[code] != rules["visits"]:
            yield Breach("sends", (code,))
        if received[code] != rules["visits"]:
            yield Breach("receives", (code,))


def _shapes(rules: dict, visits: list) -> Iterable[Breach]:
    onward = defaultdict(set)
    for (visitor, visited), times in Counter(visits).items():
        onward[visitor].add(visited)
        if times > 1:
            yield Breach("twice", (visitor, visited))
        if visitor == visited:
            yield Breach("self", (visitor,))
    for one in sorted(onward):
        for two in sorted(onward[one] - {one}):
            if one < two and one in onward.get(two, ()):
                yield Breach("both_ways", (one, two))
            if rules["three_cycles"]:
                continue
            for three in sorted(onward.get(two, set()) - {one, two}):
                if one == min(one, two, three) and one in onward.get(three, ()):
                    yield Breach("three_cycles", (one, two, three))


def _pair(
    schools: dict, rules: dict, visitor: str, visited: str, *, apart: set, met: set
) -> Iterable[Breach]:
    one, other = schools[visitor], schools[visited]
    both = (visitor, visited)
    if frozenset(both) in apart:
        yield Breach("never", both)
    if frozenset(both) in met:
        yield Breach("avoid_rounds", both)
    if visitor != visited and one["field"] and one["field"] == other["field"]:
        metres = _metres(one, other)
        if rules["rival_metres"] and metres is not None and metres <= rules["rival_metres"]:
            yield Breach("rival_metres", both)
    if not rules["between"] and one["alliance"] != other["alliance"]:
        yield Breach("within", both)


def _visitors(schools: dict, rules: dict, visits: list, apart: set) -> Iterable[Breach]:
    guests = defaultdict(set)
    for visitor, visited in visits:
        guests[visited].add(visitor)
    for host in sorted(guests):
        for one, other in combinations(sorted(guests[host]), 2):
            if frozenset((one, other)) in apart:
                yield Breach("related", (host, one, other))
        home = schools[host]["alliance"]
        if rules["between"] and all(schools[each]["alliance"] == home for each in guests[host]):
            yield Breach("between", (host,))


def _metres(one: dict, other: dict) -> int | None:
    """Return the great-circle distance in metres, from the chord between two points in space."""
    if one["latitude"] is None or other["latitude"] is None:
        return None
    points = []
    for school in (one, other):
        north, east = radians(school["latitude"]), radians(school["longitude"])
        points.append((cos(north) * cos(east), cos(north) * sin(east), sin(north)))
    chord = hypot(*(a - b for a, b in zip(*points, strict=True)))
    return int(2 * _MEAN_RADIUS * asin(min(1.0, chord / 2)) + 0.5)


def _sentence(rule: str) -> str:
    return {
        "relaxation": _("Not a relaxation that was announced"),
        "stranger": _("Not a school of this round"),
        "sends": _("Does not send out the number of visits"),
        "receives": _("Does not receive the number of visits"),
        "twice": _("The same visit twice"),
        "self": _("A school visits itself"),
        "both_ways": _("Two schools visit each other"),
        "three_cycles": _("Three schools visit one another round about"),
        "never": _("Schools that are kept apart"),
        "avoid_rounds": _("Schools that met in a recent round"),
        "rival_metres": _("Schools of the same field, too near to each other"),
        "within": _("Schools of different alliances in a round within alliances"),
        "related": _("Visitors who are kept apart come to the same school"),
        "between": _("No visitor from another alliance"),
    }[rule]
