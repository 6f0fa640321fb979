"""Lists a clerk works with: filtered as they think, and taken away as a file."""

import datetime as dt
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.alliances.lacks import lacks
from association.alliances.models import School
from association.alliances.services import invite
from association.core import clock
from association.core.enums import Act
from association.core.models import AuditEntry
from association.plaques.enums import ReportKind
from association.plaques.services import report_plaque
from tests.factories import (
    make_accepted_pledge,
    make_active_plaque,
    make_draft_pledge,
    make_plaque,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
)
from tests.factories.cases import make_case
from tests.factories.findings import days_later
from tests.plaques.measures import propose_danger
from tests.pledges.desk import at_desk

pytestmark = pytest.mark.django_db

TERM = 24  # months, as the settings have it at first
FORMULA = "=HYPERLINK(1)示范区公式学校"


@pytest.fixture
def clerk():
    return make_secretary()


@pytest.fixture
def client(clerk):
    return at_desk(clerk)


def rows_of(client, name, **asked):
    """The rows of a list's file, headings first."""
    response = client.get(reverse(f"{name}:index"), {**asked, "export": "xlsx"})
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(response.getvalue())).active
    return [list(row) for row in sheet.iter_rows()]


def found(client, name, **asked):
    return set(client.get(reverse(f"{name}:index"), asked).context["object_list"])


MAKERS = {
    "school_admin": lambda school: school,
    "invitation_admin": lambda school: invite(school=school, acting_user=make_secretary()),
    "pledge": lambda school: make_signed_pledge(school, confirmed=True),
    "plaque_admin": make_active_plaque,
    "take_down_admin": make_revoked_plaque,
}


@pytest.mark.parametrize("name", MAKERS)
def test_a_list_is_taken_as_it_is_filtered_and_no_text_computes(client, clerk, name):
    MAKERS[name](make_school(FORMULA, alliance="south"))
    MAKERS[name](make_school(alliance="north"))
    headings, *rows = rows_of(client, name, alliance="south")
    assert [cell.font.bold for cell in headings] == [True] * len(headings)
    [row] = rows
    [cell] = [cell for cell in row if cell.value == FORMULA]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    entry = AuditEntry.objects.get(action=f"core.{Act.DOWNLOAD_LIST}")
    assert (entry.user, entry.reason) == (clerk, "alliance=south&export=xlsx")
    assert len(rows_of(client, name)) == 3


@pytest.mark.parametrize("name", [*MAKERS, "case_admin", "finding_admin"])
def test_the_button_takes_what_the_filters_leave_and_not_one_page_of_it(client, name):
    address = reverse(f"{name}:index")
    page = client.get(address, {"q": "示范区", "p": "1"}).content.decode()
    assert f"{address}?q=%E7%A4%BA%E8%8C%83%E5%8C%BA&amp;export=xlsx" in page


@pytest.mark.parametrize("name", MAKERS)
def test_who_may_not_read_the_list_takes_no_file(name):
    address = reverse(f"{name}:index")
    editor = at_desk(make_secretary(Role.EDITOR))
    assert editor.get(address, {"export": "xlsx"}).status_code == 302
    assert not AuditEntry.objects.filter(action=f"core.{Act.DOWNLOAD_LIST}").exists()


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("school_admin", 13),
        ("invitation_admin", 10),
        ("pledge", 11),
        ("plaque_admin", 12),
        ("take_down_admin", 10),
    ],
)
def test_a_file_takes_a_fixed_number_of_queries(client, name, queries, rows):
    for _row in range(rows):
        MAKERS[name](make_school())
    rows_of(client, name)
    with CaptureQueriesContext(connection) as asked:
        rows_of(client, name)
    assert len(asked) == queries


def test_no_file_of_invitations_opens_a_door(client, clerk):
    invitation = invite(school=make_school(), acting_user=clerk)
    values = [str(cell.value) for row in rows_of(client, "invitation_admin") for cell in row]
    assert not any(invitation.secret in value or invitation.code in value for value in values)
    assert not any(invitation.nonce in value for value in values)
    assert invitation.school.uscc in values


def test_the_file_of_schools_names_no_person_and_no_phone(client):
    school = make_school(contact_name="负责人乙")
    make_principal(school, first_name="校长丙")
    values = [str(cell.value) for row in rows_of(client, "school_admin") for cell in row]
    assert not {"负责人乙", "校长丙", school.phone} & set(values)


def test_schools_are_found_by_what_they_lack(client):
    bare = make_school()
    acted_for = make_school()
    make_principal(acted_for)
    signed = make_accepted_pledge().school
    hung = make_active_plaque().school
    taken_back = make_revoked_plaque().school

    def lacking(what):
        return found(client, "school_admin", lacks=what)

    assert lacking("people") == {bare}
    assert lacking("pledge") == {bare, acted_for, taken_back}
    assert lacking("plaque") == {bare, acted_for, signed, taken_back}
    assert hung not in lacking("plaque")
    assert [key for key, _label in lacks.choices()] == ["people", "pledge", "plaque"]


def accepted_until(days):
    """A pledge in force whose last day is so many days from now."""
    begun = clock.months_later(clock.today() + dt.timedelta(days=days), -TERM)
    with days_later((begun - clock.today()).days):
        return make_accepted_pledge()


def test_pledges_are_found_by_alliance_day_and_what_runs_out(client):
    south = make_signed_pledge(make_school(alliance="south"), confirmed=True)
    with days_later(3):
        later = make_signed_pledge(confirmed=True)
    soon, over, _far = (accepted_until(days) for days in (60, -1, 61))
    draft = make_draft_pledge()
    today = clock.today()
    assert found(client, "pledge", alliance="south") == {south}
    assert found(client, "pledge", term="soon") == {soon}
    assert found(client, "pledge", term="run_out") == {over}
    in_three_days = today + dt.timedelta(days=3)
    assert found(client, "pledge", signed_from=in_three_days) == {later}
    assert draft not in found(client, "pledge", signed_to=in_three_days)
    assert south not in found(client, "pledge", signed_from=in_three_days)


def test_plaques_are_found_by_what_is_due(client):
    waiting = make_plaque()
    hung = make_active_plaque()
    assert found(client, "plaque_admin", due="late") == set()
    late = clock.at(clock.now() + dt.timedelta(days=(waiting.hang_by - clock.today()).days + 1))
    with late:
        browser = at_desk(make_secretary())
        assert found(browser, "plaque_admin", due="late") == {waiting}
    near = clock.at(clock.now() + dt.timedelta(days=(hung.valid_until - clock.today()).days - 60))
    with near:
        browser = at_desk(make_secretary())
        assert found(browser, "plaque_admin", due="soon", state="valid") == {hung}


def test_take_downs_are_found_by_alliance_and_by_what_passers_by_saw(client):
    seen = make_revoked_plaque(make_school(alliance="south"))
    unseen = make_revoked_plaque()
    report_plaque(plaque=seen, kind=ReportKind.STILL_HANGING, words="还挂着")
    assert found(client, "take_down_admin", seen="yes") == {seen.take_down}
    assert found(client, "take_down_admin", seen="no") == {unseen.take_down}
    assert found(client, "take_down_admin", alliance="south") == {seen.take_down}


def test_measures_are_found_by_whose_turn_it_is(client, clerk):
    mine = propose_danger(make_active_plaque(), acting_user=clerk)
    others = propose_danger(make_active_plaque(), acting_user=make_secretary())
    assert found(client, "measure_admin", waiting="mine") == {mine}
    approver = at_desk(make_secretary(Role.APPROVER))
    assert found(approver, "measure_admin", waiting="me") == {mine, others}
    assert found(client, "measure_admin", waiting="me") == set()
    assert found(client, "measure_admin", alliance="south") == set()


def test_reports_are_found_by_the_number_they_are_about(client):
    plaque = make_active_plaque()
    ours = report_plaque(plaque=plaque, kind=ReportKind.ALTERED, words="二维码上贴着纸")
    unknown = report_plaque(
        plaque=None, typed_number="SC-2019-0001-X", kind=ReportKind.ALTERED, words="门口的牌"
    )
    assert found(client, "report_admin", of="ours") == {ours}
    assert found(client, "report_admin", of="unknown") == {unknown}
    assert found(client, "report_admin", alliance="east") == {ours}
    tomorrow = clock.today() + dt.timedelta(days=1)
    assert found(client, "report_admin", created_at_from=tomorrow) == set()


def test_cases_and_invitations_are_found_by_alliance_and_day(client, clerk):
    case = make_case()
    invitation = invite(school=make_school(alliance="south"), acting_user=clerk)
    tomorrow = clock.today() + dt.timedelta(days=1)
    assert found(client, "case_admin", alliance="east") == {case}
    assert found(client, "case_admin", alliance="south") == set()
    assert found(client, "case_admin", opened_at_from=tomorrow) == set()
    assert found(client, "invitation_admin", alliance="south") == {invitation}
    assert found(client, "invitation_admin", created_at_from=tomorrow) == set()
    assert found(client, "invitation_admin", state="unanswered") == set()
    with days_later(8):
        browser = at_desk(clerk)
        assert found(browser, "invitation_admin", state="unanswered") == {invitation}


def test_licences_of_members_that_ran_out_are_found_as_the_board_counts_them(client):
    school = make_school()
    yesterday = clock.today() - dt.timedelta(days=1)
    School.objects.filter(pk=school.pk).update(
        licence_long_term=False, licence_valid_until=yesterday
    )
    assert found(client, "school_admin", licence="expired", membership="active") == {school}
