"""Filings and joint visits: which cases need one, what waits, and what a department has."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from association.alliances.models import Department, DepartmentLiaison
from association.core import clock
from association.core.workdays import working_days_since
from association.peer_review.enums import Severity
from association.violations.enums import (
    PUBLIC_MEASURES,
    UNFINISHED,
    AppealStatus,
    CaseStatus,
    FilingKind,
    FilingStatus,
    JointVisitStatus,
    Verb,
)
from association.violations.models import Case, Filing, JointVisit
from association.violations.permissions import filing_policy, joint_visit_policy
from association.violations.selectors.aftermath import Later, aftermath_of
from association.violations.selectors.office import office_cases

DECIDED = (CaseStatus.DECIDED, CaseStatus.APPEALED, CaseStatus.IN_FORCE, CaseStatus.CLOSED)


def kind_of(case: Case) -> FilingKind:
    """Return what a department would receive a case for.

    What was handed over before it was in force is reported for the record once it is.
    """
    if not case.hand_over or handed_over_early().filter(case=case).exists():
        return FilingKind.RECORD
    return FilingKind.HAND_OVER


def handed_over_early() -> QuerySet[Filing]:
    """Return the filings whose letter says that a decision is not in force, which it is by now."""
    handed_over = Filing.objects.with_the_department().filter(kind=FilingKind.HAND_OVER)
    return handed_over.filter(
        case__events__verb=Verb.CARRY_OUT, case__events__created_at__gt=F("sent_at")
    )


def ready_to_file(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases that may go to a department now.

    What is public only once it is in force. What is serious and is handed over, or stays inside,
    at once, an appeal or not; the rest when the school cannot appeal any more, and has not.
    """
    inside = ~Q(measure__in=PUBLIC_MEASURES)
    final = Q(final_on__lte=clock.today()) | Q(accepted_at__isnull=False)
    final |= Q(pk__in=Case.objects.filter(appeals__status=AppealStatus.REJECTED).values("pk"))
    at_once = Q(severity=Severity.S3) & (Q(hand_over=True) | inside)
    settled = Q(in_force_on__isnull=False) | (inside & Q(hand_over=True) & final)
    settled &= ~Q(status=CaseStatus.APPEALED)
    return cases.filter(at_once | settled, status__in=DECIDED)


def in_need_of_filing(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases that a department has to be told of: serious, or handed over.

    A measure on a plaque is one of a serious case, always.
    """
    return ready_to_file(cases).filter(Q(severity=Severity.S3) | Q(hand_over=True))


def filing_possible(case: Case) -> bool:
    """Say whether a case may go to a department now."""
    return ready_to_file(Case.objects.filter(pk=case.pk)).exists()


def filing_needed(case: Case) -> bool:
    """Say whether a department has to be told of a case now, filed already or not."""
    return in_need_of_filing(Case.objects.filter(pk=case.pk)).exists()


def cases_to_file(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Return the cases that need a filing and have none, or none since they are in force."""
    filed = Filing.objects.standing().values("case")
    return in_need_of_filing(cases).filter(
        ~Q(pk__in=filed) | Q(pk__in=_without_record().values("case"))
    )


def _without_record() -> QuerySet[Filing]:
    """Return what was handed over early to a department that was told no more since."""
    told = Filing.objects.standing().filter(
        kind=FilingKind.RECORD, case=OuterRef("case"), department=OuterRef("department")
    )
    return handed_over_early().filter(~Exists(told))


def record_is_due(case: Case) -> bool:
    """Say whether a department reads, of what it was handed, that it is not in force, still."""
    return _without_record().filter(case=case).exists() and filing_needed(case)


def readers_for(department: Department) -> QuerySet[DepartmentLiaison]:
    """Return who reads for a department now."""
    return department.liaisons.filter(until__isnull=True, user__is_active=True)


def departments_free_for(case: Case) -> QuerySet[Department]:
    """Return the departments that have no filing of this case yet."""
    filed = case.filings.standing().filter(kind=kind_of(case)).values("department")
    return Department.objects.exclude(pk__in=filed)


# -- on the department's desk ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FilingRow:
    """A filing with its clock. left: working days until its day, None where it is over."""

    filing: Filing
    left: int | None

    @property
    def look(self) -> str:
        if self.filing.status == FilingStatus.ACKNOWLEDGED:
            return "done"
        return "to_amend" if self.filing.is_overdue else "todo"

    @property
    def label(self) -> str:
        if self.filing.status == FilingStatus.ACKNOWLEDGED:
            return self.filing.get_status_display()
        return _("Overdue") if self.filing.is_overdue else _("To be acknowledged")

    @property
    def later(self) -> Later | None:
        """What became of the decision since, which the package itself cannot say."""
        return aftermath_of(self.filing.case)


def filings_at(department: Department) -> QuerySet[Filing]:
    """Return what a department received, the latest first."""
    rows = department.filings.with_the_department().select_related("case__school")
    return rows.order_by("-sent_at", "-pk")


def filing_rows(filings: Any) -> list[FilingRow]:
    """Return filings with the days left, read for all in one query."""
    found, today = list(filings), clock.today()
    ahead = {row.due_on for row in found if row.status == FilingStatus.SENT and row.due_on >= today}
    left: dict[dt.date, int] = {}
    if ahead:
        to_last = working_days_since({today, *ahead}, max(ahead))
        left = {day: to_last[today] - to_last[day] for day in ahead}
    return [
        FilingRow(row, left.get(row.due_on) if row.status == FilingStatus.SENT else None)
        for row in found
    ]


def with_table(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """Fetch along what the line of each in the table is made from."""
    related = filings.select_related("case__school", "case__promise")
    return related.prefetch_related(
        "case__school__campuses", "case__appeals", "case__statements", "case__evidence"
    )


def visits_at(department: Department) -> QuerySet[JointVisit]:
    """Return the joint visits a department was asked for, the latest first."""
    return department.joint_visits.select_related("case__school", "department")


# -- on the case's page ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Authority:
    """What stands between a case and departments, as somebody of the secretariat reads it."""

    filings: list[Filing]
    visits: list[JointVisit]
    is_needed: bool
    is_due_again: bool
    may_file: bool
    may_ask: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.filings or self.visits or self.is_needed or self.may_file or self.may_ask)


def authority_of(user: Any, case: Case) -> Authority:
    """Return a case's filings and joint visits, and what the reader may do about them."""
    filings = list(case.filings.select_related("department"))
    works = filing_policy.user_has_permission(user, "prepare")
    possible = works and filing_possible(case)
    return Authority(
        filings=filings,
        visits=list(case.joint_visits.select_related("department")),
        is_needed=cases_to_file(Case.objects.filter(pk=case.pk)).exists(),
        is_due_again=record_is_due(case),
        may_file=possible and departments_free_for(case).exists(),
        may_ask=joint_visit_policy.user_has_permission(user, "ask") and case.is_unfinished,
    )


# -- on the board ----------------------------------------------------------------------------------


def unfiled_cases(user: Any) -> QuerySet[Case]:
    """Return the cases somebody reads that need a filing and have none."""
    return cases_to_file(office_cases(user))


def filings_to_send(user: Any) -> QuerySet[Filing]:
    """Return the filings that were prepared, and whose case did not go another way since."""
    return still_to_send(filing_policy.rows(user, "send"))


def still_to_send(filings: QuerySet[Filing]) -> QuerySet[Filing]:
    """Return those of some filings that were prepared and may be sent today."""
    ready = ready_to_file(Case.objects.all())
    return filings.filter(status=FilingStatus.PREPARED, case__in=ready.values("pk"))


def filings_to_chase(user: Any) -> QuerySet[Filing]:
    """Return the filings that should have been acknowledged by now."""
    return filing_policy.rows(user, "chase").overdue()


def visits_to_keep(user: Any) -> QuerySet[JointVisit]:
    """Return the agreed visits whose day has come and whose record is missing."""
    return joint_visit_policy.rows(user, "keep").filter(agreed_on__lte=clock.today())


def visits_to_see_to(user: Any) -> QuerySet[JointVisit]:
    """Return the visits that hang, of those somebody may withdraw."""
    return hanging_visits(joint_visit_policy.rows(user, "withdraw"))


def hanging_visits(visits: QuerySet[JointVisit]) -> QuerySet[JointVisit]:
    """Return those of some visits that hang: not answered in time, or their case is over.

    What was agreed and is past its day waits for its record, see `visits_to_keep`.
    """
    today, over = clock.today(), ~Q(case__status__in=UNFINISHED)
    unanswered = Q(wished_on__lt=today) | over
    hanging = Q(status=JointVisitStatus.ASKED) & unanswered
    return visits.filter(hanging | (Q(status=JointVisitStatus.AGREED, agreed_on__gt=today) & over))
