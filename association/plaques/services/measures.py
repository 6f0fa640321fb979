"""What hurts takes two people: one proposes, another decides.

`suspend_plaque`, `revoke_plaque` and `reinstate_plaque` want the approved proposal as their
decision, so there is no other way to them.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.plaques.enums import (
    LIVING_STATUSES,
    MeasureKind,
    PlaqueStatus,
    ProposalStatus,
    Verb,
)
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.services.takedowns import open_take_down
from association.plaques.signals import measure_carried_out
from association.pledges.models import Promise
from association.pledges.services import end_pledge, open_signing_anew

LEADS_TO = {
    MeasureKind.SUSPEND: PlaqueStatus.SUSPENDED,
    MeasureKind.REVOKE: PlaqueStatus.REVOKED,
    MeasureKind.REINSTATE: PlaqueStatus.ACTIVE,
}
VERBS = {
    MeasureKind.SUSPEND: Verb.SUSPEND,
    MeasureKind.REVOKE: Verb.REVOKE,
    MeasureKind.REINSTATE: Verb.REINSTATE,
}


@transaction.atomic
def propose_measure(
    *,
    plaque: Plaque,
    kind: str,
    reason: str,
    acting_user: Any,
    promise: Promise | None = None,
) -> MeasureProposal:
    """Propose a measure on a plaque, in the words the public will read.

    promise: the promise broken, of the covenant version the school signed; needed unless a
    suspension is to be lifted.
    Returns the open proposal. Raises RuleError when it is incomplete, another one is open, or the
    plaque's state does not allow the measure.
    """
    row = Plaque.locked(plaque.pk)
    kind = MeasureKind(kind)
    if not reason.strip():
        raise RuleError(_("Please write the reason; parents will read it."))
    if row.proposals.open().exists():
        raise RuleError(_("A measure on this plaque is waiting for its decision already."))
    if kind not in possible_measures(row):
        raise RuleError(_("The plaque's present state does not allow this measure."))
    _check_promise(row, kind, promise)
    proposal = MeasureProposal.objects.create(
        plaque=row, kind=kind, promise=promise, reason=reason.strip(), proposed_by=acting_user
    )
    record_event(
        record=proposal, verb=Verb.PROPOSE, acting_user=acting_user, reason=reason, first=True
    )
    return proposal


def possible_measures(plaque: Plaque) -> list[MeasureKind]:
    """Return the measures that the plaque's present state allows."""
    if plaque.status not in LIVING_STATUSES:
        return []
    return [kind for kind in MeasureKind if _possible(plaque, kind)]


def _possible(plaque: Plaque, kind: MeasureKind) -> bool:
    if kind == MeasureKind.REINSTATE:
        return plaque.status == PlaqueStatus.SUSPENDED
    return LEADS_TO[kind] in plaque.transitions.get(plaque.status, ())


def _check_promise(plaque: Plaque, kind: MeasureKind, promise: Promise | None) -> None:
    if kind == MeasureKind.REINSTATE:
        return
    if promise is None or promise.version_id != plaque.pledge.covenant_version_id:
        raise RuleError(_("Please name the promise that was broken, as the school signed it."))


@transaction.atomic
def approve_measure(
    *, proposal: MeasureProposal, acting_user: Any, note: str = ""
) -> MeasureProposal:
    """Approve another person's proposal and carry it out in the same moment.

    Raises RuleError for one's own proposal and for whoever acts for the school, InvalidTransition
    when it is decided already.
    """
    _decide(proposal, ProposalStatus.APPROVED, Verb.APPROVE, acting_user, note)
    carry_out = {
        MeasureKind.SUSPEND: suspend_plaque,
        MeasureKind.REVOKE: revoke_plaque,
        MeasureKind.REINSTATE: reinstate_plaque,
    }[MeasureKind(proposal.kind)]
    carry_out(
        plaque=proposal.plaque,
        reason=proposal.reason,
        decision=proposal,
        acting_user=acting_user,
    )
    return proposal


@transaction.atomic
def reject_measure(*, proposal: MeasureProposal, acting_user: Any, note: str) -> MeasureProposal:
    """Reject another person's proposal with a note. The plaque stays as it is.

    Raises RuleError for one's own proposal, for whoever acts for the school, or without a note.
    """
    if not note.strip():
        raise RuleError(_("Please note why the proposal is rejected."))
    _decide(proposal, ProposalStatus.REJECTED, Verb.REJECT, acting_user, note)
    return proposal


def _decide(
    proposal: MeasureProposal, to: ProposalStatus, verb: Verb, acting_user: Any, note: str
) -> None:
    if proposal.proposed_by_id == acting_user.pk:
        raise RuleError(_("Another person has to decide on your proposal."))
    if proposal.plaque.school.representatives.filter(user=acting_user, until__isnull=True).exists():
        raise RuleError(_("You act for this school, so another person decides on the measure."))
    change_status(
        record=proposal,
        to=to,
        verb=verb,
        acting_user=acting_user,
        reason=note,
        decided_by=acting_user,
        decided_at=clock.now(),
        decision_note=note,
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


def suspend_plaque(
    *, plaque: Plaque, reason: str, decision: MeasureProposal, acting_user: Any
) -> Plaque:
    """Suspend a plaque by an approved decision. Raises RuleError without one."""
    return _carry_out(plaque, decision, MeasureKind.SUSPEND, reason, acting_user)


def revoke_plaque(
    *, plaque: Plaque, reason: str, decision: MeasureProposal, acting_user: Any
) -> Plaque:
    """Take a plaque back by an approved decision. Raises RuleError without one."""
    return _carry_out(plaque, decision, MeasureKind.REVOKE, reason, acting_user)


def reinstate_plaque(
    *, plaque: Plaque, reason: str, decision: MeasureProposal, acting_user: Any
) -> Plaque:
    """Lift a suspension by an approved decision. Raises RuleError without one."""
    return _carry_out(plaque, decision, MeasureKind.REINSTATE, reason, acting_user)


@transaction.atomic
def _carry_out(
    plaque: Plaque, decision: MeasureProposal, kind: MeasureKind, reason: str, acting_user: Any
) -> Plaque:
    stored = MeasureProposal.locked(decision.pk)
    if (stored.status, stored.kind, stored.plaque_id, stored.reason, stored.carried_out_at) != (
        ProposalStatus.APPROVED,
        kind,
        plaque.pk,
        reason,
        None,
    ):
        raise RuleError(_("This needs a decision of its own by two people."))
    stored.carried_out_at = clock.now()
    stored.save(update_fields=["carried_out_at"])
    if not _possible(Plaque.locked(plaque.pk), kind):
        raise RuleError(_("The plaque's present state does not allow this measure."))
    lifted = kind == MeasureKind.REINSTATE
    row = change_status(
        record=plaque,
        to=LEADS_TO[kind],
        verb=VERBS[kind],
        acting_user=acting_user,
        reason=reason,
        status_since=clock.now(),
        public_reason="" if lifted else reason,
        broken_promise=None if lifted else stored.promise,
    )
    if kind == MeasureKind.REVOKE:
        open_take_down(plaque=row, acting_user=acting_user)
        _let_the_school_sign_anew(row, acting_user)
    measure_carried_out.send(sender=MeasureProposal, proposal=stored)
    return row


def _let_the_school_sign_anew(plaque: Plaque, acting_user: Any) -> None:
    """Open the way back. Nothing signed before the taking back is one.

    The pledge in force ends once no plaque of the school is left to stand for it, a newer one that
    waits for its plaque as well.
    """
    school = plaque.school
    if not school.plaques.living().exists():
        for pledge in school.pledges.accepted():
            end_pledge(pledge=pledge, reason=plaque.public_reason, acting_user=acting_user)
    reason = _("A plaque of your school was taken back meanwhile. Please read and sign anew.")
    open_signing_anew(school=school, reason=reason, acting_user=acting_user)
