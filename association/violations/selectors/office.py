"""Cases as the secretariat reads them: which ones, whose turn it is, who voted how."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.alliances.models import Representative
from association.alliances.selectors import acting_now
from association.core import clock
from association.peer_review.enums import FindingStatus
from association.peer_review.models import Finding
from association.violations.enums import CaseStatus, Measure, Part
from association.violations.models import Case, Evidence, Vote
from association.violations.permissions import case_policy


def office_cases(user: Any) -> QuerySet[Case]:
    """Return the cases a person reads in the admin: none of a school they act for.

    What that school is told they read at its desk, and no more.
    """
    own = user.representations.filter(until__isnull=True).values("school")
    return case_policy.rows(user, "view").exclude(school__in=own)


def turn_of(case: Case) -> str:
    """Say in a few words whose turn it is, from the row alone; empty for a case that ended."""
    if case.status == CaseStatus.OPEN:
        return _("Secretariat: tell the school")
    if case.status == CaseStatus.TOLD:
        return _turn_of_told(case)
    if case.status == CaseStatus.DECIDING:
        return _("Those named to decide")
    if case.status == CaseStatus.APPEALED:
        return _("Those who hear the appeal")
    return _turn_of_decided(case) if case.status == CaseStatus.DECIDED else ""


def _turn_of_told(case: Case) -> str:
    if case.hearing_waits:
        return _("Secretariat: hear the school in person")
    if case.is_heard_out:
        return _("Secretariat: put it to decision")
    return _("The school, until %(day)s") % {"day": _short(case.answer_by)}


def _turn_of_decided(case: Case) -> str:
    if Measure(case.measure).is_public:
        if case.is_final:
            return _("Secretariat: put it in force")
        return _("The school may appeal, until %(day)s") % {
            "day": _short(case.final_on - dt.timedelta(days=1))
        }
    if case.mend_by is None:
        return _("Secretariat: see to it, then close")
    words = _("Overdue since %(day)s") if case.is_overdue else _("The school, until %(day)s")
    return words % {"day": _short(case.mend_by)}


def _short(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def findings_to_take_up(school_id: int) -> QuerySet[Finding]:
    """Return the findings of a school on which a case can be opened today, the newest first.

    Noted by visitors, their facts stand, they are not closed, and no case rests on them.
    """
    taken = Case.objects.holding_finding().filter(finding__isnull=False).values("finding")
    found = Finding.objects.filter(school=school_id).of_others().unfinished()
    stands = found.exclude(status=FindingStatus.CONTESTED).filter(facts_stand_on__lte=clock.today())
    return stands.exclude(pk__in=taken)


def evidence_of(case: Case) -> list[Evidence]:
    """Return the evidence with its chain of custody, as it came in. Two queries."""
    rows = case.evidence.select_related("added_by").prefetch_related("custody__user")
    return list(rows)


def readers_of(case: Case) -> list[Representative]:
    """Return who acts for the school now, and so reads what it is told, principals first."""
    return list(acting_now().filter(school=case.school_id, user__is_active=True))


@dataclass(frozen=True, slots=True)
class Ballot:
    """One time a proposal was put to people. lines: who was named, each with their vote or None."""

    number: int
    lines: list[tuple[User, Vote | None]]


def ballots_of(case: Case) -> list[Ballot]:
    """Return all ballots of a case with the votes by name, the first one first. Two queries."""
    votes = {(vote.ballot, vote.user_id): vote for vote in case.votes.all()}
    named = case.people.filter(part=Part.DECIDER).select_related("user").order_by("ballot", "pk")
    return [
        Ballot(number, [(each.user, votes.get((number, each.user_id))) for each in people])
        for number, people in groupby(named, key=lambda person: person.ballot)
    ]
