"""Lists of findings: at the lead's desk, at the visitor's, and in the admin."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.core.enums import Act
from association.core.models import AuditEntry, CalendarDay
from association.core.workdays import working_days_between, working_days_since
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import FindingSettings
from association.peer_review.services import show_mended
from tests.factories import make_lead, make_secretary, make_visitor
from tests.factories.findings import days_later, make_finding, make_findings
from tests.peer_review.findings.following import address, make_asked, noter_of
from tests.peer_review.portal.desk import enter, links, soup_of, words
from tests.pledges.desk import queries_of

pytestmark = pytest.mark.django_db
LED, VISITED = "/alliance-desk/east/findings/", "/visitor-desk/east/findings/"
ADMIN = "/admin/findings/"


def groups(response):
    """What stands under which heading: code by code."""
    found = {}
    for section in soup_of(response).select("#list > section"):
        heading = section.h2.find(string=True).strip()
        found[heading] = [link["href"] for link in section.select("h3 a")]
    return found


def late_by(finding, days):
    """The day on which a finding is overdue by so many days."""
    return days_later((finding.due_on - finding.told_on).days + days)


def test_a_lead_finds_them_in_the_order_of_work(client):
    contested = make_finding(FindingStatus.CONTESTED)
    asked = make_asked()
    mended = make_finding(FindingStatus.MENDED)
    open_one = make_finding()
    make_finding(FindingStatus.CLOSED, item="C11")
    make_finding(FindingStatus.WITHDRAWN)
    make_finding(kind=RoundKind.SELF)
    enter(client, make_lead("east"))
    assert groups(client.get(LED)) == {
        "To decide": [address(contested), address(asked)],
        "To re-check": [address(mended)],
        "Being mended": [address(open_one)],
    }
    with late_by(open_one, 1):
        assert groups(client.get(LED))["Overdue"] == [address(open_one)]


def test_overdue_counts_working_days_by_the_associations_calendar(client):
    finding = make_finding()
    day = finding.due_on + dt.timedelta(days=1)
    for number in range(10):
        CalendarDay.objects.create(day=day + dt.timedelta(days=number), working=number < 2)
    enter(client, make_lead("east"))
    with late_by(finding, 10):
        assert "overdue by 2 working days" in words(client.get(LED))


def test_long_overdue_says_since_when_it_is_the_secretariats(client):
    finding = make_finding()
    enter(client, make_lead("east"))
    with late_by(finding, 1):
        assert "with the secretariat from" in words(client.get(LED))
    with late_by(finding, (finding.escalates_on - finding.due_on).days):
        assert "with the secretariat since" in words(client.get(LED))


def test_the_list_is_filtered_by_promise_and_state(client):
    [first] = make_findings("C11")
    [other] = make_findings("C83")
    closed = make_finding(FindingStatus.WITHDRAWN)
    enter(client, make_lead("east"))
    assert first.promise != other.promise
    found = groups(client.get(LED, {"promise": other.promise}))
    assert found == {"Being mended": [address(other)]}
    found = groups(client.get(LED, {"state": "withdrawn"}))
    assert found == {"Closed or fallen away": [address(closed)]}
    assert groups(client.get(LED, {"state": "mended"})) == {}
    assert "Nothing of this kind" in words(client.get(LED, {"state": "mended"}))


@pytest.mark.parametrize("query", [{"state": "x"}, {"promise": "'; --"}, {"page": "-9"}])
def test_a_filter_that_cannot_be_read_shows_nothing_wrong(client, query):
    make_finding()
    enter(client, make_lead("east"))
    assert client.get(LED, query).status_code == 200


def test_without_findings_the_list_says_so_and_the_desk_nothing(client):
    enter(client, make_lead("east"))
    assert "Nothing is open" in words(client.get(LED))
    assert LED not in links(client.get("/alliance-desk/east/"))


def test_a_lead_reads_the_own_alliance_alone(client):
    make_finding()
    enter(client, make_lead("west"))
    assert client.get(LED).status_code == 404
    assert groups(client.get("/alliance-desk/west/findings/")) == {}
    enter(client, make_visitor("east"))
    assert client.get(LED).status_code == 404


def test_the_desk_says_how_many_wait_for_what(client):
    make_findings("C11", "C12", "C13")
    make_finding(FindingStatus.CONTESTED)
    enter(client, make_lead("east"))
    response = client.get("/alliance-desk/east/")
    assert LED in links(response)
    assert "1 · To decide 3 · Being mended" in words(response)


def test_visitors_find_what_is_to_be_looked_at_again_and_was_noted_by_others(client):
    finding = make_finding(FindingStatus.MENDED)
    make_finding(FindingStatus.CONTESTED)
    visitor = make_visitor("east")
    enter(client, visitor)
    assert "Nothing to re-check" in words(client.get(VISITED))  # facts can still be corrected
    with days_later(20):
        enter(client, visitor)
        response = client.get(VISITED)
        assert address(finding) in links(response)
        assert len(soup_of(response).select(".findings li")) == 1
        assert VISITED in links(client.get("/visitor-desk/east/"))
        enter(client, noter_of(finding))
        assert "Nothing to re-check" in words(client.get(VISITED))
        assert VISITED not in links(client.get("/visitor-desk/east/"))
    enter(client, make_visitor("west"))
    assert client.get(VISITED).status_code == 404


@pytest.mark.parametrize("findings", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_findings(client, findings):
    told = make_findings(*["C11", "C12", "C13"][:findings])
    lead, visitor = make_lead("east"), make_visitor("east")
    with late_by(told[0], 60):
        enter(client, lead)
        assert queries_of(client, LED) == 13
        for finding in told:
            show_mended(finding=finding, words="已挂好", acting_user=None)
        assert queries_of(client, LED) == 12
        enter(client, visitor)
        assert queries_of(client, VISITED) == 9


# -- in the admin ----------------------------------------------------------------------------------


def rows(response):
    return {link["href"] for link in soup_of(response).select("td.title a[href^='/findings/']")}


def test_the_secretariat_finds_them_by_what_is_asked(client):
    first = make_finding()
    own = make_finding(kind=RoundKind.SELF)
    mended = make_finding(FindingStatus.MENDED, item="C12")
    enter(client, make_secretary())
    asked = {
        "": {first, own, mended},
        "status=mended": {mended},
        "severity=S3": {mended},
        "alliance=east": {first, own, mended},
        "alliance=west": set(),
        "noted=own": {own},
        "noted=visitors": {first, mended},
        "time=overdue": set(),
        f"promise={first.promise}": {first, own, mended},
        f"q={first.code}": {first},
    }
    for query, found in asked.items():
        assert rows(client.get(f"{ADMIN}?{query}")) == {address(each) for each in found}, query
    with late_by(first, 1):
        assert rows(client.get(f"{ADMIN}?time=overdue")) == {address(first)}
        assert rows(client.get(f"{ADMIN}?time=long")) == set()
    with late_by(first, 30):
        assert rows(client.get(f"{ADMIN}?time=long")) == {address(first)}


def test_the_list_leaves_the_house_as_a_file_and_that_is_an_act(client):
    finding = make_finding(note="墙上没有")
    make_finding(FindingStatus.MENDED)
    clerk = enter(client, make_secretary())
    response = client.get(f"{ADMIN}?status=open&export=xlsx")
    sheet = load_workbook(BytesIO(response.getvalue())).active
    lines = list(sheet.iter_rows(values_only=True))
    assert [line[0] for line in lines[1:]] == [finding.code]
    assert "墙上没有" not in str(lines)
    assert AuditEntry.objects.get(action=f"core.{Act.DOWNLOAD_LIST}").user == clerk


@pytest.mark.parametrize("findings", [1, 3])
def test_the_admin_lists_read_in_a_fixed_number_of_queries(client, findings):
    make_findings(*["C11", "C12", "C13"][:findings])
    enter(client, make_secretary())
    client.get(ADMIN)
    assert queries_of(client, ADMIN) == 14


def test_reports_that_differ_are_listed(client):
    make_finding()
    enter(client, make_secretary())
    response = client.get("/admin/visit-reports/?status=final")
    assert len(soup_of(response).select("td.title a[href^='/visits/']")) == 1
    response = client.get("/admin/visit-reports/?status=differing")
    assert not soup_of(response).select("td.title a[href^='/visits/']")


SETTINGS = "/admin/settings/peer_review/findingsettings/"


def test_the_secretary_general_sets_the_clocks(client):
    enter(client, make_secretary(Role.SECRETARY_GENERAL))
    menu = client.get(ADMIN).content.decode()
    assert "settings/peer_review/findingsettings" in menu
    rules = FindingSettings.load()
    fields = [field.name for field in FindingSettings._meta.fields if field.name != "id"]
    sent = {name: getattr(rules, name) for name in fields} | {"days_s2": 20}
    client.post(f"{SETTINGS}{rules.pk}/", sent)
    assert FindingSettings.load().days_s2 == 20
    enter(client, make_secretary(Role.CLERK))
    client.post(f"{SETTINGS}{rules.pk}/", sent | {"days_s2": 3})
    assert FindingSettings.load().days_s2 == 20


def test_several_days_are_counted_at_once_as_each_alone(django_assert_num_queries):
    end = dt.date(2026, 10, 12)
    CalendarDay.objects.create(day=dt.date(2026, 9, 24), working=False)
    days = [end - dt.timedelta(days=number) for number in (0, 3, 9, 30)]
    with django_assert_num_queries(1):
        found = working_days_since(days, end)
    assert found == {day: working_days_between(day, end) for day in days}
    assert working_days_since([], end) == {}
