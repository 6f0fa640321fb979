"""What waits for those who follow findings, and for visitors whose answers differ."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from laces.components import Component

from association.alliances.models import Alliance, School
from association.peer_review.models import Report, Seat
from association.peer_review.selectors.agreement import reports_to_agree
from association.peer_review.selectors.following import (
    Matter,
    counted,
    followed_by_lead,
    to_recheck,
)


class FollowedFindings(Component):
    """How many findings wait for what, and the way to their list."""

    template_name = "peer_review/panels/following.html"

    def __init__(self, counts: dict[Matter, int], address: str) -> None:
        self.counts = counts
        self.address = address

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = [{"matter": matter, "total": total} for matter, total in self.counts.items()]
        return {"rows": rows, "address": self.address}


class ReportsToAgree(Component):
    """The reports that wait for a visitor's agreement."""

    template_name = "peer_review/panels/reports.html"

    def __init__(self, reports: list[Report]) -> None:
        self.reports = reports

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"reports": self.reports}


def lead_panel(*, subject: Alliance, user: Any) -> Component | None:
    """Return the alliance desk's panel, None where no finding is under way."""
    counts = counted(followed_by_lead(user, subject).unfinished())
    address = reverse("peer_review:followed_findings", args=[subject.code])
    return FollowedFindings(counts, address) if counts else None


def recheck_panel(*, subject: Alliance, user: Any) -> Component | None:
    """Return the visitor desk's panel, None where there is nothing to look at again."""
    counts = counted(to_recheck(user, subject))
    address = reverse("peer_review:visited_findings", args=[subject.code])
    return FollowedFindings(counts, address) if counts else None


def agreement_panel(*, subject: Alliance, user: Any) -> Component | None:
    """Return the panel for a visitor's desk, None where nothing waits."""
    members = School.objects.in_alliance(subject.code).values("pk")
    of_alliance = _seats_of(user).filter(school__isnull=True)
    waiting = reports_to_agree(user).filter(visit__school__in=members, visit__seats__in=of_alliance)
    found = list(waiting)
    return ReportsToAgree(found) if found else None


def reports_at_school(user: Any, school: School) -> list[Report]:
    """Return the reports that wait for a person whom this school sent. One query."""
    sent = _seats_of(user).filter(school=school)
    return list(reports_to_agree(user).filter(visit__seats__in=sent))


def _seats_of(user: Any) -> QuerySet[Seat]:
    return Seat.objects.filter(visitor=user.pk, until__isnull=True)
