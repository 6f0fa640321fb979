"""Dates that come: told on working days, by day, once at each distance, all in one message."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from association.alliances.due_dates import licences_running_out
from association.alliances.enums import Capacity
from association.alliances.services import dismiss_representative, leave_association
from association.core.models import CalendarDay
from association.messaging.models import Message, Reminded
from association.messaging.services import remind
from association.pledges.due_dates import pledges_running_out
from tests.factories import (
    make_accepted_pledge,
    make_principal,
    make_school,
    make_signed_pledge,
)
from tests.factories.changes import make_change
from tests.messaging.heard import hearing, opens

pytestmark = pytest.mark.django_db

ZONE = dt.timezone(dt.timedelta(hours=8))
DISTANCES = (180, 90, 30, 7)


@pytest.fixture
def at(time_machine):
    """Move the clock: `at("2026-10-08")` or `at("2026-10-08 19:00")`; ten in the morning else."""

    def move(moment):
        day, _space, hour = str(moment).partition(" ")
        text = f"{day} {hour or '10:00'}"
        time_machine.move_to(dt.datetime.fromisoformat(text).replace(tzinfo=ZONE), tick=False)

    move("2026-01-05")
    return move


def licensed(last_day, name="principal"):
    """A member whose licence runs out, with its principal."""
    school = make_school(
        licence_long_term=False, licence_valid_until=dt.date.fromisoformat(last_day)
    )
    make_principal(school, name=name)
    return school


def pledged(at, until, school=None, name="principal"):
    """A pledge in force until a day, given two years before; the clock is moved there and back."""
    back = timezone.localtime().replace(tzinfo=None).isoformat(" ", "minutes")
    last_day = dt.date.fromisoformat(until)
    at(last_day.replace(year=last_day.year - 2))
    school = school or make_school()
    signer = school.representatives.first()
    pledge = make_accepted_pledge(
        school, signer=signer.user if signer else make_principal(school, name=name)
    )
    at(back)
    assert pledge.in_force_until == last_day
    return pledge


def reminded():
    """Who is reminded now, of how many dates each."""
    with hearing() as heard:
        count = remind()
    assert {kind for kind, _name in heard.kinds} <= {"reminder"}
    assert len(heard.kinds) == count
    return {message.recipient.username: message for message in heard.messages}


# -- when ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("distance", DISTANCES)
def test_a_licence_is_told_from_each_distance_on(at, distance):
    licensed("2027-03-31")
    reached = dt.date(2027, 3, 31) - dt.timedelta(days=distance)
    at(reached - dt.timedelta(days=1))
    remind()
    before = Reminded.objects.count()
    at(following_working_day(reached))
    assert set(reminded()) == {"principal"}
    rows = Reminded.objects.order_by("-pk")
    assert (rows.count() - before, rows[0].distance) == (1, distance)


def following_working_day(day):
    """2026-10-02 and 2027-01-01, the only thresholds above on days off, are told after them."""
    return {
        dt.date(2026, 10, 2): dt.date(2026, 10, 8),
        dt.date(2027, 1, 1): dt.date(2027, 1, 4),
    }.get(day, day)


def test_every_distance_is_told_once_over_the_months(at):
    licensed("2027-03-31")
    told = []
    day = dt.date(2026, 9, 1)
    while day <= dt.date(2027, 4, 5):
        at(day)
        if reminded():
            told.append(day.isoformat())
        assert not reminded()
        day += dt.timedelta(days=1)
    # 180 days fall on October 2, in the holidays; 90 on December 31; 30 on March 1; 7 on March 24.
    assert told == ["2026-10-08", "2026-12-31", "2027-03-01", "2027-03-24"]
    distances = Reminded.objects.order_by("pk").values_list("distance", flat=True)
    assert list(distances) == [180, 90, 30, 7]


@pytest.mark.parametrize("day", [f"2026-10-0{day}" for day in range(1, 8)])
def test_a_threshold_in_the_holidays_is_told_on_the_first_day_of_work(at, day):
    last_day = dt.date.fromisoformat(day) + dt.timedelta(days=30)
    at("2026-09-30")
    licensed(last_day.isoformat())
    remind()
    for off in range(1, 8):
        at(f"2026-10-0{off}")
        assert reminded() == {}
    at("2026-10-08")
    assert set(reminded()) == {"principal"}


def test_a_saturday_that_is_worked_instead_reminds(at):
    licensed("2026-11-09")
    at("2026-10-09")
    remind()
    at("2026-10-10")
    assert set(reminded()) == {"principal"}


def test_a_plain_weekend_waits_for_monday(at):
    licensed("2026-11-16")
    at("2026-10-16")
    remind()
    for day in ("2026-10-17", "2026-10-18"):
        at(day)
        assert reminded() == {}
    at("2026-10-19")
    assert set(reminded()) == {"principal"}


def test_the_association_s_own_calendar_goes_before_the_notice(at):
    CalendarDay.objects.create(day=dt.date(2026, 10, 8), working=False)
    licensed("2026-11-01")
    at("2026-10-08")
    assert reminded() == {}
    at("2026-10-09")
    assert set(reminded()) == {"principal"}


def test_a_threshold_at_the_end_of_the_year_is_told_in_the_new_one(at):
    # No notice names the holidays of 2027 yet; until then the association enters them itself.
    CalendarDay.objects.create(day=dt.date(2027, 1, 1), working=False)
    licensed("2027-01-31")
    at("2026-12-31")
    remind()
    for day in ("2027-01-01", "2027-01-02", "2027-01-03"):
        at(day)
        assert reminded() == {}
    at("2027-01-04")
    message = reminded()["principal"]
    assert "2027年1月31日" in message.body_zh
    assert "27" in message.body_zh
    assert Reminded.objects.latest("pk").distance == 30


@pytest.mark.parametrize("hour", ["00:10", "07:59", "18:00", "23:30"])
def test_nobody_is_reminded_at_night(at, hour):
    licensed("2026-12-23")
    at(f"2026-11-23 {hour}")
    assert reminded() == {}
    at("2026-11-23 08:00" if hour < "08" else "2026-11-24 08:00")
    assert set(reminded()) == {"principal"}


# -- how much --------------------------------------------------------------------------------------


def test_of_several_distances_reached_at_once_the_nearest_is_told(at):
    licensed("2026-11-26")
    at("2026-11-23")
    message = reminded()["principal"]
    assert [row.distance for row in Reminded.objects.all()] == [7]
    assert message.body_zh.count("·") == 1


def test_all_of_a_persons_dates_are_in_one_message_the_nearest_first(at):
    at("2026-11-23")
    first = licensed("2027-01-20", name="head")
    head = first.representatives.get().user
    second = make_school(licence_long_term=False, licence_valid_until=dt.date(2026, 12, 1))
    second.representatives.create(user=head, capacity=Capacity.PRINCIPAL)
    pledged(at, "2027-05-01", first)
    message = reminded()["head"]
    lines = [line for line in message.body_en.splitlines() if line.startswith("·")]
    days = ["Dec. 1, 2026", "Jan. 20, 2027", "May 1, 2027"]
    assert [day in line for day, line in zip(days, lines, strict=True)] == [True] * 3
    assert message.link == "/desk/"
    assert "(3)" in message.subject_en
    assert Message.objects.filter(kind="reminder").count() == 1


def test_what_comes_near_later_is_told_without_what_was_told(at):
    at("2026-11-23")
    first = licensed("2027-01-20", name="head")
    remind()
    second = make_school(licence_long_term=False, licence_valid_until=dt.date(2026, 12, 1))
    second.representatives.create(
        user=first.representatives.get().user, capacity=Capacity.PRINCIPAL
    )
    message = reminded()["head"]
    assert second.name in message.body_zh
    assert first.name not in message.body_zh


def test_a_new_date_is_told_anew(at):
    at("2026-11-23")
    school = licensed("2026-12-20")
    remind()
    type(school).objects.filter(pk=school.pk).update(licence_valid_until=dt.date(2026, 12, 22))
    assert set(reminded()) == {"principal"}
    assert reminded() == {}


# -- whom ------------------------------------------------------------------------------------------


def test_the_principal_is_reminded_and_the_staff_where_there_is_none(client, at):
    at("2026-11-23")
    school = licensed("2026-12-20")
    make_principal(school, Capacity.STAFF, name="staff")
    message = reminded()["principal"]
    assert message.link == f"/desk/{school.uscc}/data/"
    assert opens(client, message)
    dismiss_representative(
        appointment=school.representatives.get(capacity=Capacity.PRINCIPAL), acting_user=None
    )
    assert set(reminded()) == {"staff"}


def test_nobody_is_reminded_of_what_is_no_member_s_or_was_told_or_is_over(at):
    at("2026-11-23")
    left = licensed("2026-12-20", name="left")
    leave_association(school=left, acting_user=None)
    told = licensed("2026-12-20", name="told")
    make_change(told, licence_valid_until=dt.date(2030, 12, 20))
    licensed("2026-11-22", name="over")
    licensed("2027-06-01", name="far")
    make_principal(make_school(licence_long_term=True), name="long-term")
    assert reminded() == {}


def test_another_open_request_does_not_silence_the_licence(at):
    at("2026-11-23")
    make_change(licensed("2026-12-20"))
    assert set(reminded()) == {"principal"}


def test_a_pledge_in_force_is_told_before_its_last_day(client, at):
    pledge = pledged(at, "2026-11-23")
    at("2026-05-27")
    early = reminded()["principal"]
    assert "can be signed again from" in early.body_en
    assert early.link == f"/desk/{pledge.school.uscc}/pledge/"
    assert opens(client, early)
    at("2026-11-16")
    assert "Please read it and sign again" in reminded()["principal"].body_en


def test_a_pledge_that_was_signed_again_is_not_reminded_of(at):
    at("2026-11-23")
    pledge = pledged(at, "2026-12-01")
    make_signed_pledge(pledge.school, signer=pledge.signature.signer)
    assert reminded() == {}


def test_a_pledge_that_is_in_force_no_more_is_not_reminded_of(at):
    at("2026-11-23")
    leave_association(school=pledged(at, "2026-12-01").school, acting_user=None)
    assert reminded() == {}


@pytest.mark.parametrize("source", [licences_running_out, pledges_running_out])
def test_a_source_asks_as_much_for_three_as_for_one(at, source):
    at("2026-11-23")
    counts = []
    for names in ("a", "bc"):
        for name in names:
            pledged(at, "2026-12-20", licensed("2026-12-20", name=name))
        with CaptureQueriesContext(connection) as made:
            found = source(dt.date(2026, 11, 23), dt.date(2026, 12, 31))
            told = [(len(due.people), due.what()) for due in found]
        counts.append((len(told), len(made)))
    assert counts == [(1, 2), (3, 2)]
