"""A visit's report as one person reads it: where visitors differ, what is agreed, the originals."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet

from association.alliances.permissions import schools_of
from association.core import clock
from association.peer_review.checklists.agreement import Part, differences
from association.peer_review.checklists.questions import Group, groups_of
from association.peer_review.enums import ReportStatus
from association.peer_review.models import Finding, Report, Round, Submission, Visit
from association.peer_review.permissions import finding_policy, report_policy
from association.peer_review.selectors.answers import ToldBlock, told_answers, without_sensitive
from association.peer_review.selectors.board import BoardVisit, board_visits
from association.peer_review.selectors.clocks import decidable_on
from association.peer_review.selectors.people import acts_for, is_noter
from association.peer_review.selectors.reading import Reading, photos_shown, readings

# Which look of `components/status_badge.html` goes with which state.
REPORT_LOOKS = {
    ReportStatus.DIFFERING: "todo",
    ReportStatus.PROPOSED: "submitted",
    ReportStatus.FINAL: "done",
}


@dataclass(frozen=True, slots=True)
class Side:
    """What one visitor answered. place: its key; kept: this answer is proposed, or was kept."""

    place: int
    submission: Submission
    blocks: list[ToldBlock]
    kept: bool


@dataclass(frozen=True, slots=True)
class Contrast:
    """One difference. item: a single question, else a room as it was answered."""

    key: str
    text: str
    item: bool
    sides: list[Side]


@dataclass(frozen=True, slots=True)
class Original:
    """A visitor's sealed answers in words; left_out: something is not for this reader."""

    submission: Submission
    blocks: list[ToldBlock]
    left_out: bool


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What one person reads of a report. whole: they read every visitor's answers."""

    report: Report
    found: BoardVisit
    groups: Sequence[Group]
    read: Sequence[Reading]
    photos: frozenset[str]

    @property
    def look(self) -> str:
        return REPORT_LOOKS[ReportStatus(self.report.status)]

    @property
    def whole(self) -> bool:
        return len(self.read) == len(self.found.all_answers)

    @property
    def is_final(self) -> bool:
        return self.report.status == ReportStatus.FINAL

    @property
    def contrasts(self) -> list[Contrast]:
        """Where the visitors differ; nothing for whoever does not read them all."""
        if not self.whole:
            return []
        given = {each.submission.seat_id or 0: each.answers for each in self.read}
        return [self._contrast(each) for each in differences(self.groups, given)]

    def _contrast(self, part: Part) -> Contrast:
        return Contrast(
            key=part.key,
            text=_named(part),
            item=part.question is not None,
            sides=[
                self._side(part, each)
                for each in self.read
                if (each.submission.seat_id or 0) in part.given
            ],
        )

    def _side(self, part: Part, each: Reading) -> Side:
        place = each.submission.seat_id or 0
        group = replace(part.group, questions=part.questions)
        room = {} if part.question else {group.key: [part.given[place]]}
        blocks = self._told(replace(each, answers={**each.answers, **room}), [group])
        return Side(place, each.submission, blocks, kept=self._is_kept(part, place))

    def _is_kept(self, part: Part, place: int) -> bool:
        """An answer is kept if the final answers say the same, or if the proposal names it."""
        if self.is_final:
            return part.is_kept(place, self.report.answers or {})
        proposed = (self.report.proposal or {}).get("kept", {})
        return bool(proposed) and proposed.get(part.key) == place

    @property
    def agreed(self) -> Original | None:
        """The agreed answers, for whoever reads all of a final report."""
        if not (self.is_final and self.whole):
            return None
        answers = self.report.answers or {}
        if not all(each.whole for each in self.read):
            answers = without_sensitive(answers, self.groups)
        blocks = told_answers(answers, self.groups, failed=self.report.failed, photos=self.photos)
        return Original(self.read[0].submission, blocks, answers != self.report.answers)

    @property
    def originals(self) -> list[Original]:
        """The sealed answers this person reads, each as it was handed in."""
        return [
            Original(each.submission, self._told(each, self.groups), each.left_out)
            for each in self.read
        ]

    def _told(self, each: Reading, groups: Sequence[Group]) -> list[ToldBlock]:
        return told_answers(each.answers, groups, failed=each.submission.failed, photos=self.photos)


def _named(part: Part) -> str:
    """Return what a difference is about: an item with its code, or a room by its name."""
    if part.question is None:
        section = part.group.section
        name = part.room or str((part.number or 0) + 1)
        return f"{section.repeat_label or section.title} {name}"
    text = part.question.item.text if part.question.item else part.group.section.title
    return f"{part.question.code} {text}"


def read_report(user: Any, report: Report) -> ReadReport:
    """Return a report as a user reads it; ask first whether they may."""
    [found] = board_visits(Visit.objects.filter(pk=report.visit_id))
    groups = groups_of(report.visit.round.checklist)
    read = readings(user, found, groups)
    return ReadReport(report, found, groups, _of_places(read), photos_shown(read))


def _of_places(read: list[Reading]) -> list[Reading]:
    """Leave out what came in before anybody had a place, once somebody's answers are in."""
    return [each for each in read if each.submission.seat_id] or read


@dataclass(frozen=True, slots=True)
class ReportSteps:
    """What a person can do now.

    decide_on: from which day they can decide, while the visitors have time to agree. waits: the
    own proposal waits for another visitor. involved: they run the round, yet were there or act for
    the school, so that somebody else decides.
    """

    propose: bool = False
    confirm: bool = False
    decide: bool = False
    decide_on: dt.date | None = None
    waits: bool = False
    involved: bool = False


def steps_of(user: Any, report: Report) -> ReportSteps:
    """Return what a user can do to a report. Nothing once it is final."""
    if report.status == ReportStatus.FINAL:
        return ReportSteps()
    proposed = report.status == ReportStatus.PROPOSED
    agrees = report_policy.user_has_permission_for_instance(user, "agree", report)
    own = report.proposed_by_id == user.pk
    runs = report_policy.user_has_permission_for_instance(user, "decide", report)
    involved = runs and (acts_for(user, report.visit.school_id) or is_noter(user, report.visit))
    decides = runs and not involved
    waits_until = _still_to_come(decidable_on(report)) if decides else None
    return ReportSteps(
        propose=agrees and not proposed,
        confirm=agrees and proposed and not own,
        decide=decides and waits_until is None,
        decide_on=waits_until,
        waits=agrees and proposed and own,
        involved=involved,
    )


def _still_to_come(day: dt.date) -> dt.date | None:
    return day if day > clock.today() else None


def findings_told(user: Any, report: Report) -> QuerySet[Finding]:
    """Return the findings that came of a report, as far as a user reads them."""
    return finding_policy.rows(user, "view").filter(visit=report.visit_id, own=False).order_by("pk")


def reports_to_agree(user: Any) -> QuerySet[Report]:
    """Return the reports that wait for this visitor: to propose, or to confirm another's."""
    rows = report_policy.rows(user, "agree").exclude(status=ReportStatus.FINAL)
    waiting = rows.exclude(status=ReportStatus.PROPOSED, proposed_by=user.pk)
    return waiting.select_related("visit__school", "visit__round").order_by("created_at", "pk")


def differing_reports(row: Round) -> QuerySet[Report]:
    """Return the reports of a round that are not final, the oldest first."""
    rows = Report.objects.filter(visit__round=row).exclude(status=ReportStatus.FINAL)
    return rows.select_related("visit__school").order_by("created_at", "pk")


def is_of_visited(user: Any, report: Report) -> bool:
    """Say whether a user acts for the visited school."""
    return schools_of(user).filter(pk=report.visit.school_id).exists()
