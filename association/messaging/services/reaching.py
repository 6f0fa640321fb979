"""A person says how they want to be reached."""

from typing import Any

from django.db import transaction

from association.core import clock
from association.core.audit import record_act
from association.messaging.enums import Act
from association.messaging.models import Reach


@transaction.atomic
def change_reach(*, phone: str, acting_user: Any) -> None:
    """Set or remove the number a person gets short messages at; the trail keeps no number.

    phone: checked by the form; empty removes it.
    """
    present = Reach.objects.filter(user=acting_user).first()
    if (present.phone if present else "") == phone:
        return
    Reach.objects.update_or_create(
        user=acting_user, defaults={"phone": phone, "given_at": clock.now()}
    )
    record_act(
        action=f"messaging.{Act.REACH}", user=acting_user, obj=acting_user, changes={"phone": ()}
    )
