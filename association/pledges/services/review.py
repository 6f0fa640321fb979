"""What the secretariat decides on a signed pledge, and how one ends."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.pledges.enums import PledgeStatus, Verb
from association.pledges.models import Pledge, PledgeSettings
from association.pledges.selectors import UNDO_OPEN, why_not_decide


def _signed_and_settled(pledge: Pledge) -> Pledge:
    row = Pledge.locked(pledge.pk)
    if row.can_be_undone:
        raise RuleError(str(UNDO_OPEN))
    return row


def _check_another_person(pledge: Pledge, acting_user: Any) -> None:
    if why := why_not_decide([pledge], acting_user).get(pledge.pk):
        raise RuleError(why)


@transaction.atomic
def accept_pledge(*, pledge: Pledge, acting_user: Any) -> Pledge:
    """Accept a signed pledge for the present term; an earlier one of the school is replaced by it.

    Raises RuleError while the school can still undo, or when the acting user acts for the school
    or signed the pledge; InvalidTransition when it is not signed.
    """
    row = _signed_and_settled(pledge)
    _check_another_person(row, acting_user)
    for earlier in row.school.pledges.accepted():
        change_status(
            record=earlier,
            to=PledgeStatus.SUPERSEDED,
            verb=Verb.SUPERSEDE,
            acting_user=acting_user,
        )
    return change_status(
        record=pledge,
        to=PledgeStatus.ACCEPTED,
        verb=Verb.ACCEPT,
        acting_user=acting_user,
        decided_at=clock.now(),
        **term_from_today(),
    )


def term_from_today() -> dict[str, dt.date]:
    """Return the days of a pledge that is accepted today."""
    rules = PledgeSettings.current()
    last = clock.months_later(clock.today(), rules.term_months)
    return {"given_until": last, "renewal_from": last - dt.timedelta(days=rules.renewal_days)}


@transaction.atomic
def return_pledge(*, pledge: Pledge, reason: str, acting_user: Any) -> Pledge:
    """Return a signed pledge with the reason the school will read.

    Raises RuleError when the reason is empty, the school can still undo, or the acting user acts
    for the school or signed the pledge.
    """
    if not reason.strip():
        raise RuleError(_("Please write the reason; the school will read it."))
    _check_another_person(_signed_and_settled(pledge), acting_user)
    return change_status(
        record=pledge,
        to=PledgeStatus.RETURNED,
        verb=Verb.RETURN,
        acting_user=acting_user,
        reason=reason,
        decided_at=clock.now(),
        decision_reason=reason,
    )


@transaction.atomic
def end_pledge(*, pledge: Pledge, reason: str, acting_user: Any) -> Pledge:
    """End a pledge in force because the plaque that stood for it was taken back.

    reason: the words two people chose for the public. The school may begin anew afterwards.
    Raises RuleError without a reason, InvalidTransition when the pledge is not in force.
    """
    if not reason.strip():
        raise RuleError(_("Please write why the pledge ends; the school will read it."))
    return change_status(
        record=pledge,
        to=PledgeStatus.ENDED,
        verb=Verb.END,
        acting_user=acting_user,
        reason=reason,
        decision_reason=reason,
    )


@transaction.atomic
def restore_pledge(*, pledge: Pledge, reason: str, acting_user: Any) -> Pledge | None:
    """Put a pledge in force again that ended with its plaque: the decision was withdrawn.

    Returns the pledge, None where the school has another in force by now. Raises InvalidTransition
    unless it ended that way.
    """
    School.locked(pledge.school_id)
    if pledge.school.pledges.accepted().exists():
        return None
    return change_status(
        record=pledge,
        to=PledgeStatus.ACCEPTED,
        verb=Verb.RESTORE,
        acting_user=acting_user,
        reason=reason,
        decision_reason="",
    )


@transaction.atomic
def withdraw_pledges(*, school: School, acting_user: Any) -> None:
    """End whatever a leaving school has open or in force. Leaving is no breach of the pledge."""
    for pledge in school.pledges.filter(
        status__in=[PledgeStatus.DRAFT, PledgeStatus.SUBMITTED, PledgeStatus.ACCEPTED]
    ):
        signed = pledge.status != PledgeStatus.DRAFT
        change_status(
            record=pledge,
            to=PledgeStatus.WITHDRAWN,
            verb=Verb.WITHDRAW if signed else Verb.ABANDON,
            acting_user=acting_user,
        )


@transaction.atomic
def open_signing_anew(*, school: School, reason: str, acting_user: Any) -> None:
    """Let a school sign anew after a plaque of it was taken back.

    What it signed before is no answer to that: a pledge in review goes back with the reason, one
    in force may be renewed from now on.
    """
    for pledge in school.pledges.filter(status=PledgeStatus.SUBMITTED):
        change_status(
            record=pledge,
            to=PledgeStatus.RETURNED,
            verb=Verb.RETURN,
            acting_user=acting_user,
            reason=reason,
            decided_at=clock.now(),
            decision_reason=reason,
        )
    for pledge in school.pledges.accepted():
        row = Pledge.locked(pledge.pk)
        row.renewal_opened_at = clock.now()
        row.save(update_fields=["renewal_opened_at"])
        record_event(
            record=row,
            verb=Verb.OPEN_RENEWAL,
            acting_user=acting_user,
            old_status=row.status,
            reason=reason,
        )
