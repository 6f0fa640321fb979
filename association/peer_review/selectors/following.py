"""Findings as those see them who follow them: what waits for a lead, and for a visitor."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.alliances.models import Alliance, School
from association.core import clock
from association.core.workdays import working_days_since
from association.peer_review.enums import ExtensionState, FindingStatus
from association.peer_review.models import Finding, FindingSettings, Submission
from association.peer_review.permissions import finding_policy
from association.peer_review.selectors.clocks import earliest_recheck
from association.peer_review.selectors.findings import FINDING_LOOKS
from association.peer_review.selectors.people import noted_by
from association.pledges.models import CovenantVersion, Promise


class Matter(models.IntegerChoices):
    """What a finding waits for, in the order in which a lead works."""

    DECIDE = 1, _("To decide")
    RECHECK = 2, _("To re-check")
    OVERDUE = 3, pgettext_lazy("findings", "Overdue")
    UNDER_WAY = 4, _("Being mended")
    ENDED = 5, _("Closed or fallen away")


@dataclass(frozen=True, slots=True)
class Followed:
    """A finding on a list. late: working days since its deadline; recheck_from: not closed before.

    Either is None where it does not matter.
    """

    finding: Finding
    matter: Matter
    late: int | None
    recheck_from: dt.date | None

    @property
    def look(self) -> str:
        late = self.matter == Matter.OVERDUE
        return "to_amend" if late else FINDING_LOOKS[FindingStatus(self.finding.status)]

    @property
    def waits_for_time(self) -> bool:
        """The school asked for more time, and nobody has decided."""
        open_yet = self.finding.status == FindingStatus.OPEN
        return open_yet and self.finding.extension == ExtensionState.ASKED


def with_matter(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Return findings, each with its `matter`, in the order of work."""
    is_open = Q(status=FindingStatus.OPEN)
    asked = is_open & Q(extension=ExtensionState.ASKED)
    matter = Case(
        When(Q(status=FindingStatus.CONTESTED) | asked, then=Value(Matter.DECIDE)),
        When(status=FindingStatus.MENDED, then=Value(Matter.RECHECK)),
        When(is_open & Q(due_on__lt=clock.today()), then=Value(Matter.OVERDUE)),
        When(is_open, then=Value(Matter.UNDER_WAY)),
        default=Value(Matter.ENDED),
        output_field=models.IntegerField(),
    )
    return findings.annotate(matter=matter).order_by("matter", "due_on", "pk")


def followed_by_lead(user: Any, alliance: Alliance) -> QuerySet[Finding]:
    """Return the findings at an alliance's schools on which its lead may decide."""
    return with_matter(_of_alliance(finding_policy.rows(user, "decide"), alliance))


def to_recheck(user: Any, alliance: Alliance) -> QuerySet[Finding]:
    """Return what a visitor of an alliance can look at again: mended, and noted by others."""
    rows = _of_alliance(finding_policy.rows(user, "recheck"), alliance)
    if user.pk is None:
        return with_matter(rows.none())
    noted = Submission.objects.filter(noted_by(user))
    mended = rows.filter(status=FindingStatus.MENDED).exclude(visit__in=noted.values("visit"))
    return with_matter(mended)


def counted(findings: QuerySet[Finding]) -> dict[Matter, int]:
    """Return how many findings there are of each matter, those without any left out. One query."""
    rows = findings.order_by().values("matter").annotate(total=Count("pk"))
    return {Matter(row["matter"]): row["total"] for row in rows.order_by("matter")}


def promises_in(findings: QuerySet[Finding]) -> list[tuple[str, str]]:
    """Return code and title of the promises that occur, by the covenant in force. Two queries."""
    codes = sorted(set(findings.order_by().values_list("promise", flat=True)))
    current = Promise.objects.filter(version__in=CovenantVersion.objects.current())
    titles = {each.code: each.title for each in current}
    return [(code, f"{code} {titles.get(code, '')}".strip()) for code in codes]


def told(findings: Iterable[Finding]) -> list[Followed]:
    """Return findings of `with_matter` as a list shows them. Two queries, however many."""
    rows, today = list(findings), clock.today()
    if not rows:
        return []
    overdue = [row.due_on for row in rows if row.matter == Matter.OVERDUE]
    late, rules = working_days_since(overdue, today), FindingSettings.load()
    return [
        Followed(
            row,
            Matter(row.matter),
            late=late[row.due_on] if row.matter == Matter.OVERDUE else None,
            recheck_from=earliest_recheck(row, rules) if row.matter == Matter.RECHECK else None,
        )
        for row in rows
    ]


def _of_alliance(rows: QuerySet[Finding], alliance: Alliance) -> QuerySet[Finding]:
    members = School.objects.in_alliance(alliance.code).values("pk")
    return rows.filter(school__in=members).select_related("school")
