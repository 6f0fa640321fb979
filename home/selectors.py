"""What the pages count and list. Read fresh for every request: nothing here is cached."""

from collections.abc import Iterable
from itertools import pairwise
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Membership, School
from association.plaques.enums import PublicState
from association.plaques.models import Plaque
from association.plaques.selectors import find_members
from association.pledges.changes import VersionChanges, changes_between
from association.pledges.enums import VersionStatus
from association.pledges.models import CovenantVersion, Pledge


class AllianceFigures(NamedTuple):
    """Schools of one alliance: members, those with a pledge in force, those with a valid plaque."""

    code: str
    name: str
    glyph: str
    members: int
    signed: int
    hung: int

    @property
    def url(self) -> str:
        return f"/alliances/{self.code}/"


def alliance_figures() -> list[AllianceFigures]:
    """Return the counts of the four alliances in their order, in two queries."""
    signed = Pledge.objects.accepted().filter(school=OuterRef("school"))
    hung = Plaque.objects.in_state(PublicState.VALID).filter(school=OuterRef("school"))
    counted = (
        Membership.objects.filter(status=MembershipStatus.ACTIVE)
        .order_by()
        .values("alliance")
        .annotate(
            members=Count("pk"),
            signed=Count("pk", filter=Exists(signed)),
            hung=Count("pk", filter=Exists(hung)),
        )
    )
    by_alliance = {row["alliance"]: row for row in counted}
    nothing = {"members": 0, "signed": 0, "hung": 0}
    figures = []
    for alliance in Alliance.objects.all():
        row = by_alliance.get(alliance.pk, nothing)
        figures.append(
            AllianceFigures(
                code=alliance.code,
                name=alliance.name,
                glyph=alliance.name_zh[:1],
                members=row["members"],
                signed=row["signed"],
                hung=row["hung"],
            )
        )
    return figures


def totals(figures: Iterable[AllianceFigures]) -> dict[str, int]:
    """Return the sums over the alliances, keyed members, signed and hung."""
    rows = list(figures)
    return {key: sum(getattr(row, key) for row in rows) for key in ("members", "signed", "hung")}


def chart_rows(figures: Iterable[AllianceFigures], key: str) -> list[dict[str, Any]]:
    """Return the rows of components/bar_chart.html: one count beside all members.

    key: "signed" or "hung".
    """
    return [
        {
            "label": row.name,
            "value": getattr(row, key),
            "total": row.members,
            "percent": round(100 * getattr(row, key) / row.members) if row.members else 0,
            "url": row.url,
        }
        for row in figures
    ]


def pledging_schools(**asked: str) -> QuerySet[School]:
    """Return the members with a pledge in force that fit, with `pledged_at` and `version_number`.

    asked: as `find_members` takes it.
    """
    pledge = Pledge.objects.accepted().filter(school=OuterRef("pk"))
    return (
        find_members(**asked)
        .annotate(
            pledged_at=Subquery(pledge.values("decided_at")[:1]),
            version_number=Subquery(pledge.values("covenant_version__number")[:1]),
        )
        .filter(version_number__isnull=False)
    )


def covenant_in_force() -> CovenantVersion | None:
    """Return the version in force with its promises and their checklist items."""
    versions = CovenantVersion.objects.current()
    return versions.prefetch_related("promises__checklist_items").first()


def earlier_versions() -> list[CovenantVersion]:
    """Return the versions that were in force before, newest first. Two queries."""
    retired = CovenantVersion.objects.filter(status=VersionStatus.RETIRED).order_by("-number")
    return list(retired.prefetch_related("promises"))


def changes_of_versions(
    covenant: CovenantVersion | None, earlier: Iterable[CovenantVersion]
) -> list[VersionChanges]:
    """Return what each version changed in the one before, the latest first. No query.

    covenant: in force. earlier: those before it, newest first.
    """
    versions = [*([covenant] if covenant else []), *earlier]
    return [changes_between(old, new) for new, old in pairwise(versions)]
