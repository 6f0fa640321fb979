"""Filings and joint visits in the admin: prepared, read before they go, chased, put on record."""

import datetime as dt

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.enums import DepartmentKind
from association.alliances.services import appoint_representative
from association.core import clock
from association.violations.enums import CaseStatus, FilingStatus, JointVisitStatus, Measure
from association.violations.models import Filing, JointVisit
from association.violations.services import answer_joint_visit, ask_source, dismiss_case
from tests.factories import make_secretary
from tests.factories.cases import accept, carry_out, make_case
from tests.factories.people import make_department, make_liaison
from tests.peer_review.portal.desk import enter, fields_of, links, words
from tests.pledges.desk import queries_of
from tests.violations.acting import everything, on
from tests.violations.filing.desk import (
    REPORTER,
    make_approver,
    make_filed,
    make_handed_over,
    make_reported,
    make_sent,
    make_visit,
)

pytestmark = pytest.mark.django_db


def at(name, record):
    return reverse(name, args=[record.pk])


def inspect(filing):
    return at("filing_admin:inspect", filing)


@pytest.fixture
def clerk(client):
    return enter(client, make_secretary())


def test_a_case_leads_to_its_filing_and_the_filing_to_the_package(client, clerk):
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    department = make_department()
    make_liaison(department)
    page = client.get(at("case_admin:inspect", case))
    assert "A department has to be told" in words(page)
    prepare = at("filing_admin:prepare", case)
    assert prepare in links(page)
    assert client.post(prepare, {"department": department.pk}).status_code == 302
    filing = Filing.objects.get()
    send = at("filing_admin:send", filing)
    assert send in links(client.get(inspect(filing)))
    sent = client.post(send, fields_of(client.get(send)))
    assert sent.status_code == 302
    filing.refresh_from_db()
    assert filing.status == FilingStatus.SENT
    package = client.get(at("filing_admin:package", filing))
    assert package.headers["Content-Type"] == "application/zip"
    assert inspect(filing) in links(client.get(at("case_admin:inspect", case)))


def test_before_it_goes_all_of_it_is_read(client, clerk):
    filing = make_filed(case=make_reported())
    shown = client.get(at("filing_admin:send", filing))
    read = words(shown)
    for text in ("的备案报告", "统一社会信用代码", "No word about whoever reported it goes along"):
        assert text in read
    assert filing.case.evidence.get().digest in read
    assert REPORTER not in read


def test_what_changed_meanwhile_is_read_again_before_it_goes(client, clerk):
    filing = make_filed()
    send = at("filing_admin:send", filing)
    sent = fields_of(client.get(send))
    with on(clock.today() + dt.timedelta(days=1)):
        enter(client, clerk)
        refused = client.post(send, sent)
        assert refused.status_code == 422
        assert "changed meanwhile" in words(refused)
        assert client.post(send, fields_of(refused)).status_code == 302


def test_a_filing_is_chased_and_what_is_refused_is_told(client, clerk):
    filing = make_sent()
    chase = at("filing_admin:chase", filing)
    assert client.post(chase).status_code == 302
    refused = client.post(chase)
    assert refused.status_code == 422
    assert "today already" in words(refused)


def test_the_source_is_asked_for_by_one_and_agreed_by_another(client, clerk):
    filing = make_filed(case=make_reported())
    ask, agree = at("filing_admin:ask_source", filing), at("filing_admin:agree_source", filing)
    assert client.post(ask, {"reason": ""}).status_code == 422
    assert client.post(ask, {"reason": "相关法律第12条"}).status_code == 302
    assert agree not in links(client.get(inspect(filing)))
    enter(client, make_approver())
    assert agree in links(client.get(inspect(filing)))
    assert "相关法律第12条" in words(client.get(agree))
    assert client.post(agree).status_code == 302
    assert "Named in the package" in words(client.get(inspect(filing)))


def test_who_asked_does_not_agree(client):
    both = enter(client, make_secretary(Role.APPROVER))
    filing = make_filed(case=make_reported())
    ask_source(filing=filing, reason="法", acting_user=both)
    agree = at("filing_admin:agree_source", filing)
    assert client.get(agree).status_code == 302
    assert client.post(agree).status_code == 422


def test_what_was_prepared_for_the_wrong_department_is_dropped(client, clerk):
    filing = make_filed()
    drop = at("filing_admin:drop", filing)
    assert drop in links(client.get(inspect(filing)))
    assert client.post(drop, {"reason": " "}).status_code == 422
    assert client.post(drop, {"reason": "选错了部门"}).status_code == 302
    shown = client.get(inspect(filing))
    assert "Dropped before it was sent" in words(shown)
    assert "选错了部门" in words(shown)
    assert not shown.context["acts"]
    case = client.get(at("case_admin:inspect", filing.case))
    assert "A department has to be told" in words(case)
    assert at("filing_admin:prepare", filing.case) in links(case)


def test_what_is_in_force_after_it_was_handed_over_is_said_on_the_case(client, clerk):
    filing = make_sent(case=make_handed_over())
    case = at("case_admin:inspect", filing.case)
    assert "a filing for the record is due" not in words(client.get(case))
    accept(filing.case, None)
    carry_out(filing.case, clerk)
    shown = client.get(case)
    assert "a filing for the record is due" in words(shown)
    assert at("filing_admin:prepare", filing.case) in links(shown)


@pytest.mark.parametrize("act", ["send", "chase", "ask_source", "drop"])
def test_what_is_not_possible_now_says_so(client, clerk, act):
    filing = {"send": make_sent, "drop": make_sent}.get(act, make_filed)()
    address = at(f"filing_admin:{act}", filing)
    answer = client.get(address, follow=True)
    assert "The filing is now" in words(answer)
    before = everything()
    sent = {"seen": "x", "reason": "法"}
    assert client.post(address, sent).status_code == 422
    assert everything() == before


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.SECRETARY_GENERAL])
def test_who_only_reads_sends_nothing(client, role):
    filing = make_filed()
    enter(client, make_secretary(role))
    assert not client.get(inspect(filing)).context["acts"]
    before = everything()
    assert client.post(at("filing_admin:send", filing), {"seen": "x"}).status_code == 302
    assert everything() == before


def test_nobody_reads_the_filing_of_the_own_school(client, clerk):
    filing, visit = make_sent(), make_visit(department=None)
    for case in (filing.case, visit.case):
        appoint_representative(school=case.school, user=clerk, capacity="staff", acting_user=None)
    assert client.get(inspect(filing)).status_code == 404
    assert client.get(at("filing_admin:package", filing)).status_code == 404
    assert client.get(at("joint_visit_admin:inspect", visit)).status_code == 404
    assert list(client.get(reverse("filing_admin:index")).context["object_list"]) == []


def test_a_case_that_is_not_ready_leads_back(client, clerk):
    case = make_case(CaseStatus.TOLD, severity="S3")
    answer = client.get(at("filing_admin:prepare", case), follow=True)
    assert "Nothing of this case goes" in words(answer)
    assert "Prepare a filing" not in words(client.get(at("case_admin:inspect", case)))


def test_a_joint_visit_is_asked_for_from_a_case_and_put_on_record(client, clerk):
    case, department = make_case(CaseStatus.TOLD), make_department()
    liaison = make_liaison(department)
    ask = at("joint_visit_admin:ask", case)
    assert ask in links(client.get(at("case_admin:inspect", case)))
    typed = {"department": department.pk, "words": "请派员查看", "wished_on": "2020-01-01"}
    refused = client.post(ask, typed)
    assert refused.status_code == 422
    assert fields_of(refused)["words"] == "请派员查看"
    typed["wished_on"] = clock.today().isoformat()
    assert client.post(ask, typed).status_code == 302
    visit = JointVisit.objects.get()
    keep = at("joint_visit_admin:keep", visit)
    assert client.get(keep).status_code == 302
    answer_joint_visit(joint_visit=visit, agreed_on=clock.today(), answer="", acting_user=liaison)
    inspected = client.get(at("joint_visit_admin:inspect", visit))
    assert "by its own law" in words(inspected)
    assert keep in links(inspected)
    record = {"held_on": clock.today().isoformat(), "record": "执法人员到校，协会陪同并记录。"}
    assert client.post(keep, record | {"record": ""}).status_code == 422
    assert client.post(keep, record).status_code == 302
    visit.refresh_from_db()
    assert visit.status == JointVisitStatus.HELD


def test_a_visit_is_withdrawn_and_the_department_reads_why(client, clerk):
    visit = make_visit()
    withdraw, miss = (at(f"joint_visit_admin:{act}", visit) for act in ("withdraw", "miss"))
    shown = client.get(at("joint_visit_admin:inspect", visit))
    assert withdraw in links(shown)
    assert miss not in links(shown)
    refused = client.post(withdraw, {"reason": "请联系13812345678"})
    assert refused.status_code == 422
    assert fields_of(refused)["reason"] == "请联系13812345678"
    assert client.post(withdraw, {"reason": "学校已先行改正"}).status_code == 302
    assert "is now “Withdrawn”" in words(client.get(withdraw, follow=True))
    enter(client, visit.department.liaisons.get().user)
    read = words(client.get(f"/department-desk/{visit.department.code}/joint-visits/{visit.pk}/"))
    assert "学校已先行改正" in read
    assert "Withdrawn" in read


def test_a_visit_that_did_not_take_place_is_noted(client, clerk):
    visit = make_visit()
    liaison = visit.department.liaisons.get().user
    answer_joint_visit(joint_visit=visit, agreed_on=clock.today(), answer="", acting_user=liaison)
    miss = at("joint_visit_admin:miss", visit)
    assert miss in links(client.get(at("joint_visit_admin:inspect", visit)))
    assert client.post(miss, {"reason": ""}).status_code == 422
    assert client.post(miss, {"reason": "学校临时停课"}).status_code == 302
    assert "学校临时停课" in words(client.get(at("joint_visit_admin:inspect", visit)))


def test_the_visits_that_hang_are_found_and_those_of_a_case_that_ended_say_so(client, clerk):
    visit, other = make_visit(), make_visit(department=make_department(DepartmentKind.MARKET))
    dismiss_case(case=visit.case, words="经核实不属实。", acting_user=make_approver())

    def found():
        where = {"waiting": "hanging"}
        return set(client.get(reverse("joint_visit_admin:index"), where).context["object_list"])

    assert found() == {visit}
    assert "The case is over" in words(client.get(at("joint_visit_admin:inspect", visit)))
    assert "The case is over" not in words(client.get(at("joint_visit_admin:inspect", other)))
    with on(clock.today() + dt.timedelta(days=1)):
        enter(client, clerk)
        assert found() == {visit, other}


@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_pages_are_read_in_a_fixed_number_of_queries(client, clerk, count):
    filing = make_sent()
    liaison = filing.department.liaisons.get().user
    visit = make_visit(department=filing.department)
    for _each in range(count - 1):
        make_sent(department=filing.department, liaison=liaison)
        make_visit(department=filing.department)
    seen = [
        queries_of(client, address)
        for address in (
            reverse("filing_admin:index"),
            inspect(filing),
            reverse("joint_visit_admin:index"),
            at("joint_visit_admin:inspect", visit),
        )
    ]
    assert seen == [12, 20, 12, 15]


def test_filings_are_found_by_what_is_to_be_done(client, clerk):
    department = make_department()
    liaison = make_liaison(department)
    fresh = make_filed(department=department, liaison=liaison)
    sent = make_sent(department=department, liaison=liaison)

    def found(**where):
        return set(client.get(reverse("filing_admin:index"), where).context["object_list"])

    assert found() == {fresh, sent}
    assert found(waiting="send") == {fresh}
    assert found(waiting="overdue") == set()
    assert found(q=sent.case.code) == found(q=sent.case.school.name) == {sent}
    assert found(q=fresh.code) == {fresh}
    with on(sent.due_on + dt.timedelta(days=1)):
        enter(client, clerk)
        assert found(waiting="overdue") == {sent}


@pytest.mark.parametrize("field", ["q", "waiting", "status", "department"])
def test_no_text_breaks_the_lists(client, clerk, hostile, field):
    make_filed()
    for name in ("filing_admin:index", "joint_visit_admin:index"):
        assert client.get(reverse(name), {field: hostile}).status_code in {200, 400}


def test_the_cases_to_be_filed_are_found(client, clerk):
    case = make_case(CaseStatus.IN_FORCE, measure=Measure.REVOKE)
    found = client.get("/admin/cases/", {"waiting": "filing"}).context["object_list"]
    assert list(found) == [case]
