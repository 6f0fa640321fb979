"""The four alliances' names."""

from typing import Any

from django.db import transaction
from django.db.models import F
from wagtail.log_actions import log

from association.alliances.enums import Verb
from association.alliances.models import Alliance, School
from association.core import clock


@transaction.atomic
def rename_alliance(
    *, alliance: Alliance, name_zh: str, name_en: str, acting_user: Any
) -> Alliance:
    """Give an alliance other names. Its members' public pages show them, so their version moves.

    Raises ValidationError when a name is empty or too long.
    """
    # Without the key: a school that joins meanwhile refers to this row and need not wait.
    row = Alliance.objects.select_for_update(of=("self",), no_key=True).get(pk=alliance.pk)
    old = [row.name_zh, row.name_en]
    row.name_zh, row.name_en = name_zh, name_en
    row.full_clean()
    row.save(update_fields=["name_zh", "name_en"])
    members = School.objects.in_alliance(row.code).values("pk")
    School.objects.filter(pk__in=members).update(public_version=F("public_version") + 1)
    log(
        instance=row,
        action=f"alliances.{Verb.RENAME}",
        user=acting_user,
        data={"old": old, "new": [name_zh, name_en]},
        timestamp=clock.now(),
    )
    return row
