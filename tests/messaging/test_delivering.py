"""Each message leaves once, whatever breaks; what nobody knows is left to a person."""

import datetime as dt

import pytest

from association.core import clock
from association.messaging.enums import DeliveryState
from association.messaging.models import Delivery
from association.messaging.services import deliver, deliver_due, leave_delivery, send_again, tell
from association.messaging.services.delivering import BACK_OFF
from tests.factories.people import make_secretary
from tests.messaging.drafts import draft

pytestmark = pytest.mark.django_db


def fresh(delivery):
    return Delivery.objects.get(pk=delivery.pk)


def later(time_machine, **span):
    time_machine.move_to(clock.now() + dt.timedelta(**span), tick=False)


def test_it_leaves_once_however_often_it_is_asked_for(delivery, way):
    ways = way()
    assert deliver([delivery.pk, delivery.pk]) == 1
    assert deliver_due() == 0
    assert [(delivery.reference, "wang@school.example")] == ways.SENT
    assert fresh(delivery).state == DeliveryState.SENT


def test_it_leaves_after_the_commit(reader, way, django_capture_on_commit_callbacks):
    ways = way()
    with django_capture_on_commit_callbacks(execute=True):
        tell([draft(reader)])
        assert ways.SENT == []
    assert len(ways.SENT) == 1


def test_what_cannot_be_reached_is_tried_again_later_and_later(delivery, way, time_machine):
    ways = way()
    time_machine.move_to("2026-11-23 10:00+08:00", tick=False)
    Delivery.objects.update(next_at=clock.now())
    for minutes in BACK_OFF:
        ways.FAULTS.append(ways.unreachable())
        assert deliver_due() == 0
        row = fresh(delivery)
        assert row.state == DeliveryState.WAITING
        assert row.next_at - clock.now() == dt.timedelta(minutes=minutes)
        assert deliver_due() == 0
        later(time_machine, minutes=minutes)
    ways.FAULTS.append(ways.unreachable())
    deliver_due()
    row = fresh(delivery)
    assert (row.state, row.fault) == (DeliveryState.FAILED, "connection refused")
    assert ways.SENT == []


def test_one_that_fails_does_not_keep_the_others_waiting(reader, way):
    ways = way()
    tell([draft(reader), draft(reader, key="event:2")])
    ways.FAULTS.append((ValueError("a fault of ours"), False))
    assert deliver_due() == 1
    states = Delivery.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [DeliveryState.UNCERTAIN, DeliveryState.SENT]


def test_what_is_refused_is_not_tried_again(delivery, way):
    ways = way()
    ways.FAULTS.append(ways.refused())
    deliver_due()
    assert (fresh(delivery).state, fresh(delivery).fault) == (DeliveryState.FAILED, "SMTP 550")
    assert deliver_due() == 0


@pytest.mark.parametrize("arrived", [True, False])
def test_nobody_knows_and_nobody_can_be_asked(delivery, way, time_machine, arrived):
    ways = way()
    ways.FAULTS.append(ways.lost(arrived=arrived))
    deliver_due()
    assert fresh(delivery).state == DeliveryState.UNCERTAIN
    later(time_machine, days=3)
    assert deliver_due() == 0
    assert len(ways.SENT) == arrived


@pytest.mark.parametrize("arrived", [True, False])
def test_who_can_be_asked_is_asked_once_it_has_had_its_time(delivery, way, time_machine, arrived):
    ways = way("Answering")
    ways.FAULTS.append(ways.lost(arrived=arrived))
    deliver_due()
    assert fresh(delivery).state == DeliveryState.SENDING
    assert deliver_due() == 0
    later(time_machine, minutes=11)
    deliver_due()
    later(time_machine, minutes=2)
    deliver_due()
    assert fresh(delivery).state == DeliveryState.SENT
    assert len(ways.SENT) == 1


def claimed_by_the_dead(delivery):
    """A worker claimed it and was killed."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.SENDING, claimed_at=clock.now()
    )


def test_what_a_dead_worker_held_is_left_to_a_person(delivery, way, time_machine):
    ways = way()
    claimed_by_the_dead(delivery)
    deliver_due()
    assert fresh(delivery).state == DeliveryState.SENDING
    later(time_machine, minutes=11)
    deliver_due()
    assert fresh(delivery).state == DeliveryState.UNCERTAIN
    assert ways.SENT == []


def test_what_a_dead_worker_held_leaves_where_the_other_side_says_it_has_not(
    delivery, way, time_machine
):
    ways = way("Answering")
    claimed_by_the_dead(delivery)
    later(time_machine, minutes=11)
    deliver_due()
    later(time_machine, minutes=2)
    deliver_due()
    assert fresh(delivery).state == DeliveryState.SENT
    assert len(ways.SENT) == 1


def test_a_person_has_it_sent_again(
    delivery, way, django_capture_on_commit_callbacks, time_machine
):
    ways = way()
    ways.FAULTS.append(ways.lost(arrived=False))
    deliver_due()
    with django_capture_on_commit_callbacks(execute=True):
        send_again(delivery=delivery, acting_user=make_secretary())
    assert fresh(delivery).state == DeliveryState.SENT
    assert len(ways.SENT) == 1


def test_a_person_leaves_it(delivery, way):
    ways = way()
    ways.FAULTS.append(ways.refused())
    deliver_due()
    leave_delivery(delivery=delivery, acting_user=make_secretary())
    assert fresh(delivery).state == DeliveryState.LEFT
    assert deliver_due() == 0


def test_what_was_sent_is_not_decided_on(delivery, way):
    from association.core.errors import RuleError

    way()
    deliver_due()
    with pytest.raises(RuleError):
        send_again(delivery=delivery, acting_user=make_secretary())
    assert fresh(delivery).state == DeliveryState.SENT
