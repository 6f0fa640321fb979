"""Which acts on reports and findings are told to whom.

Who decides reads of what waits, the school of what was decided: numbers and days, and no facts.
Visitors read what comes of their own report alone.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from association.alliances.readers import of_school
from association.core.regulated import Event
from association.messaging.services import Draft
from association.messaging.tellings import Telling, together
from association.peer_review.enums import FindingStatus, Verb
from association.peer_review.selectors.clocks import earliest_recheck
from association.peer_review.selectors.told_to import (
    leads_following,
    leads_running,
    visit_words,
    visitors_of,
)


def _visitors(events: Sequence[Event]) -> dict[int, list[Any]]:
    found = visitors_of([event.record.visit_id for event in events])
    return {event.pk: found.get(event.record.visit_id, []) for event in events}


def _leads_of_round(events: Sequence[Event]) -> dict[int, list[Any]]:
    visits = {event.pk: event.record.visit for event in events}
    return {pk: leads_running(each.round, but=each.school_id) for pk, each in visits.items()}


def _leads(events: Sequence[Event]) -> dict[int, list[Any]]:
    found = leads_following({event.record.school_id for event in events})
    return {event.pk: found.get(event.record.school_id, []) for event in events}


def _of_report(event: Event) -> dict[str, Any]:
    return visit_words(event.record.visit)


def _of_finding(event: Event) -> dict[str, Any]:
    finding = event.record
    return {"code": finding.code, "mend_by": finding.due_on, "until": finding.extension_until}


def _of_mending(event: Event) -> dict[str, Any]:
    return {"code": event.record.code, "from_day": earliest_recheck(event.record)}


def _report(event: Event) -> str:
    return reverse("peer_review:report", args=[event.record.visit_id])


def _finding(event: Event) -> str:
    return reverse("peer_review:finding", args=[event.record.code])


def _to_visitors(kind: str) -> Telling:
    return Telling(kind=kind, readers=_visitors, words=_of_report, link=_report)


def _to_school(kind: str) -> Telling:
    return Telling(kind=kind, readers=of_school(), words=_of_finding, link=_finding)


def _to_leads(kind: str, words: Callable[[Event], dict[str, Any]] = _of_finding) -> Telling:
    return Telling(kind=kind, readers=_leads, words=words, link=_finding)


def _rechecked(kind: str, status: FindingStatus) -> Callable[[Sequence[Event]], list[Draft]]:
    return Telling(
        kind=kind,
        readers=of_school(),
        words=_of_finding,
        link=_finding,
        when=lambda event: event.new_status == status,
    ).drafts


TELLINGS = {
    Verb.PROPOSE_AGREEMENT: _to_visitors("agreement_proposed"),
    Verb.REJECT_AGREEMENT: together(
        _to_visitors("agreement_refused").drafts,
        Telling(
            kind="agreement_to_decide", readers=_leads_of_round, words=_of_report, link=_report
        ).drafts,
    ),
    Verb.CONFIRM_AGREEMENT: _to_visitors("report_settled"),
    Verb.DECIDE_AGREEMENT: _to_visitors("report_settled"),
    Verb.CONTEST_FACTS: _to_leads("facts_contested"),
    Verb.UPHOLD_FACTS: _to_school("facts_upheld"),
    Verb.CORRECT_FACTS: _to_school("facts_corrected"),
    Verb.DROP_FINDING: _to_school("finding_dropped"),
    Verb.ASK_EXTENSION: _to_leads("time_asked"),
    Verb.GRANT_EXTENSION: _to_school("time_granted"),
    Verb.REFUSE_EXTENSION: _to_school("time_refused"),
    Verb.SHOW_MENDED: _to_leads("finding_mended", _of_mending),
    Verb.RECHECK: together(
        _rechecked("finding_closed", FindingStatus.CLOSED),
        _rechecked("finding_not_mended", FindingStatus.OPEN),
    ),
}
