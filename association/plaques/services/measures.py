"""Danger takes two people: one proposes to suspend a plaque or to lift that, another approves.

Whatever else is done to a plaque is decided in a case, and carried out by `carry_out_decision`.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.core.workdays import add_working_days
from association.plaques.enums import MeasureKind, ProposalStatus, Verb
from association.plaques.grounds import refuse_person, refuse_without_ground
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.services.carrying import carry_out, refuse_impossible
from association.plaques.services.suspensions import settle_suspension
from association.plaques.services.telling import tell_deciders, tell_proposer
from association.pledges.models import Promise

DANGER_DAYS = 10  # working days that a suspension for danger lasts at most
PROPOSED = (MeasureKind.SUSPEND, MeasureKind.REINSTATE)


@transaction.atomic
def propose_measure(
    *,
    plaque: Plaque,
    kind: str,
    reason: str,
    acting_user: Any,
    promise: Promise | None = None,
    basis: str = "",
) -> MeasureProposal:
    """Propose to suspend a plaque for danger, or to lift that again, in the public's words.

    promise: the promise the case is about, of the covenant version the school signed; needed unless
    a suspension is to be lifted. basis: the case it rests on; lifting takes that of the suspension.
    Returns the open proposal. Raises RuleError when it is incomplete, no case carries it, another
    one is open, or the plaque's state does not allow it; and for taking back, which a decided case
    does and no proposal; and where something stands against the person's part in the case.
    """
    row = Plaque.locked(plaque.pk)
    settle_suspension(row)
    kind = MeasureKind(kind)
    if kind not in PROPOSED:
        raise RuleError(_("A plaque is taken back by a decided case only."))
    if not reason.strip():
        raise RuleError(_("Please write the reason; parents will read it."))
    if row.proposals.open().exists():
        raise RuleError(_("A measure on this plaque is waiting for its decision already."))
    if kind == MeasureKind.SUSPEND and row.is_suspended:
        raise RuleError(_("The plaque is suspended already."))
    refuse_impossible(row, kind)
    _check_promise(row, kind, promise)
    if kind == MeasureKind.REINSTATE:
        basis = _basis_of_suspension(row)
    proposal = MeasureProposal(
        plaque=row,
        kind=kind,
        promise=promise,
        reason=reason.strip(),
        basis=basis,
        proposed_by=acting_user,
    )
    refuse_without_ground(proposal)
    refuse_person(proposal, acting_user)
    proposal.save()
    record_event(
        record=proposal, verb=Verb.PROPOSE, acting_user=acting_user, reason=reason, first=True
    )
    tell_deciders(proposal)
    return proposal


def possible_measures(plaque: Plaque) -> list[MeasureKind]:
    """Return what can be proposed on the plaque's own page: to lift a suspension for danger.

    A suspension is proposed where its case is, and a taking back is decided there.
    """
    if not plaque.is_suspended:
        return []
    lifting = MeasureProposal(
        plaque=plaque, kind=MeasureKind.REINSTATE, basis=_basis_of_suspension(plaque)
    )
    try:
        refuse_without_ground(lifting)
    except RuleError:
        return []
    return [MeasureKind.REINSTATE]


def last_day_of_danger() -> dt.date:
    """Return the last day of a suspension for danger that is approved today."""
    return add_working_days(clock.today(), DANGER_DAYS)


def _basis_of_suspension(plaque: Plaque) -> str:
    last = plaque.proposals.filter(kind=MeasureKind.SUSPEND, carried_out_at__isnull=False)
    newest = last.order_by("-carried_out_at", "-pk").first()
    return newest.basis if newest else ""


def _check_promise(plaque: Plaque, kind: MeasureKind, promise: Promise | None) -> None:
    if kind == MeasureKind.REINSTATE:
        return
    if promise is None or promise.version_id != plaque.pledge.covenant_version_id:
        raise RuleError(
            _("Please name the promise that the case is about, as the school signed it.")
        )


@transaction.atomic
def approve_measure(
    *, proposal: MeasureProposal, acting_user: Any, note: str = ""
) -> MeasureProposal:
    """Approve another person's proposal and carry it out in the same moment.

    A suspension gets its last day, DANGER_DAYS working days from today.

    Raises RuleError for one's own proposal and where something stands against the person's part in
    the case, InvalidTransition when it is decided already.
    """
    last_day = last_day_of_danger() if proposal.kind == MeasureKind.SUSPEND else None
    _decide(proposal, ProposalStatus.APPROVED, Verb.APPROVE, acting_user, note, until=last_day)
    carry_out(measure=proposal, acting_user=acting_user)
    tell_proposer(proposal)
    return proposal


@transaction.atomic
def reject_measure(*, proposal: MeasureProposal, acting_user: Any, note: str) -> MeasureProposal:
    """Reject another person's proposal with a note. The plaque stays as it is.

    Raises RuleError for one's own proposal, without a note, or where something stands against the
    person's part in the case.
    """
    if not note.strip():
        raise RuleError(_("Please note why the proposal is rejected."))
    _decide(proposal, ProposalStatus.REJECTED, Verb.REJECT, acting_user, note)
    return proposal


def _decide(
    proposal: MeasureProposal,
    to: ProposalStatus,
    verb: Verb,
    acting_user: Any,
    note: str,
    **changes: Any,
) -> None:
    if proposal.proposed_by_id == acting_user.pk:
        raise RuleError(_("Another person has to decide on your proposal."))
    if proposal.plaque.school.representatives.filter(user=acting_user, until__isnull=True).exists():
        raise RuleError(_("You act for this school, so another person decides on the measure."))
    refuse_person(proposal, acting_user)
    change_status(
        record=proposal,
        to=to,
        verb=verb,
        acting_user=acting_user,
        reason=note,
        decided_by=acting_user,
        decided_at=clock.now(),
        decision_note=note,
        **changes,
    )


@transaction.atomic
def withdraw_proposal(*, proposal: MeasureProposal, note: str, acting_user: Any) -> MeasureProposal:
    """Take back one's own proposal before anybody decides on it. The plaque stays as it is.

    note: why, kept inside. Raises RuleError for another's proposal or without a note,
    InvalidTransition when it is decided already.
    """
    if proposal.proposed_by_id != acting_user.pk:
        raise RuleError(_("Only the person who proposed it can withdraw a proposal."))
    if not note.strip():
        raise RuleError(_("Please note why the proposal is withdrawn."))
    return change_status(
        record=proposal,
        to=ProposalStatus.WITHDRAWN,
        verb=Verb.WITHDRAW,
        acting_user=acting_user,
        reason=note.strip(),
        decision_note=note.strip(),
    )
