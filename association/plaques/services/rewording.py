"""The reason of a measure is put in other words, where those that were published are corrected."""

from typing import Any

from django.db import transaction

from association.core import clock
from association.core.regulated import record_event
from association.plaques.enums import MEASURED_STATUSES, Verb
from association.plaques.models import Plaque


@transaction.atomic
def reword_reason(*, plaque: Plaque, reason: str, acting_user: Any) -> Plaque:
    """Tell the reason of what a plaque says now in other words, everywhere at once.

    The words before are kept in their event and told no more.
    Returns the plaque, unchanged where it has these words or says nothing that needs a reason.
    """
    row = Plaque.locked(plaque.pk)
    words = reason.strip()
    if row.effective_status not in MEASURED_STATUSES or words in {"", row.public_reason}:
        return row
    row.public_reason = words
    row.reworded_at = clock.now()
    row.save(update_fields=["public_reason", "reworded_at"])
    record_event(
        record=row, verb=Verb.REWORD, acting_user=acting_user, old_status=row.status, reason=words
    )
    return row
