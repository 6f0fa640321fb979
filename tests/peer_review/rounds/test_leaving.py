"""Leaving is free at any time, also in the middle of a round."""

import datetime as dt

import pytest

from association.alliances.services import leave_association
from association.core import clock
from association.peer_review import selection
from association.peer_review.enums import RoundKind, VisitStatus
from association.peer_review.models import Seat
from association.peer_review.selectors.records import present_record
from association.peer_review.services import draw, recuse, withdraw
from tests.factories.rounds import RESULTS, make_announced_round, make_running_round

pytestmark = pytest.mark.django_db


def leave(school):
    leave_association(school=school, acting_user=None, reason="停办")


def test_in_a_mutual_round_others_go_instead_and_nobody_comes():
    row = make_running_round(RoundKind.MUTUAL, schools=10)
    leaver = row.visits.first().school
    sent_to = set(Seat.objects.filter(school=leaver).values_list("visit", flat=True))
    leave(leaver)
    assert row.visits.get(school=leaver).status == VisitStatus.CANCELLED
    assert not Seat.objects.filter(school=leaver, until__isnull=True).exists()
    assert len(sent_to) == 2
    assert selection.verify(present_record(row.draw)) == []


def test_in_a_random_draw_the_next_of_the_stratum_moves_up():
    row = make_running_round(schools=12)
    chosen = row.participants.filter(chosen=True).first()
    before = row.participants.filter(chosen=True).count()
    leave(chosen.school)
    chosen.refresh_from_db()
    assert not chosen.chosen
    assert row.participants.filter(chosen=True).count() == before
    assert selection.verify(present_record(row.draw)) == []


def test_a_sweep_leaves_the_school_alone():
    row = make_running_round(RoundKind.SWEEP, schools=3)
    visit = row.visits.first()
    leave(visit.school)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.CANCELLED


@pytest.mark.parametrize("kind", [RoundKind.MUTUAL, RoundKind.RANDOM])
def test_who_left_between_announcement_and_draw_is_not_visited(kind):
    row = make_announced_round(kind, schools=10)
    leaver = row.participants.first().school
    leave(leaver)
    with clock.at(clock.now() + dt.timedelta(days=3)):
        draw(record=row, results=RESULTS, acting_user=None)
    visits = row.visits.filter(school=leaver).exclude(status=VisitStatus.CANCELLED)
    assert not visits.exists()
    assert not Seat.objects.filter(school=leaver, until__isnull=True).exists()
    assert selection.verify(present_record(row.draw)) == []


def test_who_has_left_is_nobodys_substitute():
    row = make_running_round(RoundKind.MUTUAL, schools=12)
    leaver = row.visits.first().school
    leave(leaver)
    for seat in Seat.objects.filter(visit__round=row, until__isnull=True)[:3]:
        place = recuse(seat=seat, reason="有事", acting_user=None)
        assert place.school != leaver
    assert selection.verify(present_record(row.draw)) == []


def test_a_school_that_left_moves_up_nowhere():
    row = make_running_round(schools=12)
    order = list(row.participants.order_by("position"))
    chosen = [one.chosen for one in order].count(True)
    leave(order[chosen].school)
    substitute = withdraw(participant=order[0], reason="装修", acting_user=None)
    assert substitute == order[chosen + 1]
    assert not row.visits.filter(school=order[chosen].school).exists()
