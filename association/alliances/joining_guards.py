"""Why a school cannot become a member again now, as higher rooms know it."""

from collections.abc import Callable, Collection, Mapping

from association.alliances.models import School

Guard = Callable[[Collection[School]], Mapping[int, str]]

_guards: list[Guard] = []


def register(guard: Guard) -> None:
    """Add a guard: it says in a sentence why a school cannot join now, by the school's key."""
    _guards.append(guard)


def why_not_join(school: School) -> str:
    """Return the first reason against a school's joining again; empty where there is none."""
    return reasons_against([school]).get(school.pk, "")


def reasons_against(schools: Collection[School]) -> dict[int, str]:
    """Return the first reason against each school's joining again, by its key.

    The number of queries does not grow with the schools; without schools there is none.
    """
    reasons: dict[int, str] = {}
    for guard in _guards if schools else ():
        reasons = {**guard(schools), **reasons}
    return reasons
