"""Working days: the yearly notice, the association's own calendar before it, and its pages."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from association.accounts.roles import Role
from association.core import workdays
from association.core.models import AuditEntry, CalendarDay
from association.core.workday_views import unpublished_years
from association.core.workdays import (
    add_working_days,
    is_working_day,
    working_days_between,
    working_days_until,
)
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)
LISTING = reverse("calendar_admin:index")
ADD = reverse("calendar_admin:add")


def day(text):
    return dt.date.fromisoformat(text)


def days(first, last):
    return {day(first) + n * DAY for n in range((day(last) - day(first)).days + 1)}


# Copied from the State Council's notice for 2026, not from the library.
OFF_2026 = (
    days("2026-01-01", "2026-01-03")
    | days("2026-02-15", "2026-02-23")
    | days("2026-04-04", "2026-04-06")
    | days("2026-05-01", "2026-05-05")
    | days("2026-06-19", "2026-06-21")
    | days("2026-09-25", "2026-09-27")
    | days("2026-10-01", "2026-10-07")
)
MADE_UP_2026 = {
    day("2026-01-04"), day("2026-02-14"), day("2026-02-28"), day("2026-05-09"),
    day("2026-09-20"), day("2026-10-10"),
}  # fmt: skip


@pytest.fixture
def no_notice_for_2027(monkeypatch):
    """The library as it is before the notice for 2027 comes out."""
    for name in ("holidays", "workdays"):
        known = {d: why for d, why in getattr(workdays.constants, name).items() if d.year < 2027}
        monkeypatch.setattr(workdays.constants, name, known)


def enter(text, *, working, note=""):
    return CalendarDay.objects.create(day=day(text), working=working, note=note)


def test_the_year_2026_is_that_of_the_notice():
    for one in days("2026-01-01", "2026-12-31"):
        plain = one.weekday() < 5 and one not in OFF_2026
        assert is_working_day(one) is (plain or one in MADE_UP_2026), one


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-11-20", 1, "2026-11-23"),  # a Friday, then Monday
        ("2026-11-21", 1, "2026-11-23"),  # from a Saturday on
        ("2026-09-19", 1, "2026-09-20"),  # the Sunday worked before National Day
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-09-30", 3, "2026-10-10"),  # the Saturday worked after it
        ("2026-09-30", 4, "2026-10-12"),
        ("2026-02-13", 2, "2026-02-24"),  # a worked Saturday, then the Spring Festival
        ("2026-10-01", 0, "2026-10-01"),  # nothing to count, holiday or not
    ],
)
def test_the_day_itself_does_not_count_and_made_up_days_do(start, count, end):
    assert add_working_days(day(start), count) == day(end)


def test_a_year_without_a_notice_has_plain_weeks(no_notice_for_2027):
    assert add_working_days(day("2026-12-30"), 3) == day("2027-01-04")
    assert working_days_between(day("2026-12-30"), day("2027-01-04")) == 3
    assert is_working_day(day("2027-10-01"))
    assert not is_working_day(day("2027-10-02"))


def test_what_the_association_enters_closes_the_gap(no_notice_for_2027):
    enter("2027-01-01", working=False, note="元旦")
    enter("2027-01-03", working=True)
    assert add_working_days(day("2026-12-30"), 3) == day("2027-01-04")
    assert add_working_days(day("2026-12-30"), 2) == day("2027-01-03")
    assert working_days_between(day("2026-12-30"), day("2027-01-02")) == 1


def test_the_associations_own_calendar_goes_before_the_notice():
    enter("2026-10-09", working=False)
    enter("2026-10-05", working=True)
    assert not is_working_day(day("2026-10-09"))
    assert is_working_day(day("2026-10-05"))
    assert add_working_days(day("2026-09-30"), 3) == day("2026-10-10")
    assert working_days_between(day("2026-09-30"), day("2026-10-09")) == 2


def test_counting_undoes_adding_forwards_and_backwards():
    enter("2026-10-09", working=False)
    for start in sorted(days("2026-09-18", "2026-10-12")):
        for count in range(12):
            end = add_working_days(start, count)
            assert working_days_between(start, end) == count
            assert working_days_between(end, start) == -count
            assert count == 0 or is_working_day(end)


def test_no_day_lies_between_a_day_and_itself():
    assert working_days_between(day("2026-10-08"), day("2026-10-08")) == 0


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="go back 2 working days"):
        add_working_days(day("2026-10-08"), -2)


@pytest.mark.parametrize("entered", [1, 3])
def test_each_answer_takes_one_query_however_long_the_way(django_assert_num_queries, entered):
    for n in range(entered):
        enter(f"2027-0{n + 1}-01", working=False)
    with django_assert_num_queries(1):
        is_working_day(day("2026-10-08"))
    with django_assert_num_queries(1):
        add_working_days(day("2026-10-08"), 300)
    with django_assert_num_queries(1):
        working_days_between(day("2028-01-01"), day("2026-01-01"))
    with django_assert_num_queries(0):
        add_working_days(day("2026-10-08"), 0)


@pytest.mark.parametrize(
    ("today", "warned"),
    [("2026-11-01", {}), ("2026-11-02", {2027: 0}), ("2027-12-01", {2027: 0, 2028: 0})],
)
def test_a_year_is_missed_from_60_days_before_it_begins(no_notice_for_2027, today, warned):
    assert unpublished_years(day(today)) == warned


def listing(client):
    page = BeautifulSoup(client.get(LISTING).content, "html.parser")
    return page, [" ".join(block.text.split()) for block in page.select(".help-warning")]


def test_the_list_warns_of_an_unknown_year_until_its_days_are_entered(
    client, time_machine, no_notice_for_2027
):
    time_machine.move_to(dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC), tick=False)
    client.force_login(make_secretary())
    page, warnings = listing(client)
    assert "2026" in page.select_one(".help-info").text
    assert len(warnings) == 1
    assert "2027" in warnings[0]
    enter("2027-01-01", working=False)
    page, warnings = listing(client)
    assert warnings == []
    assert "2027" in page.select(".help-info")[1].text


def test_a_clerk_enters_changes_and_deletes_a_day_and_the_trail_tells_it(client):
    clerk = make_secretary()
    client.force_login(clerk)
    client.post(ADD, {"day": "2027-01-01", "note": "元旦"})
    row = CalendarDay.objects.get()
    assert (row.day, row.working, row.note) == (day("2027-01-01"), False, "元旦")
    edit = reverse("calendar_admin:edit", args=[row.pk])
    client.post(edit, {"day": "2027-01-01", "working": "on", "note": ""})
    row.refresh_from_db()
    assert (row.working, row.note) == (True, "")
    assert "2027" in client.get(LISTING).content.decode()
    client.post(reverse("calendar_admin:delete", args=[row.pk]))
    assert not CalendarDay.objects.exists()
    told = AuditEntry.objects.filter(object_type="core.calendarday").order_by("pk")
    assert [(entry.action, entry.user, entry.label[:10]) for entry in told] == [
        (f"wagtail.{act}", clerk, "2027-01-01") for act in ("create", "edit", "delete")
    ]
    first, second, _last = told
    assert first.label.endswith("元旦")
    assert second.label != first.label[: len(second.label)]


def test_a_day_is_entered_once(client):
    enter("2027-01-01", working=False)
    client.force_login(make_secretary())
    answer = client.post(ADD, {"day": "2027-01-01", "working": "on"})
    assert answer.context["form"].errors.keys() == {"day"}
    assert CalendarDay.objects.get().working is False


def test_an_auditor_reads_the_calendar_and_changes_nothing(client):
    row = enter("2027-01-01", working=False)
    client.force_login(make_secretary(Role.AUDITOR))
    edit = reverse("calendar_admin:edit", args=[row.pk])
    page, _warnings = listing(client)
    assert "2027" in page.select_one("table.listing").text
    assert [link["href"] for link in page.select("a") if link.get("href") in {edit, ADD}] == []
    client.post(edit, {"day": "2027-01-02"})
    client.post(reverse("calendar_admin:delete", args=[row.pk]))
    client.post(ADD, {"day": "2027-01-03"})
    assert [one.day for one in CalendarDay.objects.all()] == [row.day]


def test_an_editor_does_not_see_it(client):
    client.force_login(make_secretary(Role.EDITOR))
    assert client.get(LISTING).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_day_and_three(
    client, time_machine, no_notice_for_2027, django_assert_num_queries, rows
):
    time_machine.move_to(dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC), tick=False)
    client.force_login(make_secretary())
    for n in range(rows):
        enter(f"2027-01-0{n + 1}", working=False)
    client.get(LISTING)  # what is looked up once for all
    with django_assert_num_queries(12):
        client.get(LISTING)


def test_days_left_are_counted_both_ways_with_worked_weekends(django_assert_num_queries):
    # The notice moves work to Sunday, 20 September, and keeps the 25th free.
    today = day("2026-09-18")
    asked = {day("2026-09-28"): 6, today: 0, day("2026-09-19"): 0, day("2026-09-14"): -4}
    with django_assert_num_queries(1):
        found = working_days_until(asked, today)
    assert {each: found[each] for each in asked} == asked
    for each, left in asked.items():
        assert working_days_between(today, each) == left
    assert working_days_until([], today) == {today: 0}
