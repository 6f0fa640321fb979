"""Why a school cannot sign now, nor get a plaque, as higher rooms know it."""

from collections.abc import Callable, Collection, Mapping

from association.alliances.models import School

Guard = Callable[[Collection[School]], Mapping[int, str]]

_guards: list[Guard] = []


def register(guard: Guard) -> None:
    """Add a guard: it says in a sentence why a school cannot sign now, by the school's key."""
    _guards.append(guard)


def why_not_sign(school: School) -> str:
    """Return the first reason against a school's signing now; empty where there is none."""
    return reasons_against([school]).get(school.pk, "")


def reasons_against(schools: Collection[School]) -> dict[int, str]:
    """Return the first reason against each school's signing now, by its key.

    The number of queries does not grow with the schools.
    """
    reasons: dict[int, str] = {}
    for guard in _guards:
        reasons = {**guard(schools), **reasons}
    return reasons
