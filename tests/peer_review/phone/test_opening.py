import datetime as dt
import uuid

import pytest

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.peer_review.enums import OpenedBy, Verb
from association.peer_review.gate_code import code_at
from association.peer_review.models import Opening
from association.peer_review.services import (
    Position,
    WrongProof,
    close_round,
    open_visit,
    seat_visitor,
)
from tests.factories import make_active_plaque, make_plaque, make_school, make_visitor

pytestmark = pytest.mark.django_db


def opened(seat, moment, **changed):
    values = {
        "seat": seat,
        "opened_by": OpenedBy.CODE,
        "proof": code_at(seat.visit_id, moment),
        "opened_at": moment,
        "key": uuid.uuid4(),
        "acting_user": seat.visitor,
    }
    return open_visit(**{**values, **changed})


def test_the_code_of_the_minute_opens_the_visit_and_leaves_an_event(seat, there):
    opening = opened(seat, there)
    assert (opening.opened_by, opening.opened_at, opening.latitude) == ("code", there, None)
    event = seat.visit.events.last()
    assert (event.verb, event.acting_user) == (Verb.OPEN_ON_SITE, seat.visitor)


def test_the_same_opening_sent_five_times_is_one(seat, there):
    key = uuid.uuid4()
    assert len({opened(seat, there, key=key).pk for _each in range(5)}) == 1
    assert seat.visit.events.filter(verb=Verb.OPEN_ON_SITE).count() == 1


def test_a_phone_without_connection_sends_later_what_was_typed_at_the_gate(seat, there):
    with clock.at(there + dt.timedelta(days=2)):
        assert opened(seat, there).opened_at == there
        with pytest.raises(WrongProof):
            opened(seat, there + dt.timedelta(days=1), proof=code_at(seat.visit_id, there))


def test_a_phone_that_is_a_little_ahead_is_taken_by_the_clock_of_the_site(seat, there):
    assert opened(seat, there + dt.timedelta(seconds=90)).opened_at == there
    with pytest.raises(RuleError, match="clock of this phone is ahead"):
        opened(seat, there + dt.timedelta(minutes=5))


@pytest.mark.parametrize("days", [-6, -2, -2000])
def test_a_moment_before_the_round_opens_nothing(seat, there, days):
    with pytest.raises(RuleError, match="lies outside the round"):
        opened(seat, there + dt.timedelta(days=days))


def test_the_first_moment_there_is_opens_nothing(seat, there):
    moment = dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=14)))
    with pytest.raises(RuleError):
        opened(seat, moment, proof="000000")


def test_a_wrong_code_opens_nothing(seat, there):
    with pytest.raises(WrongProof, match="not the code of that minute"):
        opened(seat, there, proof="12345")
    assert not Opening.objects.exists()


def test_a_plaque_that_hangs_at_the_school_opens_the_visit(seat, there):
    plaque = make_active_plaque(seat.visit.school)
    opening = opened(seat, there, opened_by=OpenedBy.PLAQUE, proof=plaque.token)
    assert opening.opened_by == OpenedBy.PLAQUE


@pytest.mark.parametrize("make", [make_active_plaque, make_plaque])
def test_another_school_s_plaque_or_one_not_hung_opens_nothing(seat, there, make):
    other = make_school() if make is make_active_plaque else seat.visit.school
    with pytest.raises(WrongProof, match="not a plaque that hangs at this school"):
        opened(seat, there, opened_by=OpenedBy.PLAQUE, proof=make(other).token)


def test_a_position_is_kept_as_it_is_declared_and_opens_nothing_by_itself(seat, there):
    far = Position(1.5, 2.5, 12.0)
    assert opened(seat, there, position=far).accuracy == 12.0
    with pytest.raises(WrongProof):
        opened(seat, there, proof="", position=far)


def test_nobody_else_opens_and_no_key_serves_two_places(seat, there):
    with pytest.raises(RuleError, match="Only the visitor"):
        opened(seat, there, acting_user=make_visitor("east"))
    key = uuid.uuid4()
    opened(seat, there, key=key)
    other = seat_visitor(visit=seat.visit, user=make_visitor("east"), acting_user=None)
    with pytest.raises(RuleError, match="sent for another visit"):
        opened(other, there, key=key)


def test_a_closed_round_is_not_opened(seat, there):
    close_round(record=seat.visit.round, reason="结束", acting_user=None)
    with pytest.raises(InvalidTransition):
        opened(seat, there)


def test_a_school_that_can_show_nothing_is_opened_with_a_reason_that_the_event_keeps(seat, there):
    with pytest.raises(WrongProof, match="Say why"):
        opened(seat, there, opened_by=OpenedBy.DECLARED, proof=" ")
    opening = opened(seat, there, opened_by=OpenedBy.DECLARED, proof="学校停电")
    assert opening.opened_by == OpenedBy.DECLARED
    assert seat.visit.events.last().reason.endswith(": 学校停电")
