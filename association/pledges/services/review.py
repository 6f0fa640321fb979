"""What the secretariat decides on a signed pledge, and how one ends."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status
from association.pledges.enums import PledgeStatus, Verb
from association.pledges.models import Pledge


def _signed_and_settled(pledge: Pledge) -> Pledge:
    row = Pledge.locked(pledge.pk)
    if row.can_be_undone:
        raise RuleError(
            _("The school can still undo its signature. Please wait for its ten minutes to pass.")
        )
    return row


@transaction.atomic
def accept_pledge(*, pledge: Pledge, acting_user: Any) -> Pledge:
    """Accept a signed pledge; an earlier one of the school is replaced by it.

    Raises RuleError while the school can still undo, or when the acting user acts for the school;
    InvalidTransition when it is not signed.
    """
    row = _signed_and_settled(pledge)
    if row.school.representatives.filter(user=acting_user, until__isnull=True).exists():
        raise RuleError(_("You act for this school, so another person decides on its pledge."))
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
    )


@transaction.atomic
def return_pledge(*, pledge: Pledge, reason: str, acting_user: Any) -> Pledge:
    """Return a signed pledge with the reason the school will read.

    Raises RuleError when the reason is empty or the school can still undo.
    """
    if not reason.strip():
        raise RuleError(_("Please write the reason; the school will read it."))
    _signed_and_settled(pledge)
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
