"""Reports from passers-by in the secretariat's admin."""

import pytest
from bs4 import BeautifulSoup

from association.accounts.roles import Role
from association.plaques.enums import ReplacementReason, ReportStatus
from association.plaques.services import report_plaque
from tests.factories import make_active_plaque, make_secretary
from tests.plaques.states import make_replaced_copy

pytestmark = pytest.mark.django_db

LISTING = "/admin/plaque-reports/"


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def soup_of(response):
    return BeautifulSoup(response.content, "html.parser")


def test_the_clerk_reads_a_report_and_closes_it_with_a_note(client, clerk):
    report = report_plaque(plaque=make_active_plaque(), kind="elsewhere", words="在二路8号")
    page = soup_of(client.get(f"{LISTING}inspect/{report.pk}/"))
    assert "在二路8号" in page.get_text()
    address = page.select_one(f"a[href='{LISTING}close/{report.pk}/']")["href"]
    answer = client.post(address, {"note": "已查看"})
    assert answer.url == f"{LISTING}inspect/{report.pk}/"
    report.refresh_from_db()
    assert (report.status, report.events.last().acting_user) == (ReportStatus.CLOSED, clerk)
    assert address not in client.get(answer.url).content.decode()


@pytest.mark.parametrize("role", [Role.CLERK, Role.AUDITOR])
def test_a_passer_bys_own_number_among_the_words_is_covered(client, role):
    report = report_plaque(
        plaque=make_active_plaque(), kind="other", words="校门口没有，我的手机13800138000"
    )
    client.force_login(make_secretary(role))
    for address in (LISTING, f"{LISTING}inspect/{report.pk}/"):
        page = client.get(address).content.decode()
        assert "校门口没有，我的手机138****8000" in page
        assert "13800138000" not in page


def test_closing_without_a_note_is_refused_in_words(client, clerk):
    report = report_plaque(plaque=make_active_plaque(), kind="other")
    assert client.post(f"{LISTING}close/{report.pk}/", {"note": " "}).status_code == 422
    report.refresh_from_db()
    assert report.status == ReportStatus.OPEN


def test_open_reports_stand_first_and_on_the_board(client, clerk):
    closed = report_plaque(plaque=make_active_plaque(), kind="other")
    report_plaque(plaque=make_active_plaque(), kind="altered")
    client.post(f"{LISTING}close/{closed.pk}/", {"note": "已查看"})
    states = [
        tag.get_text(strip=True) for tag in soup_of(client.get(LISTING)).select("td .w-status")
    ]
    assert states == [str(ReportStatus.OPEN.label), str(ReportStatus.CLOSED.label)]
    board = soup_of(client.get("/admin/")).select_one(f"a[href='{LISTING}?status=open']")
    assert board.strong.get_text() == "1"


def test_the_approver_reads_and_cannot_close(client):
    report = report_plaque(plaque=make_active_plaque(), kind="other")
    client.force_login(make_secretary(Role.APPROVER))
    assert client.get(f"{LISTING}inspect/{report.pk}/").status_code == 200
    client.post(f"{LISTING}close/{report.pk}/", {"note": "已查看"})
    report.refresh_from_db()
    assert report.status == ReportStatus.OPEN


def test_all_reports_on_a_plaque_are_closed_in_one_act(client, clerk):
    plaque = make_active_plaque()
    reports = [report_plaque(plaque=plaque, kind=kind) for kind in ("other", "altered")]
    page = soup_of(client.get(f"{LISTING}inspect/{reports[0].pk}/"))
    address = page.select_one(f"a[href='{LISTING}close_all/{reports[0].pk}/']")["href"]
    form = soup_of(client.get(address))
    last = form.select_one("input[name=last]")["value"]
    since = report_plaque(plaque=plaque, kind="elsewhere")
    answer = client.post(address, {"note": "已查看", "last": last})
    assert answer.url == f"{LISTING}inspect/{reports[0].pk}/"
    assert list(plaque.reports.open()) == [since]
    assert {report.events.last().acting_user for report in reports} == {clerk}


@pytest.mark.parametrize("last", ["", "x", "0", "9" * 30])
def test_a_broken_form_closes_nothing(client, clerk, last):
    report = report_plaque(plaque=make_active_plaque(), kind="other")
    address = f"{LISTING}close_all/{report.pk}/"
    assert client.post(address, {"note": "已查看", "last": last}).status_code == 422
    report.refresh_from_db()
    assert report.status == ReportStatus.OPEN


def test_a_forged_number_is_shown_to_the_clerk_escaped(client, clerk):
    report = report_plaque(plaque=None, typed_number="<b>SC-9</b>", kind="altered", words="二路8号")
    for address in (LISTING, f"{LISTING}inspect/{report.pk}/", f"{LISTING}close/{report.pk}/"):
        shown = client.get(address).content.decode()
        assert "&lt;b&gt;SC-9&lt;/b&gt;" in shown
        assert "<b>SC-9</b>" not in shown
    assert soup_of(client.get(LISTING, {"q": "SC-9"})).select(f"a[href*='inspect/{report.pk}/']")


def test_the_clerk_reads_which_copy_was_seen_and_why_it_was_replaced(client, clerk):
    plaque, _lost = make_replaced_copy()
    report = report_plaque(plaque=plaque, kind="still_hanging", serial=1)
    facts = soup_of(client.get(f"{LISTING}inspect/{report.pk}/", {})).select_one(".record__facts")
    assert str(ReplacementReason.LOST.label) in facts.get_text()
    assert report.about in soup_of(client.get(LISTING)).get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_report_and_three(
    client, clerk, django_assert_num_queries, count
):
    plaque = make_active_plaque()
    report_plaque(plaque=plaque, kind="other")
    client.get(LISTING)
    for _each in range(count - 1):
        report_plaque(plaque=make_active_plaque(), kind="other")
    with django_assert_num_queries(11):
        client.get(LISTING)
