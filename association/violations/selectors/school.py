"""Cases as their school reads them: its list with the days left, and one with all that is shown."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext

from association.alliances.models import School
from association.core import clock
from association.core.workdays import working_days_since
from association.pledges.models import BreachCode
from association.violations.enums import CaseStatus, Measure, Part
from association.violations.models import Case, CaseSettings, Evidence, Statement

OVER = (CaseStatus.CLOSED, CaseStatus.DISMISSED, CaseStatus.ANNULLED)
# Which look of `components/status_badge.html` goes with which state.
CASE_LOOKS = {
    CaseStatus.TOLD: "submitted",
    CaseStatus.DECIDING: "submitted",
    CaseStatus.DECIDED: "todo",
    CaseStatus.APPEALED: "submitted",
    CaseStatus.IN_FORCE: "todo",
    CaseStatus.CLOSED: "done",
    CaseStatus.ANNULLED: "done",
    CaseStatus.DISMISSED: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case with its state and time in the school's words.

    left: working days up to and including its last day; None where no day runs or it is over.
    """

    case: Case
    left: int | None

    @property
    def look(self) -> str:
        if self.case.is_overdue:
            return "to_amend"
        return "todo" if self.waits_for_school else CASE_LOOKS[CaseStatus(self.case.status)]

    @property
    def label(self) -> str:
        case = self.case
        if case.status != CaseStatus.TOLD:
            return case.get_status_display()
        if case.hearing_waits:
            return pgettext("case at its school", "Hearing asked for")
        if case.answered_at is not None:
            return pgettext("case at its school", "Answered")
        if case.answer_open:
            return pgettext("case at its school", "Waiting for your answer")
        return pgettext("case at its school", "The days to answer are over")

    @property
    def waits_for_school(self) -> bool:
        """The school can answer, and did not yet, nor ask to be heard."""
        case = self.case
        return case.answer_open and case.answered_at is None and not case.hearing_waits

    @property
    def may_appeal(self) -> bool:
        """A decision that would become public waits for the school's last day to appeal."""
        return _may_appeal(self.case)

    @property
    def due(self) -> dt.date | None:
        """The last day to answer, to appeal, or to put right what was decided; None without one."""
        return _due(self.case)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of evidence. number: its place in its case, from 1; it never changes."""

    number: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Said:
    """What the school said, with what it handed in beside."""

    statement: Statement
    pieces: list[Piece]


def unfinished_cases(school: School) -> list[CaseRow]:
    """Return a school's cases under way that it was told of, the nearest day first. Three queries.

    Of the same day, what waits for the school comes first.
    """
    rows = rows_of(_told(school).unfinished().prefetch_related("appeals"))
    return sorted(rows, key=lambda row: (row.due or dt.date.max, not row.waits_for_school))


def finished_cases(school: School) -> QuerySet[Case]:
    """Return a school's cases that are over and that it was told of, the latest first."""
    over = _told(school).filter(status__in=OVER)
    ended = Coalesce("annulled_at", "ended_at")
    return over.order_by(ended.desc(nulls_last=True), "-pk")


def rows_of(cases: Iterable[Case]) -> list[CaseRow]:
    """Return cases as rows, in their order; the days left of all are read in one query."""
    found = list(cases)
    left = days_left_to({day for case in found if (day := _due(case))})
    return [CaseRow(case, left.get(_due(case))) for case in found]


def pieces_of(case: Case) -> list[Piece]:
    """Return all evidence of a case with its numbers. One query."""
    return [Piece(number, each) for number, each in enumerate(case.evidence.all(), start=1)]


def said_of(case: Case, pieces: list[Piece]) -> list[Said]:
    """Return what the school said, the earliest first, with its own pieces. One query."""
    return [
        Said(each, [piece for piece in pieces if piece.evidence.statement_id == each.pk])
        for each in case.statements.select_related("author")
    ]


def number_of(evidence: Evidence) -> int:
    """Return the place of a piece of evidence in its case, from 1."""
    return Evidence.objects.filter(case=evidence.case_id, pk__lte=evidence.pk).count()


def breach_of(case: Case) -> BreachCode | None:
    """Return the breach in the words of the covenant the school signed."""
    return BreachCode.objects.filter(promise=case.promise_id, code=case.breach).first()


def deciders_needed(case: Case) -> int:
    """Return how many people at least decide a case; while they were not named, by the settings."""
    if case.status == CaseStatus.TOLD:
        return CaseSettings.load().quorum_of(case.severity)
    return case.quorum


def votes_of(case: Case) -> dict[str, int] | None:
    """Return how many were named in the ballot that decided, and how many voted in favour.

    None before the decision: of a ballot under way the school reads no vote.
    """
    if case.decided_at is None:
        return None
    named = Q(part=Part.DECIDER, ballot=case.ballot)
    return {
        **case.people.aggregate(named=Count("pk", filter=named)),
        "in_favour": case.votes.filter(ballot=case.ballot, in_favour=True).count(),
    }


def _told(school: School) -> QuerySet[Case]:
    return Case.objects.told().filter(school=school).select_related("promise")


def _due(case: Case) -> dt.date | None:
    if case.answer_open:
        return case.answer_by
    if _may_appeal(case):
        return case.final_on - dt.timedelta(days=1)
    return case.mend_by if case.status == CaseStatus.DECIDED else None


def _may_appeal(case: Case) -> bool:
    public = case.status == CaseStatus.DECIDED and Measure(case.measure).is_public
    return public and case.appeal_open


def days_left_to(ends: set[dt.date]) -> dict[dt.date, int]:
    """Return the working days after today up to and including each day that is not over."""
    today = clock.today()
    ahead = {day for day in ends if day >= today}
    if not ahead:
        return {}
    to_last = working_days_since({today, *ahead}, max(ahead))
    return {day: to_last[today] - to_last[day] for day in ahead}
