"""Immediate danger: two people suspend a plaque for some days, while the case goes its way."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import record_event
from association.plaques.enums import MeasureKind, PlaqueStatus
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.services import carry_out_decision, propose_measure
from association.violations.enums import UNDECIDED, Verb
from association.violations.models import Case
from association.violations.selectors.carrying import promise_on
from association.violations.services.opening import in_hand


@transaction.atomic
def propose_danger(*, case: Case, plaque: Plaque, reason: str, acting_user: Any) -> MeasureProposal:
    """Propose to suspend a plaque at once, because people are in danger. Another person approves.

    reason: as parents read it. It lasts ten working days at most, once for each plaque of a case,
    and decides nothing: the case goes on.
    Returns the open proposal. Raises RuleError unless the case is serious, and as
    `propose_measure`; InvalidTransition once the case is decided.
    """
    row = in_hand(case, acting_user, *UNDECIDED)
    if plaque.school_id != row.school_id:
        raise RuleError(_("This plaque is not the school's."))
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

    Called by the verbs that end a case or decide it mildly, in their transaction.
    """
    for proposal in _suspensions(case):
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


def _suspensions(case: Case) -> list[MeasureProposal]:
    done = MeasureProposal.objects.filter(
        basis=case.code,
        kind=MeasureKind.SUSPEND,
        carried_out_at__isnull=False,
        plaque__status=PlaqueStatus.SUSPENDED,
    )
    # One whose day is over has ended by itself.
    done = done.exclude(plaque__suspended_until__lt=clock.today())
    rows = done.select_related("plaque", "proposed_by", "decided_by").order_by("plaque", "-pk")
    return list({proposal.plaque_id: proposal for proposal in reversed(rows)}.values())
