"""A measure that was decided is carried out: a plaque is suspended, taken back, or given back.

Nothing here decides. A case carries the measure, and a higher room says so (`grounds`).
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.plaques.enums import (
    LIVING_STATUSES,
    MeasureKind,
    PlaqueStatus,
    ProposalStatus,
    TakeDownStatus,
    Verb,
)
from association.plaques.grounds import refuse_without_ground
from association.plaques.models import MeasureProposal, Plaque, TakeDown
from association.plaques.outcome import values_after
from association.plaques.services.suspensions import settle_suspension
from association.plaques.services.takedowns import ask_once_more, open_take_down
from association.plaques.services.telling import tell_of_measure
from association.pledges.enums import PledgeStatus
from association.pledges.enums import Verb as PledgeVerb
from association.pledges.models import Promise
from association.pledges.services import end_pledge, open_signing_anew, restore_pledge

POSSIBLE = {
    MeasureKind.SUSPEND: LIVING_STATUSES,
    MeasureKind.REVOKE: (*LIVING_STATUSES, PlaqueStatus.RETURNED, PlaqueStatus.REVOKED),
    MeasureKind.REINSTATE: (PlaqueStatus.SUSPENDED,),
    MeasureKind.RESTORE: (PlaqueStatus.REVOKED,),
}
VERBS = {
    MeasureKind.SUSPEND: Verb.SUSPEND,
    MeasureKind.REVOKE: Verb.REVOKE,
    MeasureKind.REINSTATE: Verb.REINSTATE,
    MeasureKind.RESTORE: Verb.RESTORE,
}


@transaction.atomic
def carry_out_decision(
    *,
    plaque: Plaque,
    kind: str,
    promise: Promise | None,
    reason: str,
    basis: str,
    proposed_by: Any,
    decided_by: Any,
    until: dt.date | None = None,
    told_until: dt.date | None = None,
    withdrawn: bool = False,
) -> MeasureProposal:
    """Carry out on one plaque what a case has decided. Called by the room of the cases alone.

    reason: as the public reads it. basis: the case. proposed_by, decided_by: the two people behind
    it. until: the last day of a suspension. told_until: up to when the public reads why.
    withdrawn: a decision was undone, so that nothing before it is told any more; where another one
    stands, that one takes its place.
    Returns the approved measure. Raises RuleError where the case does not carry it, or the plaque's
    state does not allow it.
    """
    row = Plaque.locked(plaque.pk)
    settle_suspension(row)
    _set_aside(row)
    measure = MeasureProposal.objects.create(
        plaque=row,
        kind=MeasureKind(kind),
        promise=promise,
        reason=reason,
        basis=basis,
        told_until=told_until,
        proposed_by=proposed_by,
    )
    record_event(
        record=measure, verb=Verb.PROPOSE, acting_user=proposed_by, reason=reason, first=True
    )
    change_status(
        record=measure,
        to=ProposalStatus.APPROVED,
        verb=Verb.APPROVE,
        acting_user=decided_by,
        decided_by=decided_by,
        decided_at=clock.now(),
        until=until,
    )
    carry_out(measure=measure, acting_user=decided_by, withdrawn=withdrawn)
    return measure


def carry_out(*, measure: MeasureProposal, acting_user: Any, withdrawn: bool = False) -> Plaque:
    """Carry out an approved measure, once. Called by the verbs, in their transaction.

    Returns the plaque. Raises RuleError unless it is approved, carried by its case, new, and the
    plaque's state allows it.
    """
    stored = MeasureProposal.locked(measure.pk)
    if stored.status != ProposalStatus.APPROVED or stored.carried_out_at is not None:
        raise RuleError(_("This needs a decision of its own."))
    refuse_without_ground(stored)
    stored.carried_out_at = clock.now()
    stored.save(update_fields=["carried_out_at"])
    row = Plaque.locked(stored.plaque_id)
    settle_suspension(row)
    refuse_impossible(row, stored.kind)
    moment, was, since = clock.now(), row.status, row.status_since
    withdrawn = withdrawn or stored.kind == MeasureKind.RESTORE
    row = _move(row, stored, acting_user, **({"told_from": moment} if withdrawn else {}))
    if stored.kind == MeasureKind.REVOKE and was != PlaqueStatus.REVOKED:
        _ask_for_the_plaque(row, acting_user)
        end_what_plaques_stood_for(
            school=row.school,
            reason=row.public_reason,
            sign_anew=_(
                "A plaque of your school was taken back meanwhile. Please read and sign anew."
            ),
            acting_user=acting_user,
        )
    if stored.kind == MeasureKind.RESTORE:
        _ask_for_it_no_more(row, stored.reason, acting_user)
        _restore_what_it_stood_for(row, since, stored.reason, acting_user)
    measure.refresh_from_db()
    measure.plaque = row
    tell_of_measure(measure)
    return row


def refuse_impossible(plaque: Plaque, kind: str) -> None:
    """Raise RuleError unless the plaque's state allows a measure."""
    if plaque.effective_status not in POSSIBLE[MeasureKind(kind)]:
        raise RuleError(_("The plaque's present state does not allow this measure."))
    if kind == MeasureKind.RESTORE and plaque.campus.plaques.living().exists():
        raise RuleError(_("A newer plaque of this campus took its place; it cannot come back."))


def _move(row: Plaque, measure: MeasureProposal, acting_user: Any, **more: Any) -> Plaque:
    values = values_after(row, measure)
    return change_status(
        record=row,
        to=values.pop("status"),
        verb=VERBS[MeasureKind(measure.kind)],
        acting_user=acting_user,
        reason=measure.reason,
        **(values | more),
    )


def _ask_for_the_plaque(plaque: Plaque, acting_user: Any) -> None:
    take_down = TakeDown.objects.filter(plaque=plaque).first()
    if take_down is None:
        open_take_down(plaque=plaque, acting_user=acting_user)
    elif take_down.status == TakeDownStatus.CLOSED:
        ask_once_more(take_down, plaque.public_reason, acting_user)


def _ask_for_it_no_more(plaque: Plaque, reason: str, acting_user: Any) -> None:
    for take_down in TakeDown.objects.unfinished().filter(plaque=plaque):
        change_status(
            record=take_down,
            to=TakeDownStatus.CLOSED,
            verb=Verb.CLOSE_TAKE_DOWN,
            acting_user=acting_user,
            reason=reason,
            closed_at=clock.now(),
        )


def _restore_what_it_stood_for(
    plaque: Plaque, revoked_at: dt.datetime, reason: str, acting_user: Any
) -> None:
    """Put the pledge in force again that ended when the plaque was taken back, or since."""
    if plaque.status == PlaqueStatus.RETURNED:
        return
    ended = plaque.school.pledges.filter(
        status=PledgeStatus.ENDED,
        events__verb=PledgeVerb.END,
        events__created_at__gte=revoked_at,
    )
    if pledge := ended.order_by("-pk").first():
        restore_pledge(pledge=pledge, reason=reason, acting_user=acting_user)


def _set_aside(plaque: Plaque) -> None:
    """A decision outruns what waits for a second person."""
    for waiting in plaque.proposals.open():
        change_status(
            record=waiting,
            to=ProposalStatus.WITHDRAWN,
            verb=Verb.WITHDRAW,
            acting_user=None,
            reason=_("A decision came first."),
            decision_note=_("A decision came first."),
        )


def end_what_plaques_stood_for(
    *, school: School, reason: str, sign_anew: str, acting_user: Any
) -> None:
    """Nothing signed before a taking back is an answer to it.

    The pledge in force ends once no plaque of the school is left to stand for it, a newer one that
    waits for its plaque as well. reason: as the school reads it. sign_anew: what it reads where its
    newer pledge, in review, goes back.
    """
    if not school.plaques.living().exists():
        for pledge in school.pledges.accepted():
            end_pledge(pledge=pledge, reason=reason, acting_user=acting_user)
    open_signing_anew(school=school, reason=sign_anew, acting_user=acting_user)
