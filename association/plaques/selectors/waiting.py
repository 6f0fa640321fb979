"""What waits for the secretariat: accepted pledges whose plaque is not issued or not renewed."""

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from association.alliances.models import Campus
from association.plaques.enums import RENEWABLE_STATUSES
from association.plaques.models import Plaque
from association.pledges.models import Pledge


def pledges_without_plaque() -> QuerySet[Pledge]:
    """Return the pledges in force on which no plaque was ever issued, longest waiting first."""
    waiting = Pledge.objects.accepted().filter(plaques__isnull=True)
    return waiting.select_related("school").order_by("decided_at", "pk")


def _on_older_pledge() -> QuerySet[Plaque]:
    """The plaques of an outer pledge's school that hang, or should, on an earlier pledge."""
    lent = Plaque.objects.read_as(*RENEWABLE_STATUSES).filter(school=OuterRef("school"))
    return lent.exclude(pledge=OuterRef("pk"))


def pledges_to_renew() -> QuerySet[Pledge]:
    """Return the pledges in force whose school has a plaque that still rests on an earlier one.

    Each of its plaques is renewed by itself, so a pledge stays here until the last one is.
    """
    accepted = Pledge.objects.accepted().filter(Exists(_on_older_pledge()))
    return accepted.select_related("school").order_by("decided_at", "pk")


def pledges_waiting() -> QuerySet[Pledge]:
    """Return the pledges in force that wait for a new plaque or a renewal, longest first.

    Ask `to_renew` which plaques of the school rest on an earlier pledge.
    """
    rows = Pledge.objects.accepted().filter(Q(plaques__isnull=True) | Exists(_on_older_pledge()))
    plaques = Plaque.objects.read_as(*RENEWABLE_STATUSES).order_by("campus")
    return (
        rows.distinct()
        .select_related("school")
        .prefetch_related(Prefetch("school__plaques", queryset=plaques, to_attr="renewable"))
        .order_by("decided_at", "pk")
    )


def to_renew(pledge: Pledge) -> list[Plaque]:
    """Return the plaques of a pledge's school that still rest on an earlier pledge.

    pledge: read through `pledges_waiting`, then without a query; or any other.
    """
    plaques = getattr(pledge.school, "renewable", None)
    if plaques is None:
        plaques = pledge.school.plaques.read_as(*RENEWABLE_STATUSES).order_by("campus")
    return [plaque for plaque in plaques if plaque.pledge_id != pledge.pk]


def renewable_plaque(pledge: Pledge, campus: Campus) -> Plaque | None:
    """Return the plaque at a campus that a new pledge can renew instead of a new number."""
    plaques = campus.plaques.read_as(*RENEWABLE_STATUSES).exclude(pledge=pledge)
    return plaques.first()


def campuses_without_plaque(pledge: Pledge) -> QuerySet[Campus]:
    """Return the campuses of the school that have no plaque on this pledge, main one first."""
    hung = Plaque.objects.filter(pledge=pledge).values("campus")
    return pledge.school.campuses.exclude(pk__in=hung)
