"""Who would take part in a round, and what stands between any two of them."""

from collections.abc import Iterator

from association.alliances.enums import CampusKind, MembershipStatus
from association.alliances.models import Alliance, Campus, Membership
from association.peer_review.enums import RoundKind, RoundScope, RoundStatus, VisitStatus
from association.peer_review.models import Round, Seat, Tie

Pair = frozenset[int]
MEETING = (RoundStatus.DRAWN, RoundStatus.RUNNING, RoundStatus.CLOSED)


def members_in_scope(row: Round) -> list[Membership]:
    """Return the running memberships of a round's scope with schools, by credit code."""
    rows = Membership.objects.filter(status=MembershipStatus.ACTIVE)
    if row.scope == RoundScope.ONE:
        rows = rows.filter(alliance=row.alliance_id)
    return list(rows.select_related("school", "alliance").order_by("school__uscc"))


def places_of(school_ids: list[int]) -> dict[int, tuple[float, float]]:
    """Return latitude and longitude (WGS-84 degrees) of each main campus that has them."""
    rows = Campus.objects.filter(
        school__in=school_ids, kind=CampusKind.MAIN, latitude__isnull=False
    )
    return {pk: (lat, lon) for pk, lat, lon in rows.values_list("school", "latitude", "longitude")}


def tied_pairs(school_ids: list[int]) -> set[Pair]:
    """Return the pairs of schools between which a tie stands, whatever its kind."""
    rows = Tie.objects.standing().filter(first__in=school_ids, second__in=school_ids)
    return {frozenset(pair) for pair in rows.values_list("first", "second")}


def recent_pairs(row: Round) -> dict[Pair, int]:
    """Return the pairs that met in earlier rounds of mutual visits, and how many rounds ago.

    Counted for each alliance over the rounds its members took part in, once drawn; the newest
    before this one is 1. `avoid_rounds` of the round says how far back it looks. Whoever was
    excused did not meet, nor did those whose visit was called off.
    """
    scope = [row.alliance] if row.scope == RoundScope.ONE else Alliance.objects.all()
    met: dict[Pair, int] = {}
    for alliance in scope:
        for pair, ago in _met_in(alliance, row):
            met[pair] = min(ago, met.get(pair, ago))
    return met


def _met_in(alliance: Alliance, before: Round) -> Iterator[tuple[Pair, int]]:
    rounds = Round.objects.with_part_of(alliance).exclude(pk=before.pk)
    drawn = rounds.filter(kind=RoundKind.MUTUAL, status__in=MEETING)
    earlier = list(
        drawn.order_by("-opens_on", "-pk").values_list("pk", flat=True)[: before.avoid_rounds]
    )
    seats = Seat.objects.filter(
        visit__round__in=earlier,
        visit__school__memberships__status=MembershipStatus.ACTIVE,
        visit__school__memberships__alliance=alliance,
        until__isnull=True,
        school__isnull=False,
    ).exclude(visit__status=VisitStatus.CANCELLED)
    for round_id, visited, visitor in seats.values_list("visit__round", "visit__school", "school"):
        yield frozenset((visited, visitor)), earlier.index(round_id) + 1
