"""Take-downs as schools, leads and the secretariat see them."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Membership, School
from association.core import clock
from association.plaques.enums import ReportKind, TakeDownStatus, Verb
from association.plaques.models import Plaque, PlaqueEvent, TakeDown


def take_down_day() -> dt.date:
    """Return the day by which a plaque should be down that is taken back today."""
    return clock.today() + dt.timedelta(days=settings.PLAQUE_TAKE_DOWN_DAYS)


def was_hung(plaque: Plaque) -> bool:
    """Say whether any copy was ever confirmed at the gate; else no wall can be shown bare."""
    return plaque.events.filter(verb=Verb.ACTIVATE).exists()


def with_reports(take_downs: QuerySet[TakeDown]) -> QuerySet[TakeDown]:
    """Fetch along plaque, school and campus.

    Counts as `still_seen` who saw it hang since, and tells as `was_hung` what `was_hung` does.
    """
    still = Q(
        plaque__reports__kind=ReportKind.STILL_HANGING,
        plaque__reports__created_at__gte=F("opened_at"),
    )
    return take_downs.select_related("plaque__school", "plaque__campus").annotate(
        still_seen=Count("plaque__reports", filter=still),
        was_hung=Exists(PlaqueEvent.objects.filter(record=OuterRef("plaque"), verb=Verb.ACTIVATE)),
    )


def take_downs_of(school: School) -> QuerySet[TakeDown]:
    """Return the unfinished take-downs of a school, also of one that has left."""
    return with_reports(TakeDown.objects.unfinished().filter(plaque__school=school))


def take_downs_of_members(alliance: Alliance) -> QuerySet[TakeDown]:
    """Return the unfinished take-downs of an alliance's members, the nearest deadline first."""
    members = School.objects.filter(
        memberships__status=MembershipStatus.ACTIVE, memberships__alliance=alliance
    )
    return with_reports(TakeDown.objects.unfinished().filter(plaque__school__in=members))


def take_downs_by_alliance(take_downs: Iterable[TakeDown]) -> dict[Alliance, list[TakeDown]]:
    """Return take-downs under the alliances that their schools are in now; no other. One query."""
    rows = list(take_downs)
    memberships = Membership.objects.filter(
        status=MembershipStatus.ACTIVE, school__in={row.plaque.school_id for row in rows}
    )
    places = {row.school_id: row.alliance for row in memberships.select_related("alliance")}
    found: dict[Alliance, list[TakeDown]] = {}
    for row in rows:
        if place := places.get(row.plaque.school_id):
            found.setdefault(place, []).append(row)
    return found


def follow_up(take_downs: QuerySet[TakeDown]) -> QuerySet[TakeDown]:
    """Return those in which the secretariat is next: a photo to look at, or a day that passed."""
    late = Q(status=TakeDownStatus.OPEN, due_on__lt=clock.today())
    return take_downs.filter(late | Q(status=TakeDownStatus.SHOWN))
