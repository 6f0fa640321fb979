"""The cheapest choice where no circle holds a round: an integer program, every rule a row of it.

Only for small rounds, where all visits round about can be written down. First the metres are made
least, then, among the choices with so few metres, the drawn units: so all numbers stay small enough
for an answer in floating point to be exact.
"""

from itertools import combinations
from typing import Any

import numpy as np

from association.peer_review.assignment.circle import UNITS, Arcs, Ground
from association.peer_review.assignment.cuts import rows_between
from association.peer_review.assignment.optimum import Row, TooHard

NODES = 5_000
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_max_nodes": NODES,
}


def cheapest_without_circle(ground: Ground) -> tuple[Arcs, list[int] | None]:
    """Return the journeys the rules allow, and the numbers of the chosen; None where none will do.

    Raises TooHard where that cannot be told within NODES nodes.
    """
    arcs = ground.both_ways()
    program = program_of(arcs, all_rows(ground, arcs), ground.problem.rules.visits)
    if not _minimise(program, arcs.metres.astype(float)):
        return arcs, None
    least = round(program.getInfo().objective_function_value)
    every = np.arange(len(arcs.costs), dtype=np.int32)
    program.addRow(-np.inf, least + 0.5, len(every), every, arcs.metres.astype(float))
    _minimise(program, arcs.costs % UNITS / 2**20)
    shares = np.array(program.getSolution().col_value)
    return arcs, np.flatnonzero(shares > 0.5).tolist()


def _minimise(program: Any, costs: np.ndarray) -> bool:
    """Solve for the least of these costs. Returns whether there is a choice at all."""
    program.changeColsCost(len(costs), np.arange(len(costs), dtype=np.int32), costs)
    program.run()
    status = program.getModelStatus().name
    if status not in {"kOptimal", "kInfeasible"}:
        raise TooHard
    return status == "kOptimal"


def program_of(arcs: Arcs, rows: list[Row], visits: int) -> Any:
    """Return the integer program of these rules, its costs still nought."""
    import highspy  # noqa: PLC0415 -- OR-Tools cannot be loaded beside it

    program = highspy.Highs()
    for option, value in OPTIONS.items():
        program.setOptionValue(option, value)
    width = len(arcs.costs)
    program.addVars(width, np.zeros(width), np.ones(width))
    whole = np.array([highspy.HighsVarType.kInteger] * width)
    program.changeColsIntegrality(width, np.arange(width, dtype=np.int32), whole)
    for ends in (arcs.tails, arcs.heads):
        for school in range(len(arcs.members)):
            _add(program, visits, visits, np.flatnonzero(ends == school))
    for row in rows:
        _add(program, -np.inf, row.limit, row.arcs)
    return program


def _add(program: Any, least: float, most: float, arcs: Any) -> None:
    program.addRow(least, most, len(arcs), np.array(arcs, dtype=np.int32), np.ones(len(arcs)))


def all_rows(ground: Ground, arcs: Arcs) -> list[Row]:
    """Return every rule as rows, beside the number of visits."""
    rules = ground.problem.rules
    rows = rows_between(arcs, rules.visits) if rules.between else []
    number = arcs.numbers
    onward: dict[int, list[int]] = {}
    visitors: dict[int, list[int]] = {}
    for tail, head in number:
        onward.setdefault(tail, []).append(head)
        visitors.setdefault(head, []).append(tail)
    for head, tails in visitors.items():
        rows += [
            Row((number[one, head], number[other, head]), 1)
            for one, other in combinations(tails, 2)
            if not ground.strangers(one, other)
        ]
    for (one, two), there in number.items():
        if one < two and (two, one) in number:
            rows.append(Row((there, number[two, one]), 1))
        if rules.three_cycles:
            continue
        rows += [
            Row((there, number[two, three], number[three, one]), 2)
            for three in onward.get(two, [])
            if (three, one) in number and one == min(one, two, three)
        ]
    return rows
