"""What an undone or ended decision leaves on plaques and proposals is cleared away."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.regulated import change_status, record_event
from association.plaques.enums import (
    MEASURED_STATUSES,
    MeasureKind,
    PlaqueStatus,
    ProposalStatus,
    Verb,
)
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.outcome import LIFTED


@transaction.atomic
def tell_no_more(*, plaque: Plaque, acting_user: Any) -> Plaque:
    """Tell from now on no more why a plaque was taken back; that it was stays told.

    Returns the plaque, unchanged unless it was taken back and the reason is told today.
    """
    row = Plaque.locked(plaque.pk)
    if row.status == PlaqueStatus.REVOKED and row.reason_told:
        _note(row, {"told_until": clock.today() - dt.timedelta(days=1)}, acting_user)
    return row


@transaction.atomic
def forget_suspension(*, plaque: Plaque, acting_user: Any) -> Plaque:
    """Tell no more that a school left while its plaque was suspended: the suspension was undone.

    Returns the plaque, unchanged unless it was given back during a suspension.
    """
    row = Plaque.locked(plaque.pk)
    if row.status == PlaqueStatus.RETURNED and row.resumes_as:
        _note(row, {**LIFTED, "told_from": clock.now()}, acting_user)
    return row


@transaction.atomic
def tell_last_alone(*, plaque: Plaque, acting_user: Any) -> Plaque:
    """Tell the latest measure alone: one that came before it was undone, and is told no more.

    Returns the plaque, unchanged where no measure is in force.
    """
    row = Plaque.locked(plaque.pk)
    last = row.proposals.filter(carried_out_at__isnull=False).order_by("pk").last()
    if last is not None and row.effective_status in MEASURED_STATUSES:
        _note(row, {"told_from": last.carried_out_at}, acting_user)
    return row


@transaction.atomic
def set_aside_proposals(*, basis: str, kinds: Collection[str] = tuple(MeasureKind)) -> int:
    """Set aside what still waits for a second person, because its case has no use for it any more.

    basis: the case. Returns how many were set aside.
    """
    note = _("The case it rests on was decided, or has ended.")
    waiting = list(MeasureProposal.objects.open().filter(basis=basis, kind__in=kinds))
    for proposal in waiting:
        change_status(
            record=proposal,
            to=ProposalStatus.WITHDRAWN,
            verb=Verb.WITHDRAW,
            acting_user=None,
            reason=note,
            decision_note=note,
        )
    return len(waiting)


def _note(row: Plaque, values: dict[str, Any], acting_user: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    record_event(record=row, verb=Verb.TELL_NO_MORE, acting_user=acting_user, old_status=row.status)
