"""A person decides on what nobody knows, or what could not be sent."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.audit import record_act
from association.core.errors import RuleError
from association.messaging.enums import Act, DeliveryState
from association.messaging.models import Delivery
from association.messaging.tasks import deliver


@transaction.atomic
def send_again(*, delivery: Delivery, acting_user: Any) -> None:
    """Let a delivery leave once more, to the same address.

    Raises RuleError unless it waits for a person's decision.
    """
    _decide(
        delivery,
        Act.SEND_AGAIN,
        acting_user,
        state=DeliveryState.WAITING,
        attempts=0,
        next_at=clock.now(),
    )
    transaction.on_commit(lambda: deliver.enqueue([delivery.pk]))


@transaction.atomic
def leave_delivery(*, delivery: Delivery, acting_user: Any) -> None:
    """Leave a delivery as it is: it arrived, or the desk is enough.

    Raises RuleError unless it waits for a person's decision.
    """
    _decide(delivery, Act.LEAVE, acting_user, state=DeliveryState.LEFT)


def _decide(delivery: Delivery, act: Act, acting_user: Any, **values: Any) -> None:
    rows = Delivery.objects.to_settle().filter(pk=delivery.pk)
    if rows.select_for_update(no_key=True).first() is None:
        raise RuleError(_("Somebody has decided on this message already. Please look again."))
    rows.update(**values)
    record_act(action=f"messaging.{act}", user=acting_user, obj=delivery)
