"""A department's desk: what waits there, what was sent, and who reads it."""

import datetime as dt
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook

from association.alliances.enums import DepartmentKind
from association.core import clock
from association.core.enums import Act
from association.core.models import AuditEntry
from association.violations.enums import (
    AppealStatus,
    CaseStatus,
    FilingStatus,
    JointVisitStatus,
    Measure,
)
from association.violations.package.table import COLUMNS
from association.violations.panels_department import filings_panel
from association.violations.services import acknowledge_filing
from tests.factories.cases import make_case
from tests.factories.people import make_department, make_liaison, make_secretary
from tests.factories.ways_back import make_appeal
from tests.peer_review.portal.desk import enter, fields_of, words
from tests.pledges.desk import queries_of
from tests.violations.acting import everything, on
from tests.violations.filing.desk import (
    liaison_of,
    make_filed,
    make_handed_over,
    make_reported,
    make_sent,
    make_visit,
)

pytestmark = pytest.mark.django_db

NUMBER = "示教备〔2026〕7号"


def listing(department):
    return f"/department-desk/{department.code}/filings/"


def page(filing, rest=""):
    return f"{listing(filing.department)}{filing.code}/{rest}"


def visit_page(visit):
    return f"/department-desk/{visit.department.code}/joint-visits/{visit.pk}/"


def make_more(filing, count):
    """So many filings more, with the same department."""
    return [
        make_sent(department=filing.department, liaison=liaison_of(filing)) for _ in range(count)
    ]


@pytest.fixture
def filing(client):
    """A filing that was sent, and its liaison at the desk."""
    sent = make_sent()
    enter(client, liaison_of(sent))
    return sent


def test_the_desk_says_what_waits_and_leads_to_it(client, filing):
    shown = client.get(f"/department-desk/{filing.department.code}/")
    assert "1 waits to be acknowledged." in words(shown)
    assert page(filing) in shown.content.decode()
    assert "5 working days left" in words(shown)


def test_the_page_shows_letter_facts_and_checksums(client, filing):
    read = words(client.get(page(filing)))
    for text in (f"关于收回{filing.case.school.name}牌匾的备案报告", filing.digest, "办学许可证号"):
        assert text in read


def test_the_package_is_handed_out_as_it_was_sent_and_that_is_noted(client, filing):
    response = client.get(page(filing, "package.zip"))
    assert response.headers["Content-Disposition"] == f'attachment; filename="{filing.code}.zip"'
    assert "no-store" in response.headers["Cache-Control"]
    with filing.package.storage.open(filing.package.name) as file:
        assert response.content == file.read()
    entry = AuditEntry.objects.get(action=f"core.{Act.DOWNLOAD_PRINT}")
    assert (entry.user, entry.label) == (liaison_of(filing), filing.code)


@pytest.mark.parametrize("loss", ["gone", "changed"])
def test_a_package_that_is_lost_is_not_handed_out(client, filing, loss):
    storage, name = filing.package.storage, filing.package.name
    storage.delete(name)
    if loss == "changed":
        storage.save(name, BytesIO(b"something else"))
    assert client.get(page(filing, "package.zip")).status_code == 410
    assert "cannot be read" in words(client.get(page(filing)))


def test_a_liaison_acknowledges_it_there(client, filing):
    sent = fields_of(client.get(page(filing))) | {"receipt_no": NUMBER}
    assert client.post(page(filing), sent).status_code == 302
    filing.refresh_from_db()
    assert (filing.status, filing.receipt_no) == (FilingStatus.ACKNOWLEDGED, NUMBER)
    again = client.get(page(filing))
    assert NUMBER in words(again)
    assert not again.context["is_open"]


def test_what_is_refused_keeps_what_was_typed(client, filing):
    sent = {"receipt_no": NUMBER, "received_on": "2030-01-01"}
    refused = client.post(page(filing), sent)
    assert refused.status_code == 422
    assert "still to come" in words(refused)
    assert fields_of(refused) | sent == fields_of(refused)
    assert client.post(page(filing), {"receipt_no": "", "received_on": "x"}).status_code == 422


def test_who_comes_too_late_reads_why(client, filing):
    sent = fields_of(client.get(page(filing))) | {"receipt_no": NUMBER}
    client.post(page(filing), sent)
    assert "Reload the page" in words(client.post(page(filing), sent))


@pytest.mark.parametrize("what", ["page", "package", "list", "table", "visit"])
def test_another_departments_liaison_learns_nothing(client, what):
    filing, visit = make_sent(), make_visit(department=make_department(DepartmentKind.OTHER))
    addresses = {
        "page": page(filing),
        "package": page(filing, "package.zip"),
        "list": listing(filing.department),
        "table": f"{listing(filing.department)}table.csv",
        "visit": visit_page(visit),
    }
    enter(client, make_liaison(make_department(DepartmentKind.MARKET)))
    before = everything()
    assert client.get(addresses[what]).status_code == 404
    assert client.post(addresses[what], {"receipt_no": "1"}).status_code in {404, 405}
    assert everything() == before


def test_a_liaison_does_not_read_it_at_another_departments_address(client, filing):
    other = make_department(DepartmentKind.MARKET)
    make_liaison(other)
    assert client.get(f"{listing(other)}{filing.code}/").status_code == 404


def test_what_was_not_sent_is_not_there(client):
    filing = make_filed()
    enter(client, liaison_of(filing))
    assert client.get(page(filing)).status_code == 404
    assert "No filing yet" in words(client.get(listing(filing.department)))


def test_the_list_is_filtered_by_state(client, filing):
    (other,) = make_more(filing, 1)
    acknowledge_filing(
        filing=other,
        receipt_no=NUMBER,
        received_on=clock.today(),
        acting_user=liaison_of(filing),
    )

    def found(state):
        shown = client.get(listing(filing.department), {"state": state})
        return {row.filing for row in shown.context["rows"]}

    assert found("") == found("nonsense") == {filing, other}
    assert found("sent") == {filing}
    assert found("acknowledged") == {other}
    assert found("overdue") == set()
    with on(filing.due_on + dt.timedelta(days=1)):
        enter(client, liaison_of(filing))
        assert found("overdue") == {filing}
    assert "Nothing in this state" in words(
        client.get(listing(filing.department), {"state": "overdue"})
    )


def test_a_long_list_has_pages(client, filing):
    make_more(filing, 20)
    first = client.get(listing(filing.department))
    assert len(first.context["rows"]) == 20
    assert len(client.get(listing(filing.department), {"page": "2"}).context["rows"]) == 1


def test_the_tables_have_the_columns_of_the_package(client, filing):
    response = client.get(f"{listing(filing.department)}table.xlsx")
    rows = list(load_workbook(BytesIO(response.getvalue())).active.iter_rows(values_only=True))
    assert rows[0] == COLUMNS
    assert rows[1][1] == filing.case.school.name
    text = client.get(f"{listing(filing.department)}table.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == ",".join(COLUMNS)


def test_nothing_in_the_tables_computes(client):
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE, facts="=1+1")
    filing = make_sent(case=case)
    enter(client, liaison_of(filing))
    text = client.get(f"{listing(filing.department)}table.csv").content.decode()
    assert ",'=1+1," in text
    book = client.get(f"{listing(filing.department)}table.xlsx").getvalue()
    cell = load_workbook(BytesIO(book)).active.cell(2, COLUMNS.index("事实") + 1)
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_the_list_names_no_reporter(client):
    filing = make_sent(case=make_reported())
    enter(client, liaison_of(filing))
    for address in (
        page(filing),
        listing(filing.department),
        f"{listing(filing.department)}table.csv",
    ):
        assert "王女士" not in client.get(address).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_lists_panel_and_table_are_read_in_a_fixed_number_of_queries(
    client, filing, count, django_assert_num_queries
):
    make_more(filing, count - 1)
    make_visit(department=filing.department)
    address = listing(filing.department)
    client.get(address)
    assert queries_of(client, address) == 8
    assert queries_of(client, f"{address}table.csv") == 10
    with django_assert_num_queries(5):
        panel = filings_panel(subject=filing.department, user=liaison_of(filing))
        panel.render_html({})


def test_a_decision_that_was_withdrawn_later_is_said(client):
    filing = make_sent(case=make_handed_over())
    enter(client, liaison_of(filing))
    assert "withdrawn later" not in words(client.get(page(filing)))
    make_appeal(AppealStatus.UPHELD, case=filing.case)
    assert "withdrawn later" in words(client.get(page(filing)))


# -- joint visits ----------------------------------------------------------------------------------


def test_a_liaison_agrees_on_a_day(client):
    visit = make_visit()
    enter(client, visit.department.liaisons.get().user)
    assert "by its own law" in words(client.get(visit_page(visit)))
    sent = {"takes_place": "yes", "agreed_on": clock.today().isoformat(), "answer": "九点在校门口"}
    assert client.post(visit_page(visit), sent).status_code == 302
    visit.refresh_from_db()
    assert (visit.status, visit.agreed_on) == (JointVisitStatus.AGREED, clock.today())
    called_off = client.post(visit_page(visit), {"answer": "临时有事"})
    assert called_off.status_code == 302
    visit.refresh_from_db()
    assert visit.status == JointVisitStatus.DECLINED
    assert client.post(visit_page(visit), {"answer": "x", "takes_place": "no"}).status_code == 422


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "choose an answer"),
        ({"takes_place": "yes"}, "choose the day"),
        ({"takes_place": "yes", "agreed_on": "2020-01-01"}, "This day is over"),
        ({"takes_place": "no"}, "few words"),
    ],
)
def test_an_answer_that_is_not_complete_is_asked_for_again(client, sent, why):
    visit = make_visit()
    enter(client, visit.department.liaisons.get().user)
    refused = client.post(visit_page(visit), sent | {"answer": "" if "few" in why else "九点"})
    assert refused.status_code == 422
    assert why in words(refused)
    assert visit.department.joint_visits.get().status == JointVisitStatus.ASKED


def test_no_text_breaks_the_desk(client, filing, hostile):
    assert (
        client.get(listing(filing.department), {"state": hostile, "page": hostile}).status_code
        < 500
    )
    assert (
        client.post(page(filing), {"receipt_no": hostile, "received_on": hostile}).status_code
        == 422
    )
    assert BeautifulSoup(client.get(page(filing)).content, "html.parser").select_one("h1")


def test_somebody_of_the_secretariat_has_no_desk_there(client, filing):
    enter(client, make_secretary())
    assert client.get(page(filing)).status_code == 404
