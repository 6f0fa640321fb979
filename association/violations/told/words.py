"""What stands in the braces of messages about cases: numbers and days, and nothing of the matter.

Mail is read by many, so that whatever was said of a school stands behind the sign-in alone.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.core.regulated import Event
from association.violations.enums import CaseStatus, Measure, Verb
from association.violations.models import Case
from association.violations.selectors.office import turn_of
from association.violations.selectors.ways_back import repair_day
from association.violations.told.readers import case_of


def at_school(event: Event) -> str:
    """Return the page of the case at its school's desk."""
    case = case_of(event)
    return reverse("violations:case", args=[case.school.uscc, case.code])


def in_office(event: Event) -> str:
    """Return the page of the case in the admin."""
    return reverse("case_admin:inspect", args=[case_of(event).pk])


def in_admin(name: str) -> Callable[[Event], str]:
    """Return the function that finds the page of an event's own record in the admin."""
    return lambda event: reverse(f"{name}_admin:inspect", args=[event.record.pk])


def of_case(event: Event) -> dict[str, Any]:
    """Return number and days of a case."""
    case = case_of(event)
    return {"code": case.code, "answer_by": case.answer_by, "until": case.public_until}


def of_matter(event: Event) -> dict[str, Any]:
    """Return the numbers and the last day of an appeal, an objection or a repair."""
    row = event.record
    return {"matter": row.code, "code": row.case.code, "answer_by": row.answer_by}


def of_progress(event: Event) -> dict[str, Any]:
    """Return what happened to a case, and whose turn it is, for whoever works on it."""
    case = case_of(event)
    return {
        "code": case.code,
        "what": lambda: Verb(event.verb).label,
        "turn": lambda: _sentence(_("What comes next: %(turn)s."), turn=turn_of(case)),
    }


def of_hearing(event: Event) -> dict[str, Any]:
    """Return the day of a hearing, and whether the school can still add to it."""
    case = case_of(event)
    until = case.answer_by if case.answer_open else None
    return {
        "code": case.code,
        "held_on": case.hearing_held_on,
        "more": lambda: _by(_("Until %(day)s you can add to your answer."), until),
    }


def of_decision(event: Event) -> dict[str, Any]:
    """Return by when a decision can be appealed, and what the school has to know until then."""
    case = case_of(event)
    is_public = Measure(case.measure).is_public
    return {
        "code": case.code,
        "appeal_until": last_day_to_appeal(case),
        "mend": lambda: _to_mend(case),
        "quiet": lambda: _quiet(is_public=is_public),
        "reply": lambda: _reply() if is_public else "",
    }


def of_closing(event: Event) -> dict[str, Any]:
    """Return whether a case that is closed can still be appealed."""
    case = case_of(event)
    until = last_day_to_appeal(case) if case.appeal_open else None
    return {
        "code": case.code,
        "appeal": lambda: _by(_("You can still appeal until %(day)s."), until),
    }


def of_effect(event: Event) -> dict[str, Any]:
    """Return until when an entry stands, and from when on a repair can be asked for."""
    case = case_of(event)
    return {
        "code": case.code,
        "until": case.public_until,
        "repair": lambda: _by(_("From %(day)s on you can ask for repair."), repair_day(case)),
    }


def of_rejection(event: Event) -> dict[str, Any]:
    """Return what a rejected appeal leaves to be done. The event is the case's."""
    case = case_of(event)
    return {
        "code": case.code,
        "matter": case.appeals.get().code,
        "mend": lambda: _to_mend(case),
    }


def of_filing(event: Event) -> dict[str, Any]:
    """Return number and days of a filing, as department and secretariat may read them in a mail."""
    row = event.record
    return {
        "code": row.code,
        "department": lambda: row.department.name,
        "sent": row.sent_at and timezone.localdate(row.sent_at),
        "due": row.due_on,
        "receipt": row.receipt_no,
        "received_on": row.received_on,
    }


def of_joint_visit(event: Event) -> dict[str, Any]:
    """Return the days of a joint visit, and what became of it."""
    row = event.record
    return {
        "code": row.case.code,
        "department": lambda: row.department.name,
        "wished_on": row.wished_on,
        "what": lambda: Verb(event.verb).label,
        "outcome": lambda: _agreed_on(row.agreed_on),
    }


def last_day_to_appeal(case: Case) -> dt.date:
    """Return the last day on which the decision of a case can be appealed."""
    return case.final_on - dt.timedelta(days=1)


def _to_mend(case: Case) -> str:
    day = case.mend_by if case.status == CaseStatus.DECIDED else None
    return _by(_("Please put it right by %(day)s."), day)


def _quiet(*, is_public: bool) -> str:
    if is_public:
        return _("Until then nothing takes effect, and nobody outside reads of it.")
    return _("Nothing of it is published.")


def _reply() -> str:
    return _("Your school can set its own words beside what the public will read.")


def _agreed_on(day: dt.date | None) -> str:
    return _by(_("it takes place on %(day)s"), day) or _("it does not take place")


def _by(sentence: str, day: dt.date | None) -> str:
    return sentence % {"day": date_format(day, "DATE_FORMAT")} if day else ""


def _sentence(sentence: str, *, turn: str) -> str:
    return sentence % {"turn": turn} if turn else ""
