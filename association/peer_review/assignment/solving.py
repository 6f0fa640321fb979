"""The assignment of a round: the cheapest on the first circle that holds one.

A round that no circle holds is small or tightly bound. It is then searched without a circle, with
visits both ways and round about forbidden one by one.
"""

from dataclasses import dataclass

from association.peer_review.assignment.circle import CIRCLES, WITHOUT_CIRCLE, Arcs, Ground
from association.peer_review.assignment.cuts import cuts_of, rows_between
from association.peer_review.assignment.explaining import (
    Explanation,
    come_short,
    explain,
    too_few_partners,
)
from association.peer_review.assignment.optimum import Search, TooHard
from association.peer_review.assignment.problem import Member, Pair, Problem
from association.peer_review.assignment.relaxing import announced, relax
from association.peer_review.assignment.without_circle import cheapest_without_circle


@dataclass(frozen=True)
class Assignment:
    """Who visits whom.

    pairs: (visitor's code, visited school's code), sorted. relaxations: those used, in the
    announced order. metres: the total distance, as the crow flies, one way. circles: for each group
    the attempt that gave its circle, -1 where it took none.
    """

    pairs: tuple[Pair, ...]
    relaxations: tuple[str, ...]
    metres: int
    circles: tuple[int, ...]


class NoAssignment(Exception):
    """No assignment keeps the rules. `explanation` says why, and what may be relaxed."""

    def __init__(self, explanation: Explanation) -> None:
        super().__init__(" ".join(str(sentence) for sentence in explanation.sentences))
        self.explanation = explanation


def solve(problem: Problem) -> Assignment:
    """Return the assignment of a round under all its rules.

    Raises NoAssignment where there is none.
    """
    return solve_with(problem, relaxations=())


def solve_with(problem: Problem, *, relaxations: tuple[str, ...]) -> Assignment:
    """Return the assignment of a round under relaxed rules.

    relaxations: the first so many of `announced(problem)`; none may be skipped.

    Raises NoAssignment where there is none even so, ValueError where the order is not kept.
    """
    relaxed = relax(problem, relaxations)
    pairs: list[Pair] = []
    metres, circles = 0, []
    for members in relaxed.groups():
        found, searched = _try(relaxed, members)
        if found is None:
            offered = _offered(problem, relaxations)
            raise NoAssignment(explain(relaxed, members, searched=searched, offered=offered))
        arcs, chosen, attempt = found
        codes = [member.code for member in arcs.members]
        pairs += [(codes[arcs.tails[each]], codes[arcs.heads[each]]) for each in chosen]
        metres += int(arcs.metres[chosen].sum())
        circles.append(attempt)
    return Assignment(tuple(sorted(pairs)), tuple(relaxations), metres, tuple(circles))


def assign(problem: Problem, members: tuple[Member, ...]) -> tuple[Arcs, list[int], int] | None:
    """Assign one group. Returns its journeys, the chosen ones, and the attempt; None where none.

    Raises TooHard where it is not known whether there is an assignment.
    """
    ground = Ground(problem, members)
    if too_few_partners(ground):
        return None
    for attempt in range(CIRCLES):
        arcs = ground.circle(attempt)
        chosen = _cheapest(ground, arcs)
        if chosen is not None:
            return arcs, chosen, attempt
        if attempt == 0 and come_short(ground):
            return None
    if len(members) > WITHOUT_CIRCLE:
        raise TooHard
    arcs, chosen = cheapest_without_circle(ground)
    return None if chosen is None else (arcs, chosen, -1)


def _try(
    problem: Problem, members: tuple[Member, ...]
) -> tuple[tuple[Arcs, list[int], int] | None, bool]:
    """Return what `assign` returns, and whether the search came to its end."""
    try:
        return assign(problem, members), True
    except TooHard:
        return None, False


def _cheapest(ground: Ground, arcs: Arcs) -> list[int] | None:
    visits = ground.problem.rules.visits
    rows = rows_between(arcs, visits) if ground.problem.rules.between else []
    chosen = Search(arcs, visits, rows, cuts_of(ground, arcs)).cheapest()
    return None if chosen is None else [int(each) for each in chosen]


def _offered(problem: Problem, taken: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first relaxations, in order, under which there is an assignment; else none."""
    order = announced(problem)
    for number in range(len(taken) + 1, len(order) + 1):
        relaxed = relax(problem, order[:number])
        if all(_try(relaxed, members)[0] for members in relaxed.groups()):
            return order[:number]
    return ()
