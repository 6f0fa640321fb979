"""Which acts on appeals, objections and repairs are told to whom.

Most leave an event on the case as well; one of the two is told. Whoever objects from outside has no
account: a receipt opens the page of the answer.
"""

from typing import Any

from django.urls import reverse

from association.core.regulated import Event
from association.messaging.tellings import Telling, together
from association.violations.enums import Verb
from association.violations.models import Appeal, Case, Objection, Repair
from association.violations.told.authorities import later_at_departments
from association.violations.told.readers import DECIDE, about, investigators, panel, school, who_did
from association.violations.told.words import (
    at_school,
    in_admin,
    in_office,
    of_matter,
    of_progress,
    of_rejection,
)


def _by_school(event: Event) -> bool:
    return isinstance(event.record, Objection) and event.record.by_school


def _receipt(event: Event) -> str:
    return reverse("violations:objection", args=[event.record.receipt])


def _of_answer(event: Event) -> dict[str, Any]:
    return of_matter(event) | {"outcome": event.record.get_status_display}


def _to_hear(event: Event) -> str:
    """Whoever is named to hear an appeal hears of it once, however many are added later."""
    return f"violations.appeal:{event.record.pk}:hear"


def _appeal(kind: str, *, to_actor: bool = False) -> Telling:
    return Telling(
        kind=kind,
        readers=school,
        words=of_matter,
        link=at_school,
        when=about(Appeal),
        to_actor=to_actor,
    )


def _objection(kind: str, *, to_actor: bool = False) -> Telling:
    return Telling(
        kind=kind,
        readers=school,
        words=_of_answer,
        link=_receipt,
        when=_by_school,
        to_actor=to_actor,
    )


def _repair(kind: str, *, to_actor: bool = False) -> Telling:
    return Telling(
        kind=kind,
        readers=school,
        words=of_matter,
        link=at_school,
        when=about(Repair),
        to_actor=to_actor,
    )


# Of those two events the case's: the appeal does not exist yet at that of the lodging.
PROGRESS_OF_CASE = Telling(
    kind="case_progress",
    readers=investigators,
    words=of_progress,
    link=in_office,
    when=about(Case),
).drafts

TELLINGS = {
    Verb.APPEAL: together(_appeal("appeal_lodged", to_actor=True).drafts, PROGRESS_OF_CASE),
    Verb.NAME_PANEL: Telling(
        kind="appeal_to_hear",
        readers=panel,
        words=of_matter,
        link=in_admin("appeal"),
        when=about(Appeal),
        key=_to_hear,
    ),
    Verb.UPHOLD_APPEAL: _appeal("appeal_upheld"),
    Verb.REJECT_APPEAL: together(
        Telling(
            kind="appeal_rejected",
            readers=school,
            words=of_rejection,
            link=at_school,
            when=about(Case),
        ).drafts,
        PROGRESS_OF_CASE,
    ),
    Verb.OBJECT: _objection("objection_lodged", to_actor=True),
    Verb.EXTEND_OBJECTION: _objection("objection_extended"),
    Verb.DECIDE_OBJECTION: _objection("objection_answered"),
    Verb.REFUSE_WITHDRAWAL: Telling(
        kind="withdrawal_refused",
        readers=who_did(DECIDE, Verb.PROPOSE_WITHDRAWAL),
        words=of_matter,
        link=in_admin("objection"),
    ),
    Verb.ASK_REPAIR: _repair("repair_asked", to_actor=True),
    Verb.GRANT_REPAIR: together(_repair("repair_granted").drafts, later_at_departments),
    Verb.REFUSE_REPAIR: _repair("repair_refused"),
}
