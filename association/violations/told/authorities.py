"""Which acts between the association and departments are told to whom: filings, joint visits."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from association.core.regulated import Event
from association.messaging.services import Draft
from association.messaging.tellings import Telling, key_of
from association.violations.enums import Verb
from association.violations.models import Case, Filing
from association.violations.told.readers import (
    INVESTIGATE,
    free_deciders,
    liaisons,
    liaisons_of,
    who_did,
)
from association.violations.told.words import in_admin, of_filing, of_joint_visit


def later_at_departments(events: Sequence[Event]) -> list[Draft]:
    """Return what departments are told of decisions they were sent and that do not stand any more.

    One message for each filing: each has a page of its own. Three queries.
    """
    by_case = {event.record.pk: event for event in events if isinstance(event.record, Case)}
    sent = Filing.objects.with_the_department().filter(case__in=by_case)
    filings = list(sent.select_related("department").order_by("pk"))
    people = liaisons_of({filing.department_id for filing in filings})
    return [
        Draft(
            person=person,
            kind="filing_later",
            key=f"{key_of(by_case[filing.case_id])}:{filing.code}",
            words={"code": filing.code},
            link=_page_of(filing),
        )
        for filing in filings
        for person in people.get(filing.department_id, ())
    ]


def _at_department(event: Event) -> str:
    return _page_of(event.record)


def _page_of(filing: Filing) -> str:
    return reverse("violations:department_filing", args=[filing.department.code, filing.code])


def _visit_page(event: Event) -> str:
    visit = event.record
    return reverse("violations:department_visit", args=[visit.department.code, visit.pk])


def _filing(kind: str, readers: Any, link: Any) -> Telling:
    return Telling(kind=kind, readers=readers, words=of_filing, link=link)


def _visit(kind: str, readers: Any, link: Any) -> Telling:
    return Telling(kind=kind, readers=readers, words=of_joint_visit, link=link)


TELLINGS = {
    Verb.SEND_FILING: _filing("filing_sent", liaisons, _at_department),
    Verb.CHASE_FILING: _filing("filing_chased", liaisons, _at_department),
    Verb.ACKNOWLEDGE_FILING: _filing(
        "filing_acknowledged",
        who_did(INVESTIGATE, Verb.PREPARE_FILING, Verb.SEND_FILING),
        in_admin("filing"),
    ),
    Verb.ASK_SOURCE: _filing("source_asked", free_deciders, in_admin("filing")),
    Verb.AGREE_SOURCE: _filing(
        "source_agreed", who_did(INVESTIGATE, Verb.ASK_SOURCE), in_admin("filing")
    ),
    Verb.ASK_JOINT_VISIT: _visit("joint_visit_asked", liaisons, _visit_page),
    Verb.ANSWER_JOINT_VISIT: _visit(
        "joint_visit_answered", who_did(INVESTIGATE, Verb.ASK_JOINT_VISIT), in_admin("joint_visit")
    ),
    Verb.WITHDRAW_VISIT: _visit("joint_visit_ended", liaisons, _visit_page),
    Verb.MISS_VISIT: _visit("joint_visit_ended", liaisons, _visit_page),
}
