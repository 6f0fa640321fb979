"""Leaving is free at any time, also in the middle of a round."""

import datetime as dt

import pytest

from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import RuleError
from association.peer_review import selection
from association.peer_review.enums import RoundKind, VisitStatus
from association.peer_review.models import Seat
from association.peer_review.selection.errors import DrawError
from association.peer_review.selectors.records import present_record
from association.peer_review.services import draw, recuse, seat_visitor, withdraw
from tests.factories import make_secretary, make_visitor
from tests.factories.rounds import (
    RESULTS,
    make_announced_round,
    make_answers,
    make_running_round,
)

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


def excuse_some(places, wanted=3):
    """Excuse some visitors and return the schools that go instead.

    The order is another one in each draw: for some visits the rules may leave nobody.
    """
    substitutes = []
    for seat in places:
        try:
            substitutes.append(recuse(seat=seat, reason="有事", acting_user=None).school)
        except DrawError:
            continue
        if len(substitutes) == wanted:
            return substitutes
    raise AssertionError("too few could be excused")


def test_who_has_left_is_nobodys_substitute():
    row = make_running_round(RoundKind.MUTUAL, schools=12)
    leaver = row.visits.first().school
    leave(leaver)
    substitutes = excuse_some(Seat.objects.filter(visit__round=row, until__isnull=True))
    assert leaver not in substitutes
    assert selection.verify(present_record(row.draw)) == []


def test_a_school_that_left_moves_up_nowhere():
    row = make_running_round(schools=12)
    order = list(row.participants.order_by("position"))
    chosen = [one.chosen for one in order].count(True)
    leave(order[chosen].school)
    substitute = withdraw(participant=order[0], reason="装修", acting_user=None)
    assert substitute == order[chosen + 1]
    assert not row.visits.filter(school=order[chosen].school).exists()


def test_who_left_after_its_own_visit_goes_nowhere_either():
    row = make_running_round(RoundKind.MUTUAL, schools=16)
    clerk = make_secretary()
    leavers = [visit.school for visit in row.visits.all()[:3]]
    for visit in row.visits.filter(school__in=leavers):
        for seat in visit.seats.filter(until__isnull=True):
            make_answers(visit, seat, clerk)
    for school in leavers:
        leave(school)
    open_places = Seat.objects.filter(
        visit__round=row, until__isnull=True, submissions__isnull=True
    )
    assert not open_places.filter(school__in=leavers).exists()
    assert not set(leavers) & set(excuse_some(open_places))
    assert selection.verify(present_record(row.draw)) == []


@pytest.mark.parametrize("kind", [RoundKind.MUTUAL, RoundKind.RANDOM, RoundKind.SWEEP])
def test_answers_that_are_in_stay_and_end_the_visit(kind):
    row = make_running_round(kind, schools=10)
    visit = row.visits.first()
    if kind != RoundKind.MUTUAL:
        for _each in range(2):
            seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    make_answers(visit, visit.seats.first(), make_secretary())
    leave(visit.school)
    visit.refresh_from_db()
    assert visit.status == VisitStatus.DONE
    assert visit.seats.filter(until__isnull=True).count() == 1


def test_answers_that_are_in_keep_a_school_in_a_random_draw():
    row = make_running_round(schools=10)
    visit = row.visits.first()
    for _each in range(2):
        seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    make_answers(visit, visit.seats.first(), make_secretary())
    with pytest.raises(RuleError):
        withdraw(
            participant=row.participants.get(school=visit.school), reason="装修", acting_user=None
        )
    visit.refresh_from_db()
    assert visit.status == VisitStatus.PLANNED
