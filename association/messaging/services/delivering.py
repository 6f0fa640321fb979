"""Deliveries leave one by one, each claimed before it is handed over.

A claim is a conditional UPDATE, so that no two workers hold the same delivery. Whoever dies between
the handing over and the note of it leaves a claim behind: after a while the other side is asked
whether it has the letter, and where nobody can be asked a person decides. Nothing is sent on a
guess. See docs/adr/0027.
"""

import datetime as dt
import logging
from collections.abc import Iterable
from typing import Any

from django.conf import settings

from association.core import clock
from association.messaging.adapters import (
    Adapter,
    Letter,
    Refused,
    Uncertain,
    Unreachable,
    adapter_for,
)
from association.messaging.enums import DeliveryState
from association.messaging.models import Delivery

log = logging.getLogger(__name__)

# Minutes until the next attempt, after each that failed.
BACK_OFF = (1, 5, 30, 120, 360, 720, 1440)
BATCH = 200
LONGEST_FAULT = Delivery._meta.get_field("fault").max_length


def deliver(keys: Iterable[int]) -> int:
    """Hand over those of these deliveries that are due; return how many were sent."""
    return sum(_deliver_one(key) for key in keys)


def deliver_due() -> int:
    """Hand over everything that is due, what an earlier worker left behind included.

    Returns how many were sent. Each is tried once at most.
    """
    settle_abandoned()
    sent, last = 0, 0
    while keys := _next_due(last):
        sent, last = sent + deliver(keys), keys[-1]
    return sent


def settle_abandoned() -> int:
    """Clear up deliveries whose worker has not come back; return how many were cleared.

    The other side has it: sent. It has not: waiting again. Nobody knows: for a person to decide.
    """
    old = clock.now() - dt.timedelta(seconds=settings.MESSAGE_LEASE_SECONDS)
    left = Delivery.objects.filter(state=DeliveryState.SENDING, claimed_at__lt=old)
    return sum(_settle(row) for row in left.select_related("message__recipient").order_by("pk"))


def _next_due(last: int) -> list[int]:
    rows = Delivery.objects.due().filter(pk__gt=last).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:BATCH])


def _deliver_one(key: int) -> bool:
    now = clock.now()
    row = _claimed(key, now)
    if row is None:
        return False
    adapter = adapter_for(row.channel)
    try:
        if adapter is None:
            raise Refused("this way is no longer in use")
        adapter.send(_letter(row))
    except Unreachable as error:
        _try_later(row, str(error))
    except Refused as error:
        _note(row, DeliveryState.FAILED, fault=str(error))
    except Uncertain as error:
        _leave_in_doubt(row, adapter, str(error))
    except Exception as error:
        # A fault of ours: whether the letter left is open, and the others must not wait for it.
        log.exception("A delivery broke off.")
        _leave_in_doubt(row, adapter, type(error).__name__)
    else:
        return _note(row, DeliveryState.SENT, sent_at=clock.now())
    return False


def _claimed(key: int, now: dt.datetime) -> Delivery | None:
    """Claim a delivery that is due; None where it is not, or somebody else was faster."""
    due = Delivery.objects.due().filter(pk=key)
    if not due.update(state=DeliveryState.SENDING, claimed_at=now):
        return None
    row = Delivery.objects.select_related("message__recipient").get(pk=key)
    # By its own claim: the lease may have run out, and another taken over, before a note is made.
    row.claimed_at = now
    return row


def _leave_in_doubt(row: Delivery, adapter: Adapter | None, fault: str) -> None:
    """Leave the claim where the other side can be asked: not now, it may be still at work on it."""
    asked_later = adapter is not None and adapter.can_be_asked
    _note(row, DeliveryState.SENDING if asked_later else DeliveryState.UNCERTAIN, fault=fault)


def _settle(row: Delivery) -> bool:
    adapter = adapter_for(row.channel)
    fault = row.fault or "the worker did not come back"
    try:
        known = adapter.was_sent(_letter(row)) if adapter and adapter.can_be_asked else None
    except Unreachable:
        return False  # it stays claimed, and is asked about again
    if known is None:
        return _note(row, DeliveryState.UNCERTAIN, fault=fault)
    if known:
        return _note(row, DeliveryState.SENT, sent_at=clock.now())
    return _try_later(row, fault)


def _try_later(row: Delivery, fault: str) -> bool:
    if row.attempts >= len(BACK_OFF):
        return _note(row, DeliveryState.FAILED, fault=fault)
    wait = dt.timedelta(minutes=BACK_OFF[row.attempts])
    adapter = adapter_for(row.channel)
    then = clock.now() + wait
    return _note(
        row,
        DeliveryState.WAITING,
        fault=fault,
        attempts=row.attempts + 1,
        next_at=adapter.earliest(then) if adapter else then,
    )


def _note(row: Delivery, state: DeliveryState, **values: Any) -> bool:
    """Write down what became of a claim; False where it is no longer ours."""
    fault = values.pop("fault", "")[:LONGEST_FAULT]
    ours = Delivery.objects.filter(
        pk=row.pk, state=DeliveryState.SENDING, claimed_at=row.claimed_at
    )
    return bool(ours.update(state=state, fault=fault, **values))


def _letter(row: Delivery) -> Letter:
    return Letter(reference=row.reference, address=row.address, message=row.message)
