"""A decision takes effect once nothing holds it back any more, ends on its day, or is withdrawn."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.alliances.services import expel_member, readmit_member
from association.core import clock
from association.core.clock import months_later
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.plaques.enums import MeasureKind, PlaqueStatus
from association.plaques.models import MeasureProposal
from association.plaques.services import carry_out_decision
from association.violations.enums import CaseStatus, Measure, Part, Verb
from association.violations.models import AppealVote, Case
from association.violations.selectors.carrying import (
    BACK,
    ON_PLAQUE,
    carried_out,
    plaques_reached,
    promise_on,
)
from association.violations.services.danger import another_than, lift_danger
from association.violations.services.hearing import refuse_stranger
from association.violations.services.opening import in_hand

HELD = {
    MeasureKind.SUSPEND: PlaqueStatus.SUSPENDED,
    MeasureKind.REVOKE: PlaqueStatus.REVOKED,
}


@transaction.atomic
def accept_decision(*, case: Case, acting_user: Any) -> Case:
    """The school accepts the decision, and gives up the rest of its days to appeal.

    Returns the case. Raises RuleError for whoever does not act for the school, and where there is
    nothing to give up any more; InvalidTransition unless it is decided.
    """
    row = Case.locked(case.pk)
    if row.status != CaseStatus.DECIDED:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_stranger(acting_user, row.school)
    if row.is_final:
        raise RuleError(_("The decision is final already."))
    row.accepted_at = clock.now()
    row.save(update_fields=["accepted_at"])
    record_event(record=row, verb=Verb.ACCEPT, acting_user=acting_user, old_status=row.status)
    return row


@transaction.atomic
def carry_out_case(*, case: Case, acting_user: Any) -> Case:
    """Put a public decision in force: the plaques change, and the entry begins, at once.

    Returns the case. Raises RuleError while the school can still appeal, for a measure that is not
    public, or where something stands against the person; InvalidTransition unless it is decided.
    """
    row = in_hand(case, acting_user, CaseStatus.DECIDED)
    if not Measure(row.measure).is_public:
        raise RuleError(_("Nothing of this decision is public. Close the case once it is done."))
    if not row.is_final:
        raise RuleError(
            _("The school can appeal until %(day)s. Until then nothing takes effect.")
            % {"day": (row.final_on - dt.timedelta(days=1)).isoformat()}
        )
    today = clock.today()
    row = change_status(
        record=row,
        to=CaseStatus.IN_FORCE,
        verb=Verb.CARRY_OUT,
        acting_user=acting_user,
        in_force_on=today,
        public_until=months_later(today, row.months) - dt.timedelta(days=1),
    )
    _change_plaques(row)
    if row.measure == Measure.EXPEL:
        expel_member(school=row.school, reason=row.code, acting_user=acting_user)
    return row


@transaction.atomic
def annul_case(*, case: Case, reason: str, acting_user: Any, proposed_by: Any = None) -> Case:
    """Withdraw a decision: plaques, pledge and membership are what they were before it.

    reason: as it is read where the entry stood. proposed_by: the other of the two people behind it.
    Called once the appeal is upheld, or the objection led to it, in the same transaction.
    Returns the case. Raises InvalidTransition unless it is under appeal or in force.
    """
    row = Case.locked(case.pk)
    was_in_force = row.in_force_on is not None
    row = change_status(
        record=row,
        to=CaseStatus.ANNULLED,
        verb=Verb.ANNUL,
        acting_user=acting_user,
        reason=reason.strip(),
        annulled_at=clock.now(),
    )
    if was_in_force:
        if row.measure == Measure.EXPEL:
            readmit_member(school=row.school, acting_user=acting_user)
        _give_back(row, reason.strip(), acting_user, proposed_by)
    lift_danger(case=row, reason=reason.strip(), acting_user=acting_user)
    return row


@transaction.atomic
def end_by_repair(*, case: Case, reason: str, proposed_by: Any, acting_user: Any) -> Case:
    """End an entry before its day, because the school put things right.

    A suspension is lifted; whoever lost a plaque may sign anew. Called when a repair is granted, in
    the same transaction.
    Returns the case. Raises InvalidTransition unless it is in force.
    """
    row = change_status(
        record=Case.locked(case.pk),
        to=CaseStatus.CLOSED,
        verb=Verb.GRANT_REPAIR,
        acting_user=acting_user,
        reason=reason.strip(),
        repaired_on=clock.today(),
        ended_at=clock.now(),
        ending=reason.strip(),
    )
    for done in carried_out(row):
        if done.kind == MeasureKind.SUSPEND:
            _carry_back(row, done, reason.strip(), proposed_by, acting_user)
    return row


def end_cases() -> int:
    """Close the cases whose entries ran out; readers go by the day itself and do not wait for this.

    Returns how many were closed.
    """
    ended = 0
    for pk in list(Case.objects.run_out().values_list("pk", flat=True)):
        with transaction.atomic():
            row = Case.locked(pk)
            if row.status == CaseStatus.IN_FORCE and not row.is_public:
                change_status(
                    record=row,
                    to=CaseStatus.CLOSED,
                    verb=Verb.RUN_OUT,
                    acting_user=None,
                    ended_at=clock.now(),
                )
                ended += 1
    return ended


def _change_plaques(row: Case) -> None:
    kind = ON_PLAQUE.get(Measure(row.measure))
    if kind is None:
        return
    proposer, decider = _two_behind(row)
    for plaque in plaques_reached(row).select_related("pledge"):
        carry_out_decision(
            plaque=plaque,
            kind=kind,
            promise=promise_on(plaque, row),
            reason=row.public_words,
            basis=row.code,
            proposed_by=proposer,
            decided_by=decider,
            until=row.public_until if kind == MeasureKind.SUSPEND else None,
            told_until=row.public_until,
        )


def _give_back(row: Case, reason: str, acting_user: Any, proposed_by: Any) -> None:
    for done in carried_out(row):
        if done.kind in BACK:
            _carry_back(row, done, reason, proposed_by, acting_user, withdrawn=True)


def _carry_back(
    row: Case,
    done: MeasureProposal,
    reason: str,
    proposed_by: Any,
    acting_user: Any,
    *,
    withdrawn: bool = False,
) -> None:
    plaque = done.plaque
    if not _still_holds(done):
        return
    first = acting_user or done.proposed_by
    carry_out_decision(
        plaque=plaque,
        kind=BACK[MeasureKind(done.kind)],
        promise=None,
        reason=reason,
        basis=row.code,
        proposed_by=another_than(first, proposed_by, *_upholders(row), *_two_behind(row)),
        decided_by=first,
        withdrawn=withdrawn,
    )


def _still_holds(done: MeasureProposal) -> bool:
    """Whether a measure is what the plaque says now: not ended by its day, nor by another case."""
    plaque = done.plaque
    if plaque.status != HELD[MeasureKind(done.kind)] or plaque.suspension_over:
        return False
    later = plaque.proposals.filter(carried_out_at__isnull=False, pk__gt=done.pk)
    return not later.exists()


def _upholders(row: Case) -> list[User]:
    """Return who voted for the school in its appeal."""
    votes = AppealVote.objects.filter(appeal__case=row, uphold=True).select_related("user")
    return [vote.user for vote in votes]


def _two_behind(row: Case) -> tuple[User, User]:
    """Return who proposed the measure, and whose vote made it the decision."""
    put = row.events.filter(verb=Verb.PUT).order_by("sequence").last()
    last = row.votes.filter(ballot=row.ballot, in_favour=True).order_by("pk").last()
    looked_into = row.people.filter(part=Part.INVESTIGATOR).order_by("pk").first()
    proposer = put.acting_user or (looked_into and looked_into.user)
    return proposer, last.user
