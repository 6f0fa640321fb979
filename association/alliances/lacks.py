"""What a school can lack, told by higher rooms without being imported from below.

A room registers in its AppConfig.ready(). The list of schools offers it as a filter.
"""

from collections.abc import Callable

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from association.alliances.models import Representative, School

Lacking = Callable[[], QuerySet[School]]


class Lacks:
    """By a key: how it is called, and which schools lack it."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, Lacking]] = {}

    def register(self, key: str, label: str, lacking: Lacking) -> None:
        """Add one; lacking() returns the schools."""
        self._known[key] = (label, lacking)

    def choices(self) -> list[tuple[str, str]]:
        """Return what can be asked for, as (key, label)."""
        return [(key, label) for key, (label, _lacking) in self._known.items()]

    def schools(self, key: str) -> QuerySet[School]:
        """Return the schools that lack it. Raises KeyError for what no room has registered."""
        _label, lacking = self._known[key]
        return lacking()


def _without_people() -> QuerySet[School]:
    acting = Representative.objects.filter(until__isnull=True)
    return School.objects.exclude(pk__in=acting.values("school"))


lacks = Lacks()
lacks.register("people", _("Nobody acts for it here"), _without_people)
