"""Who may visit whom at all, and at what cost: everything the public seed decides.

The seed seats the schools around a circle. A school may visit those in the third of the circle
ahead of it, and none else: two schools never visit each other, and no three visit round about,
since three steps of less than a third do not close a circle. Where three-cycles are allowed, half
of the circle lies ahead instead of a third.
"""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np

from association.peer_review.assignment.problem import (
    Member,
    Pair,
    Problem,
    in_order,
    metres_between,
)

# Each metre of distance counts 2**28 units, and each journey a drawn number of units below that,
# so that of two assignments equally far one is cheaper, and all sums stay exact.
UNITS = 1 << 28
# Circles tried, in the order of the seed, before the search goes on without one.
CIRCLES = 48
# Beyond so many schools the search without a circle would take too long to be of use.
WITHOUT_CIRCLE = 30


@dataclass(frozen=True)
class Arcs:
    """Journeys that may be chosen: from school number `tails` to `heads`, at `costs` units."""

    members: tuple[Member, ...]
    tails: np.ndarray
    heads: np.ndarray
    costs: np.ndarray

    @cached_property
    def metres(self) -> np.ndarray:
        """The distance of each journey."""
        return self.costs // UNITS

    @cached_property
    def numbers(self) -> dict[tuple[int, int], int]:
        """The number of each journey, by the numbers of its two schools."""
        ends = zip(self.tails.tolist(), self.heads.tolist(), strict=True)
        return {journey: number for number, journey in enumerate(ends)}


class Ground:
    """One group of schools, with what lies between each two of them."""

    def __init__(self, problem: Problem, members: tuple[Member, ...]) -> None:
        self.problem = problem
        self.members = members
        self.seed = bytes.fromhex(problem.seed)
        self.number = {member.code: number for number, member in enumerate(members)}

    @cached_property
    def barriers(self) -> dict[Pair, str]:
        """The pairs that may not meet, each with the first rule that says so."""
        rules, found = self.problem.rules, {}
        for pair in map(self._codes, combinations(self.members, 2)):
            if pair in self.problem.never:
                found[pair] = "never"
            elif self._rivals(pair):
                found[pair] = "rival_metres"
            elif self.problem.recent.get(pair, rules.avoid_rounds + 1) <= rules.avoid_rounds:
                found[pair] = "avoid_rounds"
        return found

    @cached_property
    def metres(self) -> dict[Pair, int | None]:
        """The distance of each two schools, in metres; None where it is unknown."""
        return {self._codes(pair): metres_between(*pair) for pair in combinations(self.members, 2)}

    @cached_property
    def partners(self) -> list[Pair]:
        """The unordered pairs that may meet."""
        return [pair for pair in self.metres if pair not in self.barriers]

    def strangers(self, one: int, other: int) -> bool:
        """Return whether two schools, by number, may visit a third one together."""
        pair = in_order(self.members[one].code, self.members[other].code)
        return pair not in self.problem.never

    def circle(self, attempt: int) -> Arcs:
        """Return the journeys that the circle of one attempt allows. Attempts count from 0."""
        size = len(self.members)
        seats = sorted(self.number, key=lambda code: (self._draw(f"seat|{attempt}|{code}"), code))
        seat = {code: number for number, code in enumerate(seats)}
        ahead = (size - 1) // (2 if self.problem.rules.three_cycles else 3)

        def journeys() -> Iterator[Pair]:
            for one, other in self.partners:
                step = (seat[other] - seat[one]) % size
                if step <= ahead:
                    yield one, other
                elif size - step <= ahead:
                    yield other, one

        return self._arcs(journeys())

    def both_ways(self) -> Arcs:
        """Return the journeys that the rules allow when no circle is laid."""
        return self._arcs(journey for pair in self.partners for journey in (pair, pair[::-1]))

    def _arcs(self, journeys: Iterator[Pair]) -> Arcs:
        chosen = sorted(journeys)
        unknown = self.problem.rules.neutral_metres
        costs = []
        for visitor, visited in chosen:
            metres = self.metres[in_order(visitor, visited)]
            drawn = int.from_bytes(self._draw(f"journey|{visitor}|{visited}")[:4]) % UNITS
            costs.append((unknown if metres is None else metres) * UNITS + drawn)
        ends = np.array([[self.number[a], self.number[b]] for a, b in chosen], dtype=np.int64)
        ends = ends.reshape(len(chosen), 2)
        return Arcs(self.members, ends[:, 0], ends[:, 1], np.array(costs, dtype=np.int64))

    def _rivals(self, pair: Pair) -> bool:
        one, other = (self.members[self.number[code]] for code in pair)
        limit, metres = self.problem.rules.rival_metres, self.metres[pair]
        same = one.field != "" and one.field == other.field
        return bool(limit) and same and metres is not None and metres <= limit

    def _draw(self, text: str) -> bytes:
        return hmac.digest(self.seed, text.encode(), "sha256")

    @staticmethod
    def _codes(pair: tuple[Member, Member]) -> Pair:
        return in_order(pair[0].code, pair[1].code)
