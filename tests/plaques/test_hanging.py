"""Which plaques are still to be hung: on paper, in Excel, by letter, and on the school's desk."""

import datetime as dt
from io import BytesIO, StringIO

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.alliances.models import Campus, School
from association.alliances.services import leave_association
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

pytestmark = pytest.mark.django_db

PAGE, SHEET = "/admin/plaques/hanging/", "/admin/plaques/hanging.xlsx"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def clerk(client):
    user = make_secretary(email="clerk@association.example")
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


def test_the_weekly_letter_goes_to_clerks_and_to_each_alliances_lead(mailoutbox, clerk):
    east, west = plaque_of(40, "east"), plaque_of(2, "west")
    make_lead("east", email="east@association.example")
    make_lead("north", email="north@association.example")
    make_lead("west")
    make_secretary(Role.APPROVER, email="approver@association.example")
    assert "2" in send()
    letters = {letter.to[0]: letter for letter in mailoutbox}
    assert set(letters) == {"clerk@association.example", "east@association.example"}
    whole, part = letters["clerk@association.example"], letters["east@association.example"]
    assert east.number in whole.body
    assert west.number in whole.body
    assert "https://plaque.example/admin/plaques/hanging/" in whole.body
    assert east.number in part.body
    assert west.number not in part.body
    assert "https://plaque.example/alliance-desk/east/hanging/" in part.body
    assert "\n" not in part.subject + whole.subject


def test_a_letter_says_names_as_they_are(mailoutbox, clerk):
    plaque = make_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区“A&B”学校")
    send()
    assert "示范区“A&B”学校" in mailoutbox[0].body


def test_with_nothing_to_hang_nobody_is_written_to(mailoutbox, clerk):
    hang(make_plaque())
    assert "0" in send()
    assert mailoutbox == []


def taken_back(days_ago, alliance="east"):
    with clock.at(clock.now() - dt.timedelta(days=days_ago)):
        return make_revoked_plaque(make_school(alliance=alliance))


def test_the_letter_tells_what_should_be_down_by_now(mailoutbox, clerk):
    east, west = taken_back(11, "east"), taken_back(12, "west")
    in_time, shown = taken_back(10), taken_back(13)
    show_bare_wall(
        take_down=shown.take_down, photo=make_photo(), acting_user=shown.pledge.signature.signer
    )
    make_lead("east", email="east@association.example")
    make_lead("north", email="north@association.example")
    assert "2" in send()
    letters = {letter.to[0]: letter for letter in mailoutbox}
    assert set(letters) == {"clerk@association.example", "east@association.example"}
    whole, part = letters["clerk@association.example"], letters["east@association.example"]
    numbers = [plaque.number for plaque in (west, east, in_time, shown)]
    assert [number in whole.body for number in numbers] == [True, True, False, False]
    assert [number in part.body for number in numbers] == [False, True, False, False]
    assert "https://plaque.example/admin/take-downs/?state=overdue" in whole.body
    assert "https://plaque.example/alliance-desk/east/" in part.body
    assert "/hanging/" not in whole.body + part.body


def test_the_letter_says_what_waits_in_its_subject(mailoutbox, clerk, settings):
    settings.LANGUAGE_CODE = "en"
    taken_back(11)
    send()
    assert mailoutbox[0].subject == "1 plaque should be down by now"
    plaque_of(1)
    send()
    assert mailoutbox[1].subject == "1 plaque waits to be hung"
    assert "should be down by now" in mailoutbox[1].body


def test_a_school_that_left_is_the_clerks_alone(mailoutbox, clerk):
    plaque = taken_back(11)
    leave_association(school=plaque.school, acting_user=None)
    make_lead("east", email="east@association.example")
    send()
    assert [letter.to for letter in mailoutbox] == [["clerk@association.example"]]
    assert plaque.number in mailoutbox[0].body


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


def test_who_has_left_the_office_gets_no_letter(mailoutbox, clerk):
    make_plaque()
    clerk.is_active = False
    clerk.save()
    lead = make_lead("east", email="east@association.example")
    lead.is_active = False
    lead.save()
    assert "0" in send()
    assert mailoutbox == []


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
