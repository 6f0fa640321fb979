"""How many of each stratum a random draw takes, and who they are.

Reports that proved true lift a school by whole strata before the pool is frozen. That keeps the
draw one order for everybody: a weight would need a list of weights, and so a list of who was
reported how often.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from association.peer_review.enums import Stratum

LADDER = [stratum.value for stratum in Stratum]  # from the lowest risk to the highest
DEFAULT_RATES = {"A": 5, "B": 10, "C": 20, "D": 40}  # per cent, after a city's published plan


@dataclass(frozen=True)
class StrataRules:
    """rates: per cent of each stratum. reports_per_step: see `raised`; 0 leaves reports out."""

    rates: Mapping[str, int]
    reports_per_step: int = 0


def raised(stratum: str, reports: int, reports_per_step: int) -> str:
    """Return the stratum of a school after its reports: one step up for each full number of them.

    The highest stratum stays the highest. Raises ValueError for a stratum that is none.
    """
    steps = reports // reports_per_step if reports_per_step else 0
    return LADDER[min(LADDER.index(stratum) + steps, len(LADDER) - 1)]


def take(size: int, rate: int) -> int:
    """Return how many of a stratum are drawn: its share in per cent, rounded up, and never nobody.

    So a stratum of one school and a rate of five per cent still means that it is visited. A rate
    of 0 draws nobody.
    """
    return -(-size * rate // 100)


def takes(strata: Sequence[str], rates: Mapping[str, int]) -> dict[str, tuple[int, int]]:
    """Return size and take of each stratum. strata: the stratum of each candidate."""
    sizes = {stratum: strata.count(stratum) for stratum in rates}
    return {stratum: (size, take(size, rates[stratum])) for stratum, size in sizes.items()}


def chosen(
    order: Sequence[str],
    stratum_of: Mapping[str, str],
    rates: Mapping[str, int],
    withdrawn: Collection[str] = (),
) -> list[str]:
    """Return who is visited, in drawn order: the first of each stratum who have not withdrawn.

    order: all codes of the pool as drawn. Whoever withdraws makes room for the next of their
    stratum; where nobody is left, one fewer is visited.
    """
    wanted = {
        stratum: wanted
        for stratum, (_size, wanted) in takes(list(stratum_of.values()), rates).items()
    }
    found = []
    for code in order:
        stratum = stratum_of[code]
        if code not in withdrawn and wanted[stratum] > 0:
            wanted[stratum] -= 1
            found.append(code)
    return found
