"""The list of cases and the page of each: found by what is to be done, read by who may."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from association.accounts.roles import Role
from association.core import clock
from association.core.enums import Act
from association.core.models import AuditEntry
from association.violations.enums import CaseStatus
from association.violations.models import CaseSettings
from association.violations.services import ask_hearing
from tests.factories import make_principal, make_secretary
from tests.factories.cases import FACTS, after_the_answer_days, make_case
from tests.factories.findings import days_later
from tests.peer_review.portal.desk import enter, links, words
from tests.pledges.desk import queries_of
from tests.violations.admin.desk import LIST, OPEN, address, make_own_clerk, page, panel_of

pytestmark = pytest.mark.django_db


def found(client, **where):
    return set(client.get(LIST, where).context["object_list"])


def test_cases_are_found_by_what_is_asked(client, clerk):
    fresh = make_case(severity="S1")
    told = make_case(CaseStatus.TOLD)
    decided = make_case(CaseStatus.DECIDED)
    assert found(client) == {fresh, told, decided}
    assert found(client, status="open") == {fresh}
    assert found(client, severity="S1") == {fresh}
    assert found(client, promise="P8") == {fresh, told, decided}
    assert found(client, source="finding") == set()
    assert found(client, waiting="heard") == set()
    assert found(client, waiting="overdue") == set()
    assert found(client, q=told.code) == {told}
    assert found(client, q=told.school.name) == {told}
    with after_the_answer_days(told):
        enter(client, clerk)
        assert found(client, waiting="heard") == {told}
    with days_later((decided.mend_by - clock.today()).days + 1):
        enter(client, clerk)
        assert found(client, waiting="overdue") == {decided}


def test_who_is_named_finds_what_waits_for_the_own_vote(client):
    case = make_case(CaseStatus.DECIDING)
    make_case(CaseStatus.DECIDING)
    enter(client, panel_of(case)[0])
    assert found(client, waiting="vote") == {case}


def test_the_list_says_whose_turn_it_is_and_until_when(client, clerk):
    make_case()
    told = make_case(CaseStatus.TOLD)
    asking = make_case(CaseStatus.TOLD)
    ask_hearing(case=asking, words="当面说明", acting_user=None)
    make_case(CaseStatus.DECIDING)
    make_case(CaseStatus.CLOSED)
    read = words(client.get(LIST))
    assert "Secretariat: tell the school" in read
    assert "Secretariat: hear the school in person" in read
    assert "Those named to decide" in read
    assert f"The school, until {told.answer_by.month}" in read


@pytest.mark.parametrize("text", ["", "q", "status", "severity", "promise", "source", "waiting"])
def test_no_search_and_no_filter_breaks_the_list(client, clerk, hostile, text):
    make_case()
    assert client.get(LIST, {text: hostile}).status_code in {200, 400}


@pytest.mark.parametrize("cases", [1, 3])
def test_the_list_and_a_page_are_read_in_a_fixed_number_of_queries(client, clerk, cases):
    made = [make_case(CaseStatus.DECIDED) for _each in range(cases)]
    client.get(LIST)
    assert queries_of(client, LIST) == 13
    assert queries_of(client, page(made[0])) == 33


def test_the_list_leaves_the_house_as_a_file_without_facts_and_that_is_an_act(client, clerk):
    case = make_case()
    make_case(CaseStatus.TOLD)
    response = client.get(f"{LIST}?status=open&export=xlsx")
    sheet = load_workbook(BytesIO(response.getvalue())).active
    lines = list(sheet.iter_rows(values_only=True))
    assert [line[0] for line in lines[1:]] == [case.code]
    assert FACTS not in str(lines)
    assert AuditEntry.objects.get(action=f"core.{Act.DOWNLOAD_LIST}").user == clerk


@pytest.mark.parametrize("status", CaseStatus)
def test_a_page_says_where_the_case_stands_and_tells_all_of_it(client, clerk, status):
    case = make_case(status)
    read = words(client.get(page(case)))
    for told in (FACTS, case.school.name, "P8", "B81", case.get_status_display()):
        assert str(told) in read
    if case.decided_at:
        assert read.count("In favour") == 2
        assert "事实清楚" in read
    if status not in (CaseStatus.OPEN, CaseStatus.DISMISSED):
        evidence = case.evidence.get()
        assert evidence.digest in read
        assert "taken in" in read
        assert f"{LIST}read_evidence/{evidence.pk}/" in links(client.get(page(case)))


@pytest.mark.parametrize(
    ("status", "offered"),
    [
        (CaseStatus.OPEN, {"add_evidence", "amend"}),
        (CaseStatus.TOLD, {"add_evidence"}),
        (CaseStatus.DECIDING, {"take_back"}),
        (CaseStatus.DECIDED, {"close"}),
        (CaseStatus.CLOSED, set()),
        (CaseStatus.DISMISSED, set()),
    ],
)
def test_only_what_is_possible_now_is_offered(client, clerk, status, offered):
    case = make_case(status)
    acts = {"amend", "add_evidence", "tell", "hear", "put", "take_back", "vote", "close", "dismiss"}
    led_to = links(client.get(page(case)))
    assert {act for act in acts if address(act, case) in led_to} == offered


def test_what_comes_with_the_schools_turn_is_offered_once_it_is_over(client, clerk):
    case = make_case(CaseStatus.TOLD)
    with after_the_answer_days(case):
        enter(client, clerk)
        assert address("put", case) in links(client.get(page(case)))
    ask_hearing(case=case, words="当面说明", acting_user=None)
    enter(client, clerk)
    assert address("hear", case) in links(client.get(page(case)))


def test_who_has_no_part_reads_why_and_finds_no_dead_button(client):
    case = make_case(CaseStatus.DECIDING)
    first, _second = panel_of(case)
    enter(client, make_secretary(Role.APPROVER))
    response = client.get(page(case))
    assert "You are not named to decide this case." in words(response)
    assert address("vote", case) not in links(response)
    enter(client, first)
    assert address("vote", case) in links(client.get(page(case)))


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.SECRETARY_GENERAL])
def test_nobody_reads_the_case_of_the_own_school_here(client, role):
    case = make_case(CaseStatus.TOLD)
    user = enter(client, make_own_clerk(case.school, role))
    assert client.get(page(case)).status_code == 404
    assert found(client) == set()
    evidence = case.evidence.get()
    assert client.get(f"{LIST}read_evidence/{evidence.pk}/").status_code == 404
    assert not evidence.custody.filter(user=user).exists()


def test_the_editor_and_people_outside_find_no_cases(client):
    case = make_case(CaseStatus.TOLD)
    enter(client, make_secretary(Role.EDITOR))
    assert LIST not in client.get("/admin/").content.decode()
    assert client.get(LIST).status_code == 302
    assert client.get(page(case)).status_code == 404
    enter(client, make_principal(case.school, "staff"))
    assert client.get(page(case)).status_code == 302


def test_only_who_looks_into_cases_is_offered_to_open_one(client, clerk):
    assert OPEN in client.get(LIST).content.decode()
    enter(client, make_secretary(Role.AUDITOR))
    response = client.get(LIST)
    assert response.status_code == 200
    assert OPEN not in response.content.decode()


SETTINGS = "/admin/settings/violations/casesettings/"


def test_the_secretary_general_sets_clocks_and_quorums(client):
    enter(client, make_secretary(Role.SECRETARY_GENERAL))
    assert "settings/violations/casesettings" in client.get(LIST).content.decode()
    rules = CaseSettings.load()
    names = [field.name for field in CaseSettings._meta.fields if field.name != "id"]
    sent = {name: getattr(rules, name) for name in names} | {"answer_days": 7}
    client.post(f"{SETTINGS}{rules.pk}/", sent)
    assert CaseSettings.load().answer_days == 7
    client.post(f"{SETTINGS}{rules.pk}/", sent | {"quorum_s1": 1})
    assert CaseSettings.load().quorum_s1 == 2
    enter(client, make_secretary(Role.CLERK))
    client.post(f"{SETTINGS}{rules.pk}/", sent | {"answer_days": 3})
    assert CaseSettings.load().answer_days == 7
