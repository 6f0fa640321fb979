"""Which plaques are still to be hung: on paper, in Excel, by message, and on the school's desk."""

import datetime as dt
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.alliances.models import Alliance, Campus, School
from association.alliances.services import appoint_lead, leave_association
from association.core import clock
from association.plaques.panels import SchoolPlaques
from association.plaques.selectors import by_alliance, to_hang
from association.plaques.services import show_bare_wall
from tests.factories import (
    hang,
    make_active_plaque,
    make_lead,
    make_photo,
    make_plaque,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_user,
)
from tests.messaging.heard import hearing, opens

pytestmark = pytest.mark.django_db

PAGE, SHEET = "/admin/plaques/hanging/", "/admin/plaques/hanging.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def clerk(client):
    user = make_secretary(name="clerk", email="clerk@association.example")
    client.force_login(user)
    return user


def plaque_of(days_ago, alliance="east", **school):
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        return make_plaque(make_school(alliance=alliance, **school))


def lines(response):
    [sheet] = load_workbook(BytesIO(response.content)).worksheets
    return list(sheet.iter_rows(values_only=True))


def send():
    told = StringIO()
    call_command("hanging_list", stdout=told)
    return told.getvalue()


def test_the_longest_overdue_comes_first_and_says_by_how_much():
    fresh, late = plaque_of(29), plaque_of(37)
    last_day = plaque_of(30)
    rows = to_hang()
    assert [row.plaque for row in rows] == [late, last_day, fresh]
    assert [row.days_left for row in rows] == [-7, 0, 1]
    assert [row.is_overdue for row in rows] == [True, False, False]
    assert [row.days_over for row in rows] == [7, 0, 0]


def test_what_hangs_went_back_or_ran_out_does_not_wait():
    make_active_plaque()
    left = make_plaque()
    leave_association(school=left.school, acting_user=None)
    plaque_of(3 * 366)
    assert to_hang() == []


def test_groups_follow_the_alliances_order():
    west, east = plaque_of(40, "west"), plaque_of(1, "east")
    groups = by_alliance(to_hang())
    codes = [alliance.code for alliance, _rows in groups]
    in_order = [code for code in ("east", "south", "west", "north") if code in codes]
    assert codes == in_order
    assert {row.plaque for _alliance, rows in groups for row in rows} == {west, east}


@pytest.mark.parametrize("count", [1, 3])
def test_reading_the_list_takes_two_queries(count, django_assert_num_queries):
    for _each in range(count):
        make_plaque()
    with django_assert_num_queries(2):
        [(row.plaque.school.name, row.plaque.campus.name, str(row.alliance)) for row in to_hang()]


def test_the_clerks_page_lists_them_by_alliance(client, clerk):
    late, west = plaque_of(40), plaque_of(1, "west")
    hung = make_active_plaque()
    page = BeautifulSoup(client.get(PAGE).content, "html.parser").main
    assert len(page.select("section.hanging")) == 2
    assert len(page.select("section.hanging strong")) == 3  # two names, one delay
    for plaque in (late, west):
        assert page.select_one(f"a[href='/admin/plaques/inspect/{plaque.pk}/']")
        assert page.select_one(f"a[href='/admin/plaques/activate/{plaque.pk}/']")
    assert hung.number not in page.get_text()


def test_whoever_may_not_confirm_gets_no_button(client):
    plaque = plaque_of(40)
    client.force_login(make_secretary(Role.APPROVER))
    page = client.get(PAGE).content.decode()
    assert plaque.number in page
    assert "/admin/plaques/activate/" not in page


@pytest.mark.parametrize("address", [PAGE, SHEET])
def test_the_list_is_for_those_who_see_plaques_in_the_admin(client, address):
    plaque = make_plaque()
    assert client.get(address).status_code == 302
    for person in (
        make_secretary(Role.EDITOR), make_lead(), plaque.pledge.signature.signer, make_user(),
    ):  # fmt: skip
        client.force_login(person)
        assert client.get(address).status_code == 302
    for role in (Role.CLERK, Role.APPROVER):
        client.force_login(make_secretary(role))
        assert client.get(address).status_code == 200


def test_the_sheet_holds_a_line_for_each(client, clerk):
    late, fresh = plaque_of(40), plaque_of(1)
    response = client.get(SHEET)
    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"].startswith('attachment; filename="plaques-to-hang-')
    _titles, *rows = lines(response)
    assert [(row[2], row[7]) for row in rows] == [(late.number, 10), (fresh.number, 0)]
    assert rows[0][6].date() == late.hang_by


def test_a_persons_own_number_is_covered_in_the_sheet_as_on_the_page(client, clerk):
    plaque = plaque_of(1)
    for phone, told in (("13800138000", "138****8000"), ("0536-0123456", "0536-0123456")):
        School.objects.filter(pk=plaque.school_id).update(phone=phone)
        _titles, row = lines(client.get(SHEET))
        assert row[5] == told


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")'])
def test_a_name_that_looks_like_a_formula_computes_nothing(client, clerk, start):
    plaque = make_plaque()
    School.objects.filter(pk=plaque.school_id).update(name=start)
    Campus.objects.filter(pk=plaque.campus_id).update(address=start + "\x07")
    [sheet] = load_workbook(BytesIO(client.get(SHEET).content)).worksheets
    for cell in (sheet["B2"], sheet["E2"]):
        assert (cell.value, cell.data_type, cell.quotePrefix) == (start, "s", True)


def tell():
    """Run the weekly command; return what it told those whom a test has named, by user name.

    Factories make clerks of their own, who are told the whole list as well.
    """
    with hearing() as heard:
        told = send()
    assert str(len(heard.kinds)) in told
    by_name = {message.recipient.username: message for message in heard.messages}
    return {name: each for name, each in by_name.items() if not name.startswith("person")}


def test_the_weekly_message_goes_to_clerks_and_to_each_alliances_leads(client, clerk):
    east, west = plaque_of(40, "east"), plaque_of(2, "west")
    make_lead("east", name="lead-east")
    make_lead("north", name="lead-north")
    make_secretary(Role.APPROVER)
    messages = tell()
    assert set(messages) == {clerk.username, "lead-east"}
    whole, part = messages[clerk.username], messages["lead-east"]
    for body in (whole.body_zh, whole.body_en):
        assert east.number in body
        assert west.number in body
    for body in (part.body_zh, part.body_en):
        assert east.number in body
        assert west.number not in body
    assert "· 东联盟" in part.subject_zh
    assert (whole.link, part.link) == (PAGE, "/alliance-desk/east/hanging/")
    assert opens(client, whole)
    assert opens(client, part)


def test_nobody_is_told_twice_in_a_week(time_machine, clerk):
    zone = dt.timezone(dt.timedelta(hours=8))
    monday = dt.datetime(2026, 11, 23, 8, tzinfo=zone)
    time_machine.move_to(monday, tick=False)
    make_plaque()
    counts = []
    for days in (0, 0, 6, 7, 7):
        time_machine.move_to(monday + dt.timedelta(days=days), tick=False)
        counts.append(len(tell()))
    assert counts == [1, 0, 0, 1, 0]
    late = make_lead("east", name="late")
    assert list(tell()) == [late.username]


def test_the_first_week_of_a_year_is_no_week_of_the_last(time_machine, clerk):
    make_plaque()
    zone = dt.timezone(dt.timedelta(hours=8))
    counts = []
    # Week 53 of 2026 runs from December 28 to January 3.
    for day in (dt.date(2026, 12, 28), dt.date(2027, 1, 1), dt.date(2027, 1, 4)):
        moment = dt.datetime.combine(day, dt.time(8), zone)
        time_machine.move_to(moment, tick=False)
        counts.append(len(tell()))
    assert counts == [1, 0, 1]


def test_who_has_two_parts_reads_them_in_one_message(clerk):
    east, south = plaque_of(40, "east"), plaque_of(2, "south")
    both = make_lead("east", name="both")
    appoint_lead(alliance=Alliance.objects.get(code="south"), user=both, acting_user=None)
    appoint_lead(alliance=Alliance.objects.get(code="east"), user=clerk, acting_user=None)
    messages = tell()
    assert set(messages) == {"both", clerk.username}
    message = messages["both"]
    assert east.number in message.body_zh
    assert south.number in message.body_zh
    assert message.link == "/alliance-desk/"
    assert messages[clerk.username].link == PAGE


def test_the_message_costs_the_same_for_one_plaque_and_three(time_machine, clerk):
    make_lead("east")
    make_lead("south")
    zone = dt.timezone(dt.timedelta(hours=8))
    counts = []
    # A week each; in the first, what is read once in the life of a process is read.
    for week, more in enumerate((1, 0, 2)):
        moment = dt.datetime(2026, 11, 23, 8, tzinfo=zone) + dt.timedelta(weeks=week)
        time_machine.move_to(moment, tick=False)
        for _each in range(more):
            plaque_of(40)
            taken_back(11)
        with CaptureQueriesContext(connection) as made:
            tell()
        counts.append(len(made))
    assert counts[1] == counts[2]


def test_a_message_says_names_as_they_are(clerk):
    plaque = make_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区“A&B”学校")
    assert "示范区“A&B”学校" in tell()[clerk.username].body_zh


def test_with_nothing_to_hang_nobody_is_written_to(clerk):
    hang(make_plaque())
    messages = tell()
    assert messages == {}


def taken_back(days_ago, alliance="east"):
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        return make_revoked_plaque(make_school(alliance=alliance))


def test_the_message_tells_what_should_be_down_by_now(client, clerk):
    east, west = taken_back(11, "east"), taken_back(12, "west")
    in_time, shown = taken_back(10), taken_back(13)
    show_bare_wall(
        take_down=shown.take_down, photo=make_photo(), acting_user=shown.pledge.signature.signer
    )
    make_lead("east", name="lead-east")
    make_lead("north", name="lead-north")
    messages = tell()
    assert set(messages) == {clerk.username, "lead-east"}
    whole, part = messages[clerk.username], messages["lead-east"]
    numbers = [plaque.number for plaque in (west, east, in_time, shown)]
    assert [number in whole.body_zh for number in numbers] == [True, True, False, False]
    assert [number in part.body_en for number in numbers] == [False, True, False, False]
    assert whole.link == "/admin/take-downs/?state=overdue"
    assert part.link == "/alliance-desk/east/"
    assert "/hanging/" not in whole.body_zh + part.body_zh
    assert opens(client, whole)
    assert opens(client, part)


def test_the_message_says_what_waits_in_its_subject(clerk, time_machine):
    zone = dt.timezone(dt.timedelta(hours=8))
    time_machine.move_to(dt.datetime(2026, 11, 23, 8, tzinfo=zone), tick=False)
    taken_back(11)
    assert tell()[clerk.username].subject_en == "1 plaque should be down by now"
    plaque_of(1)
    time_machine.move_to(dt.datetime(2026, 11, 30, 8, tzinfo=zone), tick=False)
    message = tell()[clerk.username]
    assert message.subject_en == "1 plaque waits to be hung"
    assert "should be down by now" in message.body_en
    assert "https://plaque.example/admin/take-downs/?state=overdue" in message.body_en


def test_a_school_that_left_is_the_clerks_alone(clerk):
    plaque = taken_back(11)
    leave_association(school=plaque.school, acting_user=None)
    make_lead("east")
    messages = tell()
    assert set(messages) == {clerk.username}
    assert plaque.number in messages[clerk.username].body_zh


def test_the_clerks_page_lists_what_should_be_down(client, clerk):
    late, in_time = taken_back(11), taken_back(10)
    page = BeautifulSoup(client.get(PAGE).content, "html.parser").main
    assert page.select_one(f"a[href='/admin/take-downs/inspect/{late.take_down.pk}/']")
    assert late.school.name in page.get_text()
    assert in_time.number not in page.get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_for_one_line_and_three(
    client, clerk, count, django_assert_num_queries
):
    for _each in range(count):
        plaque_of(40)
        taken_back(11)
    client.get(PAGE)
    with django_assert_num_queries(12):
        client.get(PAGE)


def test_who_has_left_the_office_is_not_told(clerk):
    make_plaque()
    clerk.is_active = False
    clerk.save()
    lead = make_lead("east")
    lead.is_active = False
    lead.save()
    messages = tell()
    assert messages == {}


def test_a_school_reads_until_when_and_how_it_goes_on(settings):
    settings.LANGUAGE_CODE = "en"
    plaque = make_plaque()
    told = BeautifulSoup(SchoolPlaques(plaque.school).render_html({}), "html.parser").get_text()
    assert "Please hang the plaque by" in told
    assert "What happens next" in told
    late = plaque_of(40)
    told = BeautifulSoup(SchoolPlaques(late.school).render_html({}), "html.parser").get_text()
    assert "was to hang by" in told
    assert "call the secretariat" in told
