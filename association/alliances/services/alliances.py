"""The four alliances' names."""

from typing import Any

from django.db import transaction

from association.alliances.enums import Verb
from association.alliances.models import Alliance
from association.core.audit import record_act
from association.core.public import bump_public_site


@transaction.atomic
def rename_alliance(
    *, alliance: Alliance, name_zh: str, name_en: str, acting_user: Any
) -> Alliance:
    """Give an alliance other names. Public pages show them, so every stored one is outdated.

    Raises ValidationError when a name is empty or too long.
    """
    # Without the key: a school that joins meanwhile refers to this row and need not wait.
    row = Alliance.objects.select_for_update(of=("self",), no_key=True).get(pk=alliance.pk)
    changes = {"name_zh": (row.name_zh, name_zh), "name_en": (row.name_en, name_en)}
    row.name_zh, row.name_en = name_zh, name_en
    row.full_clean()
    row.save(update_fields=["name_zh", "name_en"])
    bump_public_site()
    record_act(action=f"alliances.{Verb.RENAME}", user=acting_user, obj=row, changes=changes)
    return row
