"""Rounds and visits: each school hears of its own part, each visitor of the own visits."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from association.alliances.enums import Capacity
from association.alliances.services import leave_association
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.peer_review.enums import RoundKind
from association.peer_review.models import Seat, Visit
from association.peer_review.services import (
    announce_draw,
    call_off_seat,
    cancel_round,
    close_round,
    draw,
    edit_round,
    name_visitor,
    open_round,
    recuse,
    seat_visitor,
    unseat_visitor,
    withdraw,
)
from tests.factories import make_lead, make_principal, make_secretary, make_visitor
from tests.factories.rounds import (
    RESULTS,
    make_announced_round,
    make_answers,
    make_checklist,
    make_drawn_round,
    make_round,
    make_running_round,
    make_sources,
)
from tests.messaging.heard import hearing, opens
from tests.peer_review.rounds.test_again import first_of_the_chosen
from tests.peer_review.told import in_both, make_members, make_strangers, principal_of, says

pytestmark = pytest.mark.django_db
MUTUAL, RANDOM, SWEEP, SELF = (
    RoundKind.MUTUAL,
    RoundKind.RANDOM,
    RoundKind.SWEEP,
    RoundKind.SELF,
)


def everybody(schools):
    return sorted(principal_of(school) for school in schools)


def drawn(row):
    with clock.at(clock.now() + dt.timedelta(days=3)):
        draw(record=row, results=RESULTS, acting_user=None)


# -- rounds ----------------------------------------------------------------------------------------


def test_a_plan_is_told_nobody(db):
    make_members(2)
    make_checklist()  # with a covenant, which they hear of
    with hearing() as heard:
        row = make_round(SWEEP)
        edit_round(plan_of=row, plan={"title": "冬季走访"}, acting_user=None)
    assert heard.kinds == []


def test_each_school_hears_of_the_announced_draw_and_its_number(client):
    schools = make_members(10)
    make_strangers()
    make_principal(schools[0], Capacity.STAFF, name="staff")
    row, sources = make_round(MUTUAL), make_sources()
    with hearing() as heard:
        announce_draw(record=row, sources=sources, acting_user=make_secretary())
    assert heard.kinds == [("draw_announced", name) for name in everybody(schools)]
    message = heard.one("draw_announced", "principal-1")
    number = row.participants.get(school=schools[0]).number
    assert says(message, zh=f"编号为{number}", en=f"number {number}")
    assert says(message, **in_both(sources[-1].date))
    assert opens(client, message)


def test_mutual_visits_are_told_each_school_in_one_message(client):
    schools = make_members(10)
    row = make_announced_round(MUTUAL)
    with hearing() as heard:
        drawn(row)
    assert heard.kinds == [("round_drawn", name) for name in everybody(schools)]
    message = heard.one("round_drawn", "principal-1")
    assert says(message, zh="请为每一次走访指定一位走访员", en="Please name a visitor")
    assert says(message, **in_both(row.due_on))
    assert opens(client, message)


def test_a_random_draw_is_told_who_was_drawn_and_who_was_not(client):
    schools = make_members(12)
    row = make_announced_round(RANDOM)
    with hearing() as heard:
        drawn(row)
    visited = everybody(visit.school for visit in row.visits.all())
    assert heard.who("visit_planned") == visited
    assert heard.who("round_not_drawn") == sorted(set(everybody(schools)) - set(visited))
    assert len(heard.kinds) == len(schools)
    assert opens(client, heard.one("visit_planned", visited[0]))
    assert opens(client, heard.messages.filter(kind="round_not_drawn").first())


@pytest.mark.parametrize(
    ("kind", "told", "zh", "en"),
    [
        (SELF, "self_check_open", "永不公开", "It is never public"),
        (SWEEP, "visit_planned", "自律走访，不是行政检查", "not an inspection by the state"),
    ],
)
def test_an_opened_round_is_told_with_its_days(client, kind, told, zh, en):
    schools = make_members(2)
    make_strangers()
    row, lead = make_round(kind), make_lead("east", name="lead")
    with hearing() as heard:
        open_round(record=row, acting_user=lead)
    assert heard.kinds == [(told, name) for name in everybody(schools)]
    message = heard.one(told, "principal-1")
    assert says(message, **in_both(row.due_on if kind == SELF else row.closes_on))
    assert says(message, zh=zh, en=en)
    assert opens(client, message)


def test_many_schools_take_no_more_statements_to_tell(db):
    statements = []
    # The first round fills what is remembered between requests.
    for alliance, count in (("south", 1), ("east", 1), ("west", 3)):
        make_members(count, alliance, prefix=alliance)
        row = make_round(SWEEP, alliance=alliance)
        with CaptureQueriesContext(connection) as found:
            open_round(record=row, acting_user=None)
        statements.append(len(found))
    assert statements[1] == statements[2]


def test_who_is_named_hears_that_the_visits_can_begin(client):
    make_members(10)
    row = make_drawn_round(MUTUAL)
    seat = Seat.objects.filter(visit__round=row).first()
    staff = make_principal(seat.school, Capacity.STAFF, name="goes")
    name_visitor(seat=seat, user=staff, acting_user=None)
    with hearing() as heard:
        open_round(record=row, acting_user=None)
    assert heard.kinds == [("round_opened", "goes")]
    assert says(heard.one("round_opened"), **in_both(row.closes_on))
    client.force_login(staff)
    assert client.get(heard.one("round_opened").link, follow=True).status_code == 200


def test_a_round_that_is_called_off_is_told_with_its_reason_once(client):
    schools = make_members(3)
    row = make_running_round(SWEEP)
    for number in range(2):
        visitor = make_visitor("east", name=f"visitor-{number}")
        seat_visitor(visit=row.visits.first(), user=visitor, acting_user=None)
    with hearing() as heard:
        cancel_round(record=row, reason="因停课改期", acting_user=None)
    assert heard.kinds == [
        *[("round_cancelled", name) for name in everybody(schools)],
        ("round_cancelled", "visitor-0"),
        ("round_cancelled", "visitor-1"),
    ]
    message = heard.one("round_cancelled", "principal-1")
    assert says(message, zh="因停课改期", en="因停课改期")
    assert opens(client, message)
    with hearing() as heard, pytest.raises(InvalidTransition):
        cancel_round(record=row, reason="再次", acting_user=None)
    assert heard.kinds == []


def test_the_end_of_a_round_is_told_where_something_is_not_made_any_more(db):
    make_members(3)
    row = make_running_round(SWEEP)
    done, waiting, _other = row.visits.order_by("pk")
    visitor = make_visitor("east", name="visitor")
    seat_visitor(visit=waiting, user=visitor, acting_user=None)
    make_answers(done, None, make_secretary())
    with hearing() as heard:
        close_round(record=row, reason="期满", acting_user=None)
    waited = [principal_of(visit.school) for visit in row.visits.exclude(pk=done.pk)]
    assert heard.kinds == [("round_closed", name) for name in sorted([*waited, "visitor"])]


# -- who goes --------------------------------------------------------------------------------------


@pytest.fixture
def mutual(db):
    """A drawn round of mutual visits between ten schools."""
    make_members(10)
    make_strangers()
    return make_drawn_round(MUTUAL)


def test_a_named_visitor_and_the_visited_school_are_told_and_who_named_is_not(client, mutual):
    seat = Seat.objects.filter(visit__round=mutual).first()
    principal = seat.school.representatives.get().user
    staff = make_principal(seat.school, Capacity.STAFF, name="goes", first_name="钱走访")
    with hearing() as heard:
        name_visitor(seat=seat, user=staff, acting_user=principal)
    visited = principal_of(seat.visit.school)
    assert heard.kinds == sorted([("visitor_named", "goes"), ("visit_who_comes", visited)])
    named = heard.one("visitor_named")
    assert says(named, zh=seat.visit.school.name, en=seat.visit.school.name)
    assert says(named, **in_both(mutual.closes_on))
    assert "钱走访" not in heard.one("visit_who_comes").body_zh
    assert all(opens(client, message) for message in heard.messages)


def test_who_was_named_before_hears_that_they_need_not_go(mutual):
    seat = Seat.objects.filter(visit__round=mutual).first()
    for name in ("first", "second"):
        make_principal(seat.school, Capacity.STAFF, name=name)
    people = {person.user.username: person.user for person in seat.school.representatives.all()}
    name_visitor(seat=seat, user=people["first"], acting_user=None)
    with hearing() as heard:
        name_visitor(seat=seat, user=people["second"], acting_user=None)
    visited = principal_of(seat.visit.school)
    assert heard.kinds == sorted(
        [
            ("visitor_named", "second"),
            ("visitor_released", "first"),
            ("visit_who_comes", visited),
        ]
    )
    with hearing() as heard:
        name_visitor(seat=seat, user=people["second"], acting_user=None)
    assert heard.kinds == []


def test_a_refused_name_and_one_rolled_back_are_told_nobody(mutual):
    seat = Seat.objects.filter(visit__round=mutual).first()
    stranger = make_principal(seat.visit.school, Capacity.STAFF)
    with hearing() as heard:
        with pytest.raises(RuleError):
            name_visitor(seat=seat, user=stranger, acting_user=None)
        with transaction.atomic():
            name_visitor(seat=seat, user=seat.school.representatives.get().user, acting_user=None)
            transaction.set_rollback(True)
    assert heard.kinds == []


def test_a_visitor_of_a_sweep_is_named_and_taken_off_again(client):
    [school] = make_members(1)
    visit = make_running_round(SWEEP).visits.get()
    visitor, lead = make_visitor("east", name="visitor"), make_lead("east", name="lead")
    with hearing() as heard:
        seat = seat_visitor(visit=visit, user=visitor, acting_user=lead)
    assert heard.kinds == [("visit_who_comes", "principal-1"), ("visitor_named", "visitor")]
    with hearing() as heard:
        unseat_visitor(seat=seat, reason="生病", acting_user=lead)
    assert heard.kinds == [("visit_who_comes", "principal-1"), ("visitor_released", "visitor")]
    assert "生病" not in heard.one("visitor_released").body_zh
    assert school.name in heard.one("visitor_released").subject_zh
    assert opens(client, heard.one("visit_who_comes"))


def test_an_excused_school_its_visitor_and_the_one_that_goes_instead_are_told(client, mutual):
    for seat in Seat.objects.filter(visit__round=mutual).order_by("pk"):
        goes = make_principal(seat.school, Capacity.STAFF)
        name_visitor(seat=seat, user=goes, acting_user=None)
        try:
            with hearing() as heard:
                place = recuse(seat=seat, reason="有事", acting_user=make_secretary())
        except RuleError:
            continue
        break
    assert heard.kinds == sorted(
        [
            ("sender_excused", principal_of(seat.school)),
            ("sender_instead", principal_of(place.school)),
            ("visit_who_comes", principal_of(seat.visit.school)),
            ("visitor_released", goes.username),
        ]
    )
    instead = heard.one("sender_instead")
    assert says(instead, zh=seat.visit.school.name, en=seat.visit.school.name)
    assert "有事" not in instead.body_zh
    assert opens(client, instead)
    assert opens(client, heard.one("sender_excused"))


def test_the_last_place_that_ends_calls_the_visit_off_and_each_is_told_once(client, mutual):
    visit = mutual.visits.order_by("pk").first()
    first, last = visit.seats.order_by("pk")
    clerk = make_secretary()
    with hearing() as heard:
        call_off_seat(seat=first, reason="有事", acting_user=clerk)
    visited = principal_of(visit.school)
    assert heard.kinds == sorted(
        [("sender_excused", principal_of(first.school)), ("visit_who_comes", visited)]
    )
    with hearing() as heard:
        call_off_seat(seat=last, reason="有事", acting_user=clerk)
    assert heard.kinds == sorted(
        [("sender_excused", principal_of(last.school)), ("visit_cancelled", visited)]
    )
    assert opens(client, heard.one("visit_cancelled"))


def test_a_school_that_is_left_out_its_visitor_and_the_next_in_order_are_told(db):
    make_members(12)
    row = make_drawn_round(RANDOM)
    leaver = row.participants.filter(chosen=True).first()
    visit = row.visits.get(school=leaver.school)
    seat_visitor(visit=visit, user=make_visitor("east", name="visitor"), acting_user=None)
    with hearing() as heard:
        instead = withdraw(participant=leaver, reason="装修", acting_user=make_secretary())
    assert heard.kinds == sorted(
        [
            ("visit_cancelled", principal_of(leaver.school)),
            ("visit_planned", principal_of(instead.school)),
            ("visitor_released", "visitor"),
        ]
    )


def test_a_visitor_hears_that_the_school_has_left(db):
    make_members(1)
    visit = make_running_round(SWEEP).visits.get()
    visitors = [make_visitor("east", name=f"visitor-{number}") for number in (1, 2)]
    seats = [seat_visitor(visit=visit, user=each, acting_user=None) for each in visitors]
    make_answers(visit, seats[0], visitors[0])
    with hearing() as heard:
        leave_association(school=visit.school, acting_user=None, reason="停办")
    assert heard.who("visitor_released") == ["visitor-2"]
    assert heard.who("visit_who_comes") == []


# -- made again ------------------------------------------------------------------------------------


def test_a_second_visit_is_told_the_school_and_the_lead_who_names_its_visitors(client):
    make_members(1)
    make_strangers()
    make_lead("east", name="lead")
    row = make_running_round(RANDOM)
    visit = first_of_the_chosen(row)
    with hearing() as heard:
        make_answers(visit, None, make_secretary())
    assert Visit.objects.filter(again_of=visit).exists()
    assert heard.who("visit_again") == ["principal-1"]
    assert heard.who("visit_to_name") == ["lead"]
    message = heard.one("visit_again")
    assert says(message, zh="与对学校的评价无关", en="says nothing about your school")
    assert opens(client, message)
    assert opens(client, heard.one("visit_to_name"))
