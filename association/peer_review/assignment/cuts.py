"""The rules that a flow does not keep by itself, as rows that cut a wrong choice off."""

from collections.abc import Callable
from itertools import combinations

import numpy as np

from association.peer_review.assignment.circle import Arcs, Ground
from association.peer_review.assignment.optimum import CLOSE, Row


def rows_between(arcs: Arcs, visits: int) -> list[Row]:
    """Return the rows that leave each school one visitor from another alliance at least."""
    alliances = np.array([member.alliance for member in arcs.members])
    inside = alliances[arcs.tails] == alliances[arcs.heads]
    return [
        Row(tuple(np.flatnonzero(inside & (arcs.heads == head)).tolist()), visits - 1)
        for head in np.unique(arcs.heads[inside])
    ]


def cuts_of(ground: Ground, arcs: Arcs) -> Callable[[np.ndarray], list[Row]]:
    """Return the function that finds visitors who must not come together: see `Search.cuts`."""

    def cuts(shares: np.ndarray) -> list[Row]:
        visitors: dict[int, list[int]] = {}
        for arc in np.flatnonzero(shares > CLOSE):
            visitors.setdefault(int(arcs.heads[arc]), []).append(int(arcs.tails[arc]))
        rows = {
            row
            for head, tails in visitors.items()
            for one, other in combinations(tails, 2)
            if not ground.strangers(one, other)
            if shares[list(row := _one_of(ground, arcs, head, [one, other], tails))].sum()
            > 1 + CLOSE
        }
        return [Row(row, 1) for row in sorted(rows)]

    return cuts


def _one_of(
    ground: Ground, arcs: Arcs, head: int, kept: list[int], present: list[int]
) -> tuple[int, ...]:
    """Return journeys to one school of which only one may be made, the given two among them.

    As many as exclude each other are put together, those present first: a stronger row.
    """
    absent = [tail for tail in range(len(arcs.members)) if tail not in present]
    kept = list(kept)
    for tail in [*present, *absent]:
        if tail in kept or (tail, head) not in arcs.numbers:
            continue
        if not any(ground.strangers(tail, each) for each in kept):
            kept.append(tail)
    return tuple(sorted(arcs.numbers[tail, head] for tail in kept))
