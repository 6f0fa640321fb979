"""Findings as pages show them: one with all that was said, and a school's in the order of work."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from association.alliances.models import School
from association.peer_review.checklists.questions import groups_of
from association.peer_review.enums import EntryKind, FindingStatus
from association.peer_review.models import Entry, Finding, Report, Visit, VisitPhoto
from association.peer_review.permissions import visit_policy
from association.peer_review.photos import named_photos
from association.peer_review.selectors.board import board_visits
from association.peer_review.selectors.reading import photos_shown, readings
from association.pledges.models import BreachCode, CovenantVersion, Promise

# Which look of `components/status_badge.html` goes with which state.
FINDING_LOOKS = {
    FindingStatus.OPEN: "todo",
    FindingStatus.CONTESTED: "submitted",
    FindingStatus.MENDED: "submitted",
    FindingStatus.CLOSED: "done",
    FindingStatus.WITHDRAWN: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding with what a list says about its time."""

    finding: Finding

    @property
    def look(self) -> str:
        return "to_amend" if self.is_late else FINDING_LOOKS[FindingStatus(self.finding.status)]

    @property
    def is_late(self) -> bool:
        return self.finding.is_overdue

    @property
    def runs(self) -> bool:
        """The days to mend it are running."""
        return self.finding.status == FindingStatus.OPEN

    @property
    def days(self) -> int:
        """Days that are left, or that it is late; see `is_past`."""
        return abs(self.finding.days_left())

    @property
    def is_past(self) -> bool:
        """The last day is over; while more time is asked for this is not late."""
        return self.finding.days_left() < 0


@dataclass(frozen=True, slots=True)
class SchoolFindings:
    """What stands open at a school: to mend by deadline, waiting for others, noted by itself."""

    to_mend: list[FindingRow]
    waiting: list[FindingRow]
    own: list[FindingRow]

    def __bool__(self) -> bool:
        return bool(self.to_mend or self.waiting or self.own)

    @property
    def contested(self) -> list[FindingRow]:
        return self._in(FindingStatus.CONTESTED)

    @property
    def mended(self) -> list[FindingRow]:
        return self._in(FindingStatus.MENDED)

    @property
    def late(self) -> list[FindingRow]:
        return [row for row in self.to_mend if row.is_late]

    def _in(self, status: FindingStatus) -> list[FindingRow]:
        return [row for row in self.waiting if row.finding.status == status]


def open_findings(school: School) -> SchoolFindings:
    """Return what stands open at a school, the nearest deadline first. One query."""
    rows = rows_of(Finding.objects.filter(school=school).unfinished().order_by("due_on", "pk"))
    others = [row for row in rows if not row.finding.own]
    return SchoolFindings(
        to_mend=[row for row in others if row.runs],
        waiting=[row for row in others if not row.runs],
        own=[row for row in rows if row.finding.own],
    )


def finished_findings(school: School) -> QuerySet[Finding]:
    """Return what is closed or fell away at a school, the latest first."""
    done = [FindingStatus.CLOSED, FindingStatus.WITHDRAWN]
    rows = Finding.objects.filter(school=school, status__in=done)
    return rows.order_by(F("closed_on").desc(nulls_last=True), "-pk")


def own_findings_of(visit: Visit) -> list[FindingRow]:
    """Return what the visited school noted about itself, then or before, and has still to mend."""
    own = Finding.objects.filter(school=visit.school_id, own=True)
    return rows_of(own.unfinished().order_by("due_on", "pk"))


def rows_of(findings: Iterable[Finding]) -> list[FindingRow]:
    """Return findings as rows of a list, in their order."""
    return [FindingRow(each) for each in findings]


def thread_of(finding: Finding) -> list[Entry]:
    """Return what was said about a finding with its photos, the earliest first. Two queries."""
    return list(finding.entries.select_related("author").prefetch_related("photos"))


def was_contested(thread: Iterable[Entry]) -> bool:
    """Say whether the school asked before to correct the facts; it can do so once."""
    return any(entry.kind == EntryKind.CORRECTION for entry in thread)


def basis_of(finding: Finding) -> dict[str, Any]:
    """Return the promise and the breach a finding rests on, by the covenant in force.

    Either is None where that covenant does not know its code.
    """
    promise = Promise.objects.filter(
        version__in=CovenantVersion.objects.current(), code=finding.promise
    ).first()
    breach = BreachCode.objects.filter(promise=promise, code=finding.breach).first()
    return {"promise": promise, "breach": breach if promise else None}


def photos_beside(user: Any, finding: Finding) -> list[VisitPhoto]:
    """Return the visitors' photos of what a finding is about, as far as a user sees them."""
    report = Report.objects.filter(visit=finding.visit_id).first()
    named = named_photos((report and report.answers) or {})
    keys = {key for key, place in named.items() if _is_about(finding, place)}
    if not keys or not visit_policy.rows(user, "view").filter(pk=finding.visit_id).exists():
        return []
    shown = keys & _shown_to(user, finding.visit)
    return list(VisitPhoto.objects.filter(visit=finding.visit_id, key__in=shown))


def _is_about(finding: Finding, place: str) -> bool:
    """Say whether a place such as `C11` or `rooms-0-C73b` is that of a finding."""
    if not finding.row:
        return place == finding.item_code
    return place.endswith(f"-{finding.row - 1}-{finding.item_code}")


def _shown_to(user: Any, visit: Visit) -> frozenset[str]:
    [found] = board_visits(Visit.objects.filter(pk=visit.pk))
    return photos_shown(readings(user, found, groups_of(visit.round.checklist)))
