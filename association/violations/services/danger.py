"""Immediate danger: two people suspend a plaque for some days, while the case goes its way."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.regulated import record_event
from association.plaques.enums import MeasureKind
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.services import (
    carry_out_decision,
    forget_suspension,
    propose_measure,
    set_aside_proposals,
)
from association.violations.enums import UNDECIDED, Verb
from association.violations.models import Case
from association.violations.private_words import refuse_private_words
from association.violations.selectors.carrying import promise_on
from association.violations.selectors.danger import left_suspended_by, suspended_by
from association.violations.services.opening import in_hand


@transaction.atomic
def propose_danger(*, case: Case, plaque: Plaque, reason: str, acting_user: Any) -> MeasureProposal:
    """Propose to suspend a plaque at once, because people are in danger. Another person approves.

    reason: as parents read it. It lasts ten working days at most, and decides nothing: the case
    goes on. At a campus a second one needs a decision between.
    Returns the open proposal. Raises RuleError unless the case is serious and the school was told,
    where the reason names somebody, and as `propose_measure`; InvalidTransition once the case is
    decided.
    """
    row = in_hand(case, acting_user, *UNDECIDED)
    if plaque.school_id != row.school_id:
        raise RuleError(_("This plaque is not the school's."))
    refuse_private_words(row, reason)
    proposal = propose_measure(
        plaque=plaque,
        kind=MeasureKind.SUSPEND,
        promise=promise_on(plaque, row),
        reason=reason,
        basis=row.code,
        acting_user=acting_user,
    )
    record_event(
        record=row,
        verb=Verb.PUT_DANGER,
        acting_user=acting_user,
        old_status=row.status,
        reason=reason.strip(),
    )
    return proposal


def lift_danger(*, case: Case, reason: str, acting_user: Any) -> None:
    """Lift what was suspended for danger, because the case asks for nothing like it.

    What another decision suspends by now stays so, what was proposed is set aside, and a school
    that left meanwhile is spoken of no more. Called by the verbs that end a case or decide it
    mildly, in their transaction.
    """
    set_aside_proposals(basis=case.code)
    for plaque in left_suspended_by(case):
        forget_suspension(plaque=plaque, acting_user=acting_user)
    for proposal in suspended_by(case):
        carry_out_decision(
            plaque=proposal.plaque,
            kind=MeasureKind.REINSTATE,
            promise=None,
            reason=reason,
            basis=case.code,
            proposed_by=proposal.proposed_by,
            decided_by=another_than(proposal.proposed_by, acting_user, proposal.decided_by),
            withdrawn=True,
        )


def another_than(first: Any, *others: Any) -> Any:
    """Return the first of some people who is somebody else: a measure names two."""
    return next(user for user in others if user is not None and user != first)
