"""The campuses that a batch of plaques can be made for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Subquery

from association.alliances.enums import CampusKind
from association.alliances.models import Alliance, Campus
from association.plaques.models import Plaque
from association.plaques.selectors.public import alliance_of, with_alliance
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A campus that could be given a plaque on its school's pledge in force.

    first: the school has no plaque on this pledge yet. present: the plaque that hangs there, which
    a new one would replace; a renewal keeps it instead.
    """

    pledge: Pledge
    campus: Campus
    alliance: Alliance | None
    first: bool
    present: Plaque | None

    @property
    def value(self) -> str:
        """What a form sends for it."""
        return f"{self.pledge.pk}-{self.campus.pk}"

    @property
    def is_plain(self) -> bool:
        """A school's first plaque, at its main campus, where nothing hangs."""
        return self.first and self.present is None and self.campus.kind == CampusKind.MAIN


def candidates(*, most: int) -> list[Candidate]:
    """Return the campuses without a plaque on the pledge in force, longest waiting first.

    Schools that wait for their first plaque come before further campuses. most: how many at most.
    """
    in_force = Pledge.objects.accepted().filter(school=OuterRef("school"))
    issued = Plaque.objects.filter(pledge__status=PledgeStatus.ACCEPTED)
    campuses = (
        with_alliance(Campus.objects.all())
        .filter(Exists(in_force), ~Exists(issued.filter(campus=OuterRef("pk"))))
        .annotate(
            has_plaque=Exists(issued.filter(school=OuterRef("school"))),
            pledge_in_force=Subquery(in_force.values("pk")[:1]),
            accepted_at=Subquery(in_force.values("decided_at")[:1]),
        )
        .order_by("has_plaque", "accepted_at", "school", "pk")[:most]
    )
    return _with_pledges(list(campuses))


def _with_pledges(campuses: Sequence[Campus]) -> list[Candidate]:
    pledges = Pledge.objects.in_bulk({campus.pledge_in_force for campus in campuses})
    hanging = {
        plaque.campus_id: plaque
        for plaque in Plaque.objects.living().filter(campus__in=[campus.pk for campus in campuses])
    }
    return [
        Candidate(
            pledge=pledges[campus.pledge_in_force],
            campus=campus,
            alliance=alliance_of(campus),
            first=not campus.has_plaque,
            present=hanging.get(campus.pk),
        )
        for campus in campuses
    ]
