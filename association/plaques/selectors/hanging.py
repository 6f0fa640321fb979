"""What is still to be hung, and the one photo that parents compare."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from association.alliances.models import Alliance, School
from association.core import clock
from association.plaques.enums import PhotoKind, PlaqueStatus
from association.plaques.models import Photo, Plaque
from association.plaques.selectors.public import WITHOUT_PHOTO, alliance_of, with_alliance


@dataclass(frozen=True, kw_only=True)
class ToHang:
    """A plaque that waits for its photo from the gate. days_left: below zero when overdue."""

    plaque: Plaque
    alliance: Alliance | None
    days_left: int

    @property
    def is_overdue(self) -> bool:
        """It should hang by now."""
        return self.days_left < 0

    @property
    def days_over(self) -> int:
        """How many days ago it should have hung."""
        return max(0, -self.days_left)


def to_hang(plaques: QuerySet[Plaque] | None = None) -> list[ToHang]:
    """Return the plaques that wait to be hung, the longest overdue first. Two queries.

    plaques: among these; all when None. One whose time has run out meanwhile waits for nothing.
    """
    plaques = Plaque.objects.all() if plaques is None else plaques
    waiting = plaques.to_hang().filter(valid_until__gte=clock.today())
    rows = with_alliance(waiting).select_related("school", "campus")
    return [row_to_hang(plaque, alliance_of(plaque)) for plaque in rows.order_by("hang_by", "pk")]


def row_to_hang(plaque: Plaque, alliance: Alliance | None) -> ToHang:
    """Return the line of a plaque that waits. No query."""
    days = (plaque.hang_by - clock.today()).days
    return ToHang(plaque=plaque, alliance=alliance, days_left=days)


def confirmed_at_gate(plaques: QuerySet[Plaque]) -> QuerySet[Plaque]:
    """Return those that were seen at their gates and hang in force; each may get a newer photo.

    Each with `wants_photo`, as in `to_photograph`; these come first, then by school. One query.
    """
    hung = _with_wish(plaques.read_as(PlaqueStatus.ACTIVE))
    rows = hung.select_related("school", "campus")
    return rows.order_by("-wants_photo", "school__name", "campus", "pk")


def to_photograph(plaques: QuerySet[Plaque] | None = None) -> QuerySet[Plaque]:
    """Return the plaques that hang in force and have no photo, or one of a former address.

    plaques: among these; all when None.
    """
    plaques = Plaque.objects.all() if plaques is None else plaques
    return _with_wish(plaques.read_as(PlaqueStatus.ACTIVE)).filter(wants_photo=True)


def _with_wish(plaques: QuerySet[Plaque]) -> QuerySet[Plaque]:
    """Add `wants_photo`: the latest gate photo is hidden, or shows a former address."""
    photos = Photo.objects.filter(
        plaque=OuterRef("pk"), kind=PhotoKind.GATE, serial=OuterRef("serial")
    )
    as_it_should = Photo.objects.filter(
        Q(address="") | Q(address=OuterRef("campus__address")),
        pk=OuterRef("latest_photo"),
        hidden__isnull=True,
    )
    with_latest = plaques.annotate(latest_photo=Subquery(photos.values("pk")[:1]))
    return with_latest.annotate(wants_photo=~Exists(as_it_should))


def by_alliance(rows: Iterable[ToHang]) -> list[tuple[Alliance | None, list[ToHang]]]:
    """Return the rows under their alliances, in the alliances' order; without one comes last."""
    groups: dict[Alliance | None, list[ToHang]] = {}
    for row in rows:
        groups.setdefault(row.alliance, []).append(row)
    return sorted(groups.items(), key=lambda group: (group[0] is None, group[0] and group[0].order))


def plaques_of_members(alliance: Alliance) -> QuerySet[Plaque]:
    """Return the plaques of the schools that are in the alliance now."""
    return Plaque.objects.filter(school__in=School.objects.in_alliance(alliance.code))


def gate_photo_of(plaque: Plaque) -> Photo | None:
    """Return the latest gate photo of the plaque's present copy. One query."""
    taken = plaque.photos.filter(kind=PhotoKind.GATE, serial=plaque.serial)
    return taken.select_related("sent_by", "hidden__hidden_by").first()


def public_photo(name: str) -> Photo | None:
    """Return the gate photo of that name while it is the latest of a present copy. One query.

    A hidden one is no public photo.
    """
    newer = Photo.objects.filter(
        plaque=OuterRef("plaque"),
        kind=PhotoKind.GATE,
        serial=OuterRef("serial"),
        pk__gt=OuterRef("pk"),
    )
    present = Photo.objects.filter(kind=PhotoKind.GATE, serial=F("plaque__serial"))
    shown = present.exclude(plaque__status__in=WITHOUT_PHOTO).filter(~Exists(newer))
    return shown.filter(name=name, hidden__isnull=True).first()
