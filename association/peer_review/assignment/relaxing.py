"""What may be relaxed when a round has no assignment, and in which order.

The order is announced with the rules and never changed for a round: first schools of one field may
be nearer, then older rounds count no longer, then visits round about are allowed, and then schools
of one field may meet at any distance; last, every school sends and receives fewer visits. Nobody
visits their own school, a school they visit, or one they are kept apart from; these are no rules to
relax.
"""

from itertools import combinations

from django.utils.translation import gettext as _

from association.peer_review.assignment.problem import Problem, metres_between


def announced(problem: Problem) -> tuple[str, ...]:
    """Return the relaxations that change something in this round, in the announced order.

    Each is a rule of `Rules` and its new value, as "rival_metres=250".
    """
    rules, rivals = problem.rules, _rivals(problem)
    nearer = rules.rival_metres // 2
    steps: list[tuple[str, int]] = []
    if any(nearer < metres for metres in rivals):
        steps.append(("rival_metres", nearer))
    rounds = {past for past in problem.recent.values() if past <= rules.avoid_rounds}
    steps += [("avoid_rounds", past - 1) for past in sorted(rounds, reverse=True)]
    if not rules.three_cycles:
        steps.append(("three_cycles", 1))
    if any(metres <= nearer for metres in rivals):
        steps.append(("rival_metres", 0))
    steps += [("visits", visits) for visits in range(rules.visits - 1, 0, -1)]
    return tuple(f"{rule}={value}" for rule, value in steps)


def relax(problem: Problem, relaxations: tuple[str, ...]) -> Problem:
    """Return the round with its rules relaxed.

    Raises ValueError unless these are the first of `announced(problem)`.
    """
    if tuple(relaxations) != announced(problem)[: len(relaxations)]:
        raise ValueError("relaxations are used in the announced order")
    changes: dict[str, int] = {}
    for each in relaxations:
        rule, _sign, value = each.partition("=")
        changes[rule] = bool(int(value)) if rule == "three_cycles" else int(value)
    return problem.with_rules(**changes)


def in_words(relaxation: str) -> str:
    """Return what a relaxation means, for people."""
    rule, _sign, value = relaxation.partition("=")
    if rule == "rival_metres":
        if value == "0":
            return _("Schools of the same field may visit each other at any distance.")
        text = _("Schools of the same field may visit each other beyond %(metres)s metres.")
        return text % {"metres": value}
    if rule == "avoid_rounds":
        if value == "0":
            return _("Schools that met in earlier rounds may meet again.")
        text = _("Only the last %(rounds)s rounds count as met recently.")
        return text % {"rounds": value}
    if rule == "three_cycles":
        return _("Three schools may visit one another round about.")
    text = _("Each school sends out and receives %(visits)s visits.")
    return text % {"visits": value}


def _rivals(problem: Problem) -> list[int]:
    """Return the distances of those whom the rule on rivals keeps apart, in metres."""
    rules = problem.rules
    found = [
        metres_between(one, other)
        for group in problem.groups()
        for one, other in combinations(group, 2)
        if one.field and one.field == other.field
    ]
    return [m for m in found if rules.rival_metres and m is not None and m <= rules.rival_metres]
