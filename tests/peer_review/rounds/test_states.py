"""Every state × every verb of rounds and visits: what may be done, and that no more happens."""

import datetime as dt

import pytest

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.peer_review.enums import RoundKind, RoundStatus, VisitStatus
from association.peer_review.services import (
    announce_draw,
    cancel_round,
    close_round,
    draw,
    edit_round,
    hand_in,
    open_round,
    seat_visitor,
    unseat_visitor,
    withdraw,
)
from tests.factories import make_secretary, make_visitor
from tests.factories.rounds import (
    RESULTS,
    make_announced_round,
    make_drawn_round,
    make_round,
    make_running_round,
    make_sources,
)

pytestmark = pytest.mark.django_db
DRAWN = (RoundKind.RANDOM, RoundKind.MUTUAL)
PLAIN = (RoundKind.SELF, RoundKind.SWEEP)


def make_closed(kind, **plan):
    row = make_running_round(kind, **plan)
    return close_round(record=row, acting_user=None, reason="期满")


def make_cancelled(kind, **plan):
    return cancel_round(record=make_round(kind, **plan), acting_user=None, reason="改期")


MAKE = {
    RoundStatus.DRAFT: make_round,
    RoundStatus.ANNOUNCED: make_announced_round,
    RoundStatus.DRAWN: make_drawn_round,
    RoundStatus.RUNNING: make_running_round,
    RoundStatus.CLOSED: make_closed,
    RoundStatus.CANCELLED: make_cancelled,
}
VERBS = {
    "edit": lambda row: edit_round(plan_of=row, plan={"title": "改名"}, acting_user=None),
    "announce": lambda row: announce_draw(record=row, sources=make_sources(), acting_user=None),
    "draw": lambda row: draw(record=row, results=RESULTS, acting_user=None),
    "open": lambda row: open_round(record=row, acting_user=None),
    "close": lambda row: close_round(record=row, acting_user=None, reason="期满"),
    "cancel": lambda row: cancel_round(record=row, acting_user=None, reason="改期"),
}
MAY = {
    RoundStatus.DRAFT: {
        "edit": RoundStatus.DRAFT,
        "announce": RoundStatus.ANNOUNCED,
        "cancel": RoundStatus.CANCELLED,
    },
    RoundStatus.ANNOUNCED: {"draw": RoundStatus.DRAWN, "cancel": RoundStatus.CANCELLED},
    RoundStatus.DRAWN: {"open": RoundStatus.RUNNING, "cancel": RoundStatus.CANCELLED},
    RoundStatus.RUNNING: {"close": RoundStatus.CLOSED, "cancel": RoundStatus.CANCELLED},
    RoundStatus.CLOSED: {},
    RoundStatus.CANCELLED: {},
}
OF_PLAIN = {
    RoundStatus.DRAFT: {
        "edit": RoundStatus.DRAFT,
        "open": RoundStatus.RUNNING,
        "cancel": RoundStatus.CANCELLED,
    },
}


def cells():
    for kind in (*DRAWN, *PLAIN):
        for status in MAKE:
            if kind in PLAIN and status in {RoundStatus.ANNOUNCED, RoundStatus.DRAWN}:
                continue
            may = MAY[status] if kind in DRAWN else OF_PLAIN.get(status, MAY[status])
            yield kind, status, may


@pytest.mark.parametrize(("kind", "status", "may"), list(cells()))
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_does_what_the_state_allows_and_nothing_else(kind, status, may, verb):
    row = MAKE[status](kind, schools=8)
    told = list(row.events.values_list("verb", flat=True))
    with clock.at(clock.now() + dt.timedelta(days=6 if verb in {"draw", "open"} else 0)):
        if verb in may:
            VERBS[verb](row)
        else:
            with pytest.raises(RuleError):
                VERBS[verb](row)
    row.refresh_from_db()
    assert row.status == may.get(verb, status)
    assert row.events.count() == len(told) + (verb in may)


def test_calling_off_calls_the_visits_off_and_needs_a_reason():
    row = make_running_round(schools=4)
    with pytest.raises(RuleError):
        cancel_round(record=row, acting_user=None, reason=" ")
    cancel_round(record=row, acting_user=None, reason="暴雪")
    assert {visit.status for visit in row.visits.all()} == {VisitStatus.CANCELLED}
    assert row.visits.first().events.last().reason == "暴雪"


def test_a_round_with_outstanding_visits_closes_with_a_reason_only():
    row = make_running_round(RoundKind.SWEEP, schools=2)
    with pytest.raises(RuleError):
        close_round(record=row, acting_user=None)
    row.refresh_from_db()
    assert row.status == RoundStatus.RUNNING


def test_a_round_whose_window_is_over_does_not_open():
    row = make_round(RoundKind.SWEEP, schools=2)
    with clock.at(clock.now() + dt.timedelta(days=31)), pytest.raises(RuleError):
        open_round(record=row, acting_user=None)


# -- visits --------------------------------------------------------------------------------------


def make_done(row):
    visit = row.visits.first()
    with clock.at(clock.now() + dt.timedelta(days=6)):
        hand_in(
            visit=visit,
            seat=None,
            source="paper",
            visited_on=clock.today(),
            answers={},
            failed=[],
            acting_user=make_secretary(),
        )
    return visit


def test_a_visit_that_is_done_gets_no_further_visitor_and_no_other_answers():
    row = make_running_round(RoundKind.SWEEP, schools=2)
    visit = make_done(row)
    with pytest.raises(InvalidTransition):
        seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    with pytest.raises(RuleError):
        make_done(row)
    assert visit.submissions.count() == 1


def test_a_self_check_is_made_again_as_often_as_the_school_likes():
    row = make_running_round(RoundKind.SELF, schools=2)
    visit = make_done(row)
    make_done(row)
    assert visit.submissions.count() == 2
    assert visit.events.last().verb == "hand_in"


def test_a_visit_that_was_called_off_takes_no_answers():
    row = make_running_round(schools=4)
    chosen = row.participants.get(chosen=True)
    withdraw(participant=chosen, reason="停业装修", acting_user=None)
    visit = row.visits.get(school=chosen.school)
    with clock.at(clock.now() + dt.timedelta(days=6)), pytest.raises(InvalidTransition):
        hand_in(
            visit=visit,
            seat=None,
            source="paper",
            visited_on=clock.today(),
            answers={},
            failed=[],
            acting_user=make_secretary(),
        )


def test_a_sweep_is_visited_by_the_alliances_own_visitors():
    row = make_running_round(RoundKind.SWEEP, schools=2)
    visit = row.visits.first()
    visitor = make_visitor("east")
    seat = seat_visitor(visit=visit, user=visitor, acting_user=None)
    assert seat.visitor == visitor
    for stranger in (visitor, make_visitor("west"), make_secretary()):
        with pytest.raises(RuleError):
            seat_visitor(visit=visit, user=stranger, acting_user=None)


def test_whoever_was_named_by_hand_is_taken_off_with_a_reason():
    row = make_running_round(RoundKind.SWEEP, schools=2)
    visit = row.visits.first()
    seat = seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    with pytest.raises(RuleError):
        unseat_visitor(seat=seat, reason=" ", acting_user=None)
    unseat_visitor(seat=seat, reason="当天请假", acting_user=None)
    assert not visit.seats.filter(until__isnull=True).exists()
    assert "当天请假" in visit.events.last().reason
    with pytest.raises(RuleError):
        unseat_visitor(seat=seat, reason="再来", acting_user=None)


def test_whom_a_draw_sent_is_not_taken_off_by_hand():
    row = make_running_round(RoundKind.MUTUAL, schools=9)
    seat = row.visits.first().seats.first()
    with pytest.raises(RuleError):
        unseat_visitor(seat=seat, reason="换人", acting_user=None)
    seat.refresh_from_db()
    assert seat.until is None
