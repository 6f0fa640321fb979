"""Visits with a final report, and those of their findings whose facts stand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count, Max

from association.alliances.models import Alliance, School
from association.core import clock
from association.peer_review.enums import FindingStatus, ReportStatus
from association.peer_review.models import Finding, Participant, Round, Submission, Visit
from association.peer_review.selectors.told_public import BY_PEERS

Parts = Mapping[tuple[int, int], Alliance]


@dataclass(frozen=True, slots=True)
class Case:
    """A visit with its report. findings: those whose facts stand. visitors: 0 where unknown."""

    visit: Visit
    alliance: Alliance | None
    visited_on: dt.date
    visitors: int
    findings: list[Finding]

    @property
    def round(self) -> Round:
        return self.visit.round

    @property
    def school(self) -> School:
        return self.visit.school

    def count(self, severity: str) -> int:
        """Return how many findings are of a severity."""
        return sum(each.severity == severity for each in self.findings)

    @property
    def closed(self) -> int:
        return sum(not each.is_unfinished for each in self.findings)

    @property
    def overdue(self) -> int:
        return sum(each.is_overdue for each in self.findings)

    @property
    def under_way(self) -> int:
        """To be mended in time, or mended and to be re-checked."""
        return len(self.findings) - self.closed - self.overdue

    @property
    def last_closed_on(self) -> dt.date | None:
        return max((each.closed_on for each in self.findings if each.closed_on), default=None)


def alliances_by_part() -> Parts:
    """Return for each round and school the alliance for which it took part. One query."""
    rows = Participant.objects.select_related("alliance")
    return {(each.round_id, each.school_id): each.alliance for each in rows}


def read_cases(alliances: Parts, *, year: int | None = None) -> tuple[list[Case], int]:
    """Return the visits of a period, the first first, and how many findings do not count yet.

    alliances: as `alliances_by_part` returns them. Three queries.
    """
    handed_in = Submission.objects.filter(
        visit__report__status=ReportStatus.FINAL,
        visit__round__kind__in=BY_PEERS,
        seat__until__isnull=True,
    )
    days = {
        visit: (day, people)
        for visit, day, people in handed_in.order_by()
        .values_list("visit")
        .annotate(Max("visited_on"), Count("seat", distinct=True))
        if year is None or day.year == year
    }
    findings, waiting = _findings(days)
    visits = Visit.objects.filter(
        report__status=ReportStatus.FINAL, round__kind__in=BY_PEERS
    ).select_related("round__alliance", "school")
    cases = [
        Case(
            visit=visit,
            alliance=alliances.get((visit.round_id, visit.school_id)) or visit.round.alliance,
            visited_on=days[visit.pk][0],
            visitors=days[visit.pk][1],
            findings=findings[visit.pk],
        )
        for visit in visits
        if visit.pk in days
    ]
    return sorted(cases, key=lambda case: (case.visited_on, case.visit.pk)), waiting


def _findings(visits: Iterable[int]) -> tuple[Mapping[int, list[Finding]], int]:
    """Return the findings by visit, and how many of these visits do not count yet."""
    known, waiting = set(visits), 0
    found: dict[int, list[Finding]] = defaultdict(list)
    rows = Finding.objects.of_others().exclude(status=FindingStatus.WITHDRAWN)
    today = clock.today()
    for each in rows.defer("facts", "text_zh", "text_en"):
        if each.visit_id not in known:
            continue
        if each.status == FindingStatus.CONTESTED or each.facts_stand_on > today:
            waiting += 1
        else:
            found[each.visit_id].append(each)
    return found, waiting


def years_of_visits() -> list[int]:
    """Return the years in which visits were made, the latest first. One query."""
    days = Submission.objects.filter(visit__report__status=ReportStatus.FINAL)
    return [day.year for day in days.dates("visited_on", "year", order="DESC")]
