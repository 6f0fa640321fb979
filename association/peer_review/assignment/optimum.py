"""The cheapest choice of journeys: linear programs by HiGHS, bounds and answers in whole numbers.

Without further rules the choice is a flow, and its linear program has a whole answer. Where that
answer breaks a rule, a row is added that forbids it; where it comes out in fractions, a journey is
tried with and without (branch and bound). HiGHS counts in floating point, so it is only asked for
prices: what they prove is reckoned anew in whole numbers, over all journeys, those it never saw
included.
"""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count

import numpy as np

from association.peer_review.assignment.circle import UNITS, Arcs

# Prices are kept in parts of a unit: beside rows they come out as halves, thirds, quarters.
PARTS = 48
# Nodes of a search before it is given up: unlike a clock, the same everywhere, give or take a few.
NODES = 2_000
NEAREST = 12
CLOSE = 1e-6


class TooHard(Exception):
    """The search was given up: it is not known whether there is a choice."""


class Unproven(ArithmeticError):
    """HiGHS came to no clear end. Nothing is published then."""


@dataclass(frozen=True)
class Row:
    """A rule beside the flow: at most `limit` of the journeys `arcs` are chosen."""

    arcs: tuple[int, ...]
    limit: int


Cuts = Callable[[np.ndarray], list[Row]]


@dataclass
class _Prices:
    """What the linear program says: shares of the columns, and prices in parts of a unit."""

    shares: np.ndarray
    out: np.ndarray
    into: np.ndarray
    rows: np.ndarray


@dataclass
class Search:
    """One search over the journeys `arcs`, each school sending and receiving `visits`.

    rows: rules that hold from the start. cuts: given the share of each journey, the rows it
    breaks. Cuts have to be valid for every permitted choice.
    """

    arcs: Arcs
    visits: int
    rows: list[Row]
    cuts: Cuts
    nodes: int = NODES
    columns: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.size = len(self.arcs.members)
        self.reach = NEAREST
        self.columns = self._nearest(self.reach)
        self._load()

    def cheapest(self) -> np.ndarray | None:
        """Return the numbers of the chosen journeys, or None where no choice keeps the rules.

        Raises TooHard after `nodes` nodes, and Unproven where HiGHS gives no answer.
        """
        best, best_cost = None, None
        serial = count()
        waiting: list[tuple[int, int, dict[int, int]]] = [(0, next(serial), {})]
        while waiting:
            bound, number, fixed = heapq.heappop(waiting)
            if best_cost is not None and bound >= best_cost:
                break
            if number > self.nodes:
                raise TooHard
            shares, bound = self._relaxed(fixed, best_cost)
            if shares is None:
                continue
            chosen = np.flatnonzero(shares > 0.5)
            arc = _doubtful(shares)
            if arc is None:
                cost = int(self.arcs.costs[chosen].sum())
                if best_cost is None or cost < best_cost:
                    best, best_cost = chosen, cost
                # Prices in other fractions than ours prove a little too little: look closer.
                rest = [int(each) for each in chosen if int(each) not in fixed]
                arc = rest[0] if bound < best_cost and rest else None
            if arc is not None:
                for value in (1, 0):
                    heapq.heappush(waiting, (bound, next(serial), fixed | {arc: value}))
        return best

    def _relaxed(
        self, fixed: dict[int, int], best_cost: int | None
    ) -> tuple[np.ndarray | None, int]:
        """Solve the linear program of a node. Returns the share of each journey, and the bound.

        No shares where the node holds no choice, or none below `best_cost`.
        """
        while True:
            prices = self._solve(fixed)
            if prices is None:
                if len(self.columns) == len(self.arcs.costs):
                    return None, 0
                self.reach *= 4
                self._widen(self._nearest(self.reach))
                continue
            left = self._reduced(prices)
            missed = np.flatnonzero(left < 0)
            missed = missed[~np.isin(missed, self.columns)]
            missed = missed[[fixed.get(int(arc)) != 0 for arc in missed]] if fixed else missed
            if len(missed):
                self._widen(missed)
                continue
            bound = self._bound(prices, left, fixed)
            if best_cost is not None and bound >= best_cost:
                return None, bound
            shares = np.zeros(len(self.arcs.costs))
            shares[self.columns] = prices.shares
            new = self.cuts(shares)
            if not new:
                return shares, bound
            self.rows += new
            self._add_rows(new)

    def _reduced(self, prices: _Prices) -> np.ndarray:
        """Return what each journey costs beyond the prices, in parts of a unit."""
        arcs = self.arcs
        left = arcs.costs * PARTS - prices.out[arcs.tails] - prices.into[arcs.heads]
        for row, price in zip(self.rows, prices.rows, strict=True):
            if price:
                left[list(row.arcs)] -= price
        return left

    def _bound(self, prices: _Prices, left: np.ndarray, fixed: dict[int, int]) -> int:
        """Return a cost in units that no choice of this node is below: duality, for any prices."""
        free = left.copy()
        total = self.visits * sum(map(int, [*prices.out, *prices.into]))
        total += sum(
            row.limit * int(price) for row, price in zip(self.rows, prices.rows, strict=True)
        )
        for arc, value in fixed.items():
            total += value * int(left[arc])
            free[arc] = 0
        # Costs are whole: part of a unit below means the next whole one.
        return -(-(total + int(free[free < 0].sum())) // PARTS)

    def _solve(self, fixed: dict[int, int]) -> _Prices | None:
        place = {int(arc): number for number, arc in enumerate(self.columns)}
        known = {place[arc]: value for arc, value in fixed.items() if arc in place}
        if sum(fixed.values()) != sum(known.values()):
            raise Unproven("a journey that is fixed was lost")
        numbers = np.array(sorted(known), dtype=np.int32)
        values = np.array([known[int(number)] for number in numbers], dtype=float)
        program = self.program
        program.changeColsBounds(len(numbers), numbers, values, values)
        program.run()
        solution, status = program.getSolution(), program.getModelStatus()
        whole = np.ones(len(numbers))
        program.changeColsBounds(len(numbers), numbers, 0 * whole, whole)
        if status.name == "kInfeasible":
            return None
        if status.name != "kOptimal":
            raise Unproven(status.name)
        duals = np.rint(np.array(solution.row_dual) * (UNITS * PARTS)).astype(np.int64)
        return _Prices(
            shares=np.array(solution.col_value),
            out=duals[: self.size],
            into=duals[self.size : 2 * self.size],
            rows=np.minimum(duals[2 * self.size :], 0),
        )

    def _nearest(self, each: int) -> np.ndarray:
        """Return each school's cheapest journeys out and in."""
        arcs = self.arcs
        if each >= self.size // 2:
            return np.arange(len(arcs.costs))
        kept = np.zeros(len(arcs.costs), dtype=bool)
        for ends in (arcs.tails, arcs.heads):
            order = np.lexsort((arcs.costs, ends))
            first = np.searchsorted(ends[order], np.arange(self.size))
            rank = np.arange(len(order)) - first[ends[order]]
            kept[order[rank < each]] = True
        return np.flatnonzero(kept)

    def _widen(self, arcs: np.ndarray) -> None:
        self.columns = np.union1d(self.columns, arcs)
        self._load()

    def _load(self) -> None:
        """Build the program anew: a column for each journey, a row for each school's two duties."""
        columns, width = self.columns, len(self.columns)
        import highspy  # noqa: PLC0415 -- OR-Tools cannot be loaded beside it

        program = highspy.Highs()
        for option, value in OPTIONS.items():
            program.setOptionValue(option, value)
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = width, 2 * self.size
        model.col_cost_ = self.arcs.costs[columns] / UNITS
        model.col_lower_, model.col_upper_ = np.zeros(width), np.ones(width)
        model.row_lower_ = model.row_upper_ = np.full(2 * self.size, float(self.visits))
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.arange(0, 2 * width + 1, 2)
        ends = np.column_stack([self.arcs.tails[columns], self.size + self.arcs.heads[columns]])
        model.a_matrix_.index_ = ends.ravel()
        model.a_matrix_.value_ = np.ones(2 * width)
        program.passModel(model)
        self.program = program
        self._add_rows(self.rows)

    def _add_rows(self, rows: list[Row]) -> None:
        place = {int(arc): number for number, arc in enumerate(self.columns)}
        members = [[place[arc] for arc in row.arcs if arc in place] for row in rows]
        starts = np.cumsum([0, *map(len, members)])[:-1].astype(np.int32)
        indices = np.array([number for each in members for number in each], dtype=np.int32)
        limits = np.array([row.limit for row in rows], dtype=float)
        self.program.addRows(
            len(rows),
            np.full(len(rows), -np.inf),
            limits,
            len(indices),
            starts,
            indices,
            np.ones(len(indices)),
        )


def _doubtful(shares: np.ndarray) -> int | None:
    """Return the journey chosen by half the most, None where all are chosen or not."""
    doubt = np.abs(shares - 0.5)
    arc = int(np.argmin(doubt))
    return arc if doubt[arc] < 0.5 - CLOSE else None


# One thread, and dual simplex: its answer is a corner, and whole where a whole one exists. Presolve
# takes a hundred times longer here than it saves.
OPTIONS = {
    "output_flag": False,
    "threads": 1,
    "parallel": "off",
    "random_seed": 0,
    "solver": "simplex",
    "simplex_strategy": 1,
    "presolve": "off",
    "dual_feasibility_tolerance": 1e-10,
}
