"""A decision takes effect once nothing holds it back any more, ends on its day, or is withdrawn."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.services import expel_member, readmit_member
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.violations.enums import CaseStatus, Measure, Verb
from association.violations.models import Case
from association.violations.selectors.carrying import last_day_of
from association.violations.services.carrying import carry_out_on_plaques, give_back, give_way
from association.violations.services.danger import lift_danger
from association.violations.services.hearing import refuse_stranger
from association.violations.services.opening import in_hand


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
    row = change_status(
        record=row,
        to=CaseStatus.IN_FORCE,
        verb=Verb.CARRY_OUT,
        acting_user=acting_user,
        in_force_on=clock.today(),
        public_until=last_day_of(row),
    )
    carry_out_on_plaques(row)
    if row.measure == Measure.EXPEL:
        expel_member(school=row.school, reason=row.code, acting_user=acting_user)
    return row


@transaction.atomic
def annul_case(*, case: Case, reason: str, acting_user: Any, proposed_by: Any = None) -> Case:
    """Withdraw a decision: plaques, pledge and membership are what they were before it.

    Where another decision of the school is in force, what that one says stays, or takes its place.

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
            _readmit(row, acting_user)
        give_back(case=row, reason=reason.strip(), acting_user=acting_user, proposed_by=proposed_by)
    lift_danger(case=row, reason=reason.strip(), acting_user=acting_user)
    return row


@transaction.atomic
def end_by_repair(*, case: Case, reason: str, proposed_by: Any, acting_user: Any) -> Case:
    """End an entry before its day, because the school put things right.

    A suspension is lifted, unless another decision still suspends the plaque; whoever lost a plaque
    may sign anew, and why it was lost is told no more. Called when a repair is granted, in the same
    transaction.
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
    give_way(case=row, reason=reason.strip(), acting_user=acting_user, proposed_by=proposed_by)
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


def _readmit(row: Case, acting_user: Any) -> None:
    """End what a withdrawn decision did to the membership, unless another one stands that says so.

    Of two such decisions the first ended it, and the second may be withdrawn later.
    """
    withdrawn = Case.objects.filter(
        school=row.school_id, measure=Measure.EXPEL, status=CaseStatus.ANNULLED
    )
    readmit_member(
        school=row.school,
        expelled_by=list(withdrawn.values_list("code", flat=True)),
        acting_user=acting_user,
    )
