"""A suspension ends by itself after its last day; the plaque is again what it was."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from association.core.regulated import change_status
from association.plaques.enums import Verb
from association.plaques.models import Plaque
from association.plaques.outcome import ENDED


def settle_suspension(plaque: Plaque) -> bool:
    """Write down that a locked plaque's suspension is over, if it is.

    The row is brought up to date. Readers go by the day and do not wait for this. Called by the
    verbs, in their transaction. Returns whether it was.
    """
    if not plaque.suspension_over:
        return False
    day_after = plaque.suspended_until + dt.timedelta(days=1)
    change_status(
        record=plaque,
        to=plaque.effective_status,
        verb=Verb.END_SUSPENSION,
        acting_user=None,
        status_since=timezone.make_aware(dt.datetime.combine(day_after, dt.time.min)),
        **ENDED,
    )
    return True


def end_suspensions() -> int:
    """Settle every suspension whose last day is over. Returns how many."""
    ended = 0
    for pk in list(Plaque.objects.suspension_over().values_list("pk", flat=True)):
        with transaction.atomic():
            ended += settle_suspension(Plaque.locked(pk))
    return ended
