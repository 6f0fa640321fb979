"""The secretariat's own words for a kind of message."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from association.core import clock
from association.core.audit import record_act
from association.messaging.enums import Act
from association.messaging.models import MessageText
from association.messaging.wording import FIELDS, Kind


@transaction.atomic
def change_text(*, kind: Kind, texts: Mapping[str, str], acting_user: Any) -> MessageText:
    """Give a kind of message other words, from the next event on.

    texts: by field, all of `wording.FIELDS`. Returns the row. Raises ValidationError for a text
    that is missing or too long.
    """
    row = MessageText.objects.filter(kind=kind.code).first() or MessageText(kind=kind.code)
    before = {name: getattr(row, name) if row.pk else kind.words[name] for name in FIELDS}
    changes = {n: (before[n], texts[n]) for n in FIELDS if before[n] != texts[n]}
    for name in FIELDS:
        setattr(row, name, texts[name])
    row.changed_at = clock.now()
    row.full_clean()
    row.save()
    if changes:
        record_act(
            action=f"messaging.{Act.EDIT_TEXT}",
            user=acting_user,
            obj=row,
            label=kind.name,
            changes=changes,
        )
    return row


@transaction.atomic
def reset_text(*, kind: Kind, acting_user: Any) -> None:
    """Take back the words a kind was shipped with."""
    deleted, _rows = MessageText.objects.filter(kind=kind.code).delete()
    if deleted:
        record_act(action=f"messaging.{Act.RESET_TEXT}", user=acting_user, label=kind.name)
