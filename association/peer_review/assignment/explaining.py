"""Why a round has no assignment: which schools and which rules stand in the way, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.peer_review.assignment.circle import Ground
from association.peer_review.assignment.cuts import rows_between
from association.peer_review.assignment.optimum import CLOSE
from association.peer_review.assignment.problem import Member, Problem
from association.peer_review.assignment.relaxing import in_words


@dataclass(frozen=True)
class Explanation:
    """What blocks a round.

    schools: codes of those who cannot be served, sorted. rules: the rules of `Rules`, or "never",
    that take their partners away, the heaviest first. sentences: the same for people. offered: the
    relaxations that would do, in the announced order; empty where none does. in_words: what each
    of them means.
    """

    schools: tuple[str, ...]
    rules: tuple[str, ...]
    sentences: tuple[str, ...]
    offered: tuple[str, ...]
    in_words: tuple[str, ...]


def too_few_partners(ground: Ground) -> list[str]:
    """Return the codes of schools with fewer partners than visits to send and to receive."""
    partners = Counter(code for pair in ground.partners for code in pair)
    needed = 2 * ground.problem.rules.visits
    return [code for code in ground.number if partners[code] < needed]


def explain(
    problem: Problem, members: tuple[Member, ...], *, searched: bool, offered: tuple[str, ...]
) -> Explanation:
    """Explain why a group of the round has no assignment under its rules.

    searched: whether that is certain; else the search was given up. offered: what would do.
    """
    ground = Ground(problem, members)
    rules = problem.rules
    least = (2 if rules.three_cycles else 3) * rules.visits + 1
    if len(members) < least:
        schools = [member.code for member in members]
        found = ["visits"] if len(members) <= 2 * rules.visits else ["three_cycles", "visits"]
        said = [_too_small(members, least, rules.visits)]
    elif schools := too_few_partners(ground):
        found = _by_weight(ground, schools)
        said = [_lonely(ground, code) for code in schools]
    else:
        schools, found = _bottleneck(ground)
        said = [_crowded(members, schools, rules.visits)]
    if not searched:
        said.insert(0, _("The search was given up: it is not certain that there is no assignment."))
    said += [_rule_in_words(rule, problem) for rule in found]
    return Explanation(
        schools=tuple(sorted(schools)),
        rules=tuple(found),
        sentences=tuple(said),
        offered=offered,
        in_words=tuple(in_words(each) for each in offered),
    )


def _by_weight(ground: Ground, schools: list[str]) -> list[str]:
    """Return the rules that keep these schools from others, the heaviest first."""
    named = set(schools)
    weights = Counter(
        rule for pair, rule in ground.barriers.items() for code in pair if code in named
    )
    return [rule for rule, _weight in sorted(weights.items(), key=lambda each: (-each[1], each[0]))]


def _bottleneck(ground: Ground) -> tuple[list[str], list[str]]:
    """Return who comes short when as many visits as possible are made, and the rules around them.

    Where the visits could all be made, only the rules on who goes together stand in the way.
    """
    short = come_short(ground)
    rules = ground.problem.rules
    found = _by_weight(ground, short or list(ground.number))
    if rules.between:
        found.append("between")
    if not rules.three_cycles:
        found.append("three_cycles")
    return short or list(ground.number), found


def come_short(ground: Ground) -> list[str]:
    """Return the codes of schools that miss visits when as many as possible are made.

    Nobody visits both ways, and each school has room for visitors from another alliance; rounds of
    three and who comes together are left aside. Whoever comes short here does so on every circle.
    """
    import highspy  # noqa: PLC0415 -- OR-Tools cannot be loaded beside it

    rules, arcs, size = ground.problem.rules, ground.both_ways(), len(ground.members)
    width = len(arcs.costs)
    program = highspy.Highs()
    program.silent()
    program.setOptionValue("threads", 1)
    missing = np.arange(width, width + 2 * size)
    program.addVars(width, np.zeros(width), np.ones(width))
    program.addVars(2 * size, np.zeros(2 * size), np.full(2 * size, float(rules.visits)))
    program.changeColsCost(2 * size, missing.astype(np.int32), np.ones(2 * size))
    for side, ends in enumerate((arcs.tails, arcs.heads)):
        for school in range(size):
            duty = [*np.flatnonzero(ends == school), missing[side * size + school]]
            _add(program, rules.visits, rules.visits, duty)
    for (tail, head), arc in arcs.numbers.items():
        if tail < head:
            _add(program, 0, 1, [arc, arcs.numbers[head, tail]])
    for row in rows_between(arcs, rules.visits) if rules.between else []:
        _add(program, 0, row.limit, row.arcs)
    program.run()
    missed = np.array(program.getSolution().col_value)[missing]
    return sorted({ground.members[each % size].code for each in np.flatnonzero(missed > CLOSE)})


def _add(program: Any, least: float, most: float, columns: Sequence[int]) -> None:
    numbers = np.array(columns, dtype=np.int32)
    program.addRow(least, most, len(numbers), numbers, np.ones(len(numbers)))


def _too_small(members: tuple[Member, ...], least: int, visits: int) -> str:
    text = _("%(count)s schools are too few: with %(visits)s visits each it takes %(least)s.")
    return text % {"count": len(members), "visits": visits, "least": least}


def _lonely(ground: Ground, code: str) -> str:
    partners = sum(code in pair for pair in ground.partners)
    kept = Counter(rule for pair, rule in ground.barriers.items() if code in pair)
    text = _(
        "%(school)s needs %(needed)s partners and has %(partners)s. Kept apart on record: "
        "%(never)s; same field and near: %(rivals)s; met recently: %(recent)s."
    )
    member = ground.members[ground.number[code]]
    return text % {
        "school": member.name or code,
        "needed": 2 * ground.problem.rules.visits,
        "partners": partners,
        "never": kept["never"],
        "rivals": kept["rival_metres"],
        "recent": kept["avoid_rounds"],
    }


def _crowded(members: tuple[Member, ...], schools: list[str], visits: int) -> str:
    names = [member.name or member.code for member in members if member.code in schools]
    text = _("These schools cannot all send out and receive %(visits)s visits: %(schools)s.")
    return text % {"visits": visits, "schools": pgettext("between schools", "; ").join(names)}


def _rule_in_words(rule: str, problem: Problem) -> str:
    rules = problem.rules
    if rule == "rival_metres":
        text = _("Schools of the same field within %(metres)s metres do not visit each other.")
        return text % {"metres": rules.rival_metres}
    if rule == "avoid_rounds":
        text = _("Schools that met in the last %(rounds)s rounds do not meet again.")
        return text % {"rounds": rules.avoid_rounds}
    if rule == "visits":
        text = _("Each school sends out and receives %(visits)s visits.")
        return text % {"visits": rules.visits}
    return {
        "never": _("Some schools are kept apart for good; this is never relaxed."),
        "between": _("At least one visitor of each school comes from another alliance."),
        "three_cycles": _("No three schools visit one another round about."),
    }[rule]
