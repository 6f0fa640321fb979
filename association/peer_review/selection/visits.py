"""Between the record of a draw and `assignment`, which decides who visits whom."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import ModuleType
from typing import Any

from django.utils.translation import gettext as _

from association.peer_review.selection import hmac_order

Json = Mapping[str, Any]
LOADS = {"sends", "receives"}  # rules on equal numbers, which no substitute can keep


def solution(problem: Json, seed: str, relaxations: Sequence[str]) -> dict[str, Any]:
    """Return the assignment of a frozen problem under a seed: pairs, relaxations used, metres.

    Raises `assignment.NoAssignment`, and ValueError for relaxations that are not the first of those
    announced.
    """
    solver = _solver()
    whole = solver.from_json(dict(problem) | {"seed": seed})
    found = solver.solve_with(whole, relaxations=tuple(relaxations))
    return {
        "pairs": [list(pair) for pair in found.pairs],
        "relaxations": list(found.relaxations),
        "metres": found.metres,
    }


def amended(pairs: Sequence[Sequence[str]], amendments: Sequence[Json]) -> list[list[str]]:
    """Return the pairs after recusals and cancellations, sorted.

    Raises ValueError for an amendment of a visit that is not among them.
    """
    left = [list(pair) for pair in pairs]
    for amendment in amendments:
        left.remove([amendment["visitor"], amendment["visited"]])
        if amendment["substitute"] is not None:
            left.append([amendment["substitute"], amendment["visited"]])
    return sorted(left)


def substitute(record: Json, visit: tuple[str, str]) -> str | None:
    """Return who pays a visit instead of its visitor, None where nobody may.

    The first of those who may go there without breaking a rule that was kept so far: whoever pays
    the fewest visits, and among equals the first in the order of the seed, so that nobody picks.
    Whoever nobody visits any more has left the round and goes nowhere, and whoever was excused from
    this visit once is not sent there again.
    """
    problem, outcome = record["announcement"]["problem"], record["outcome"]
    visitor, visited = visit
    others = [list(pair) for pair in record["result"] if list(pair) != [visitor, visited]]
    loads = Counter(pair[0] for pair in others)
    taking_part = {pair[1] for pair in record["result"]}
    excused = {each["visitor"] for each in record["amendments"] if each["visited"] == visited}
    out = {*visit, *excused}
    codes = [
        member["code"]
        for member in problem["members"]
        if member["code"] in taking_part and member["code"] not in out
    ]
    drawn = hmac_order.order(bytes.fromhex(record["seed"]), codes)
    kept = _broken(problem, record["result"], outcome["relaxations"])
    for code in sorted(drawn, key=loads.__getitem__):
        if _broken(problem, [*others, [code, visited]], outcome["relaxations"]) <= kept:
            return code
    return None


def pool_faults(announcement: Json) -> Iterator[str]:
    """Yield a sentence where pool and problem do not hold the same schools."""
    members = [member["code"] for member in announcement["problem"]["members"]]
    if sorted(members) != sorted(candidate["code"] for candidate in announcement["pool"]):
        yield _("The pool and the schools to be assigned are not the same.")
    if announcement["algorithm"] != "hmac-sha256":
        yield _("Visits are drawn by HMAC-SHA-256.")


def outcome_faults(problem: Json, outcome: Json, seed: str) -> Iterator[str]:
    """Yield a sentence for each rule broken, and where solving again gives something else.

    Rules are looked up by `assignment.check`, which shares no code with the solver.
    """
    solver = _solver()
    for breach in solver.check(problem, outcome["pairs"], outcome["relaxations"]):
        yield str(breach)
    if _solved(problem, seed, outcome["relaxations"]) != outcome:
        yield _("The visits do not follow from the seed.")
    elif outcome["relaxations"] and _solved(problem, seed, outcome["relaxations"][:-1]):
        yield _("The rules were relaxed further than was needed.")


def _solved(problem: Json, seed: str, relaxations: Sequence[str]) -> dict[str, Any] | None:
    try:
        return solution(problem, seed, relaxations)
    except _solver().NoAssignment:
        return None


def _broken(problem: Json, pairs: Sequence[Sequence[str]], relaxations: Sequence[str]) -> set[Any]:
    breaches = _solver().check(problem, pairs, relaxations)
    return {breach for breach in breaches if breach.rule not in LOADS}


def _solver() -> ModuleType:
    from association.peer_review import assignment  # noqa: PLC0415 -- brings numpy and the solver

    return assignment
