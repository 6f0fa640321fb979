"""The same assignment once more, by another library and another method.

A constraint model for OR-Tools' CP-SAT, which reckons in whole numbers: every rule is written out
from the start, none is cut in later. The ground is shared with the first solver (who may visit whom
at what cost, `circle.py`); the search is not. OR-Tools is only needed here, so only the tests
install it, and it works in a process of its own: its wheel and HiGHS's cannot be loaded together.
"""

import json
import subprocess
import sys
from itertools import combinations
from typing import Any

from association.peer_review.assignment.circle import CIRCLES, UNITS, WITHOUT_CIRCLE, Arcs, Ground
from association.peer_review.assignment.problem import Pair, Problem, from_json, to_json


def solve_again(problem: Problem) -> tuple[Pair, ...] | None:
    """Return the pairs of the round's assignment as `solve` does; None where there is none.

    Raises CalledProcessError where OR-Tools is not installed.
    """
    done = subprocess.run(
        [sys.executable, "-m", "association.peer_review.assignment.second"],
        input=to_json(problem),
        capture_output=True,
        text=True,
        check=True,
    )
    pairs = json.loads(done.stdout)
    return None if pairs is None else tuple((visitor, visited) for visitor, visited in pairs)


def find_pairs(problem: Problem) -> list[Pair] | None:
    """Find the assignment in this process. Arguments and return as of `solve_again`."""
    pairs: list[Pair] = []
    for members in problem.groups():
        ground = Ground(problem, members)
        found = _cheapest_of(ground)
        if found is None:
            return None
        pairs += found
    return sorted(pairs)


def _cheapest_of(ground: Ground) -> list[Pair] | None:
    for attempt in range(CIRCLES):
        found = _cheapest(ground, ground.circle(attempt))
        if found is not None:
            return found
    return _cheapest(ground, ground.both_ways()) if len(ground.members) <= WITHOUT_CIRCLE else None


def _cheapest(ground: Ground, arcs: Arcs) -> list[Pair] | None:
    """Return the cheapest permitted choice of these journeys: first by metres, then by the draw."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- optional

    codes = [member.code for member in ground.members]
    journeys = [
        (codes[tail], codes[head]) for tail, head in zip(arcs.tails, arcs.heads, strict=True)
    ]
    model = cp_model.CpModel()
    taken = {journey: model.new_bool_var("") for journey in journeys}
    _state_rules(model, taken, ground)
    metres = dict(zip(journeys, map(int, arcs.metres), strict=True))
    drawn = dict(zip(journeys, map(int, arcs.costs % UNITS), strict=True))
    least = _minimise(model, taken, metres)
    if least is None:
        return None
    far = sum(metres[journey] for journey in least)
    model.add(sum(metres[journey] * taken[journey] for journey in journeys) <= far)
    for journey in journeys:
        model.add_hint(taken[journey], journey in set(least))
    return _minimise(model, taken, drawn)


def _minimise(model: Any, taken: dict[Pair, Any], costs: dict[Pair, int]) -> list[Pair] | None:
    from ortools.sat.python import cp_model  # noqa: PLC0415 -- optional

    model.minimize(sum(costs[journey] * variable for journey, variable in taken.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 0
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise ArithmeticError(solver.status_name(status))
    return [journey for journey, variable in taken.items() if solver.value(variable)]


def _state_rules(model: Any, taken: dict[Pair, Any], ground: Ground) -> None:
    rules = ground.problem.rules
    home = {member.code: member.alliance for member in ground.members}
    visitors: dict[str, list[str]] = {code: [] for code in home}
    visits: dict[str, list[str]] = {code: [] for code in home}
    for visitor, visited in taken:
        visitors[visited].append(visitor)
        visits[visitor].append(visited)
    for code, alliance in home.items():
        model.add(sum(taken[code, other] for other in visits[code]) == rules.visits)
        model.add(sum(taken[other, code] for other in visitors[code]) == rules.visits)
        for one, other in combinations(visitors[code], 2):
            if (min(one, other), max(one, other)) in ground.problem.never:
                model.add_at_most_one([taken[one, code], taken[other, code]])
        if rules.between:
            strangers = [other for other in visitors[code] if home[other] != alliance]
            model.add_bool_or([taken[other, code] for other in strangers])
    for (one, other), there in taken.items():
        if one < other and (other, one) in taken:
            model.add_at_most_one([there, taken[other, one]])
        if not rules.three_cycles:
            _forbid_rounds(model, taken, (one, other), visits[other])


def _forbid_rounds(model: Any, taken: dict[Pair, Any], first: Pair, onward: list[str]) -> None:
    """Forbid to close a journey to a round of three. onward: where the visited school may go."""
    one, other = first
    for third in onward:
        if (third, one) in taken and one == min(one, other, third):
            model.add(taken[first] + taken[other, third] + taken[third, one] <= 2)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(find_pairs(from_json(sys.stdin.read()))))
