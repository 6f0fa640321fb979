"""Filings and joint visits: departments hear that something waits, the secretariat what came."""

import datetime as dt

import pytest
from django.core import mail

from association.accounts.roles import Role
from association.alliances.enums import DepartmentKind
from association.alliances.services import dismiss_liaison
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.violations.enums import CaseStatus
from association.violations.services import (
    agree_source,
    answer_joint_visit,
    ask_source,
    chase_filing,
    drop_filing,
    keep_joint_visit,
    miss_visit,
    prepare_filing,
    send_filing,
    withdraw_visit,
)
from tests.factories import make_secretary
from tests.factories.cases import make_case
from tests.factories.people import make_department, make_liaison
from tests.messaging.heard import hearing, opens
from tests.violations.filing.desk import (
    SECRETS,
    acknowledge,
    make_filed,
    make_reported,
    make_visit,
)
from tests.violations.test_told import in_both
from tests.violations.told import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def department():
    """A department with two liaisons, beside another one with its own."""
    found = make_department()
    for name in ("liaison", "second-liaison"):
        make_liaison(found, name=name, email=f"{name}@bureau.example")
    make_liaison(make_department(DepartmentKind.MARKET), name="stranger")
    return found


def filed(department, clerk=None):
    case = make_case(CaseStatus.IN_FORCE, measure="revoke")
    clerk = clerk or make_secretary(name="clerk")
    return prepare_filing(case=case, department=department, acting_user=clerk)


def sent(department):
    filing = filed(department)
    return send_filing(filing=filing, acting_user=make_secretary(name="sender"))


def test_liaisons_hear_of_a_filing_once_it_is_sent(client, department):
    with hearing() as heard:
        filing = filed(department)
    assert heard.who("filing_sent") == []
    with hearing() as heard:
        filing = send_filing(filing=filing, acting_user=make_secretary())
    assert heard.kinds == [("filing_sent", "liaison"), ("filing_sent", "second-liaison")]
    message = heard.one("filing_sent", "liaison")
    assert says(message, **in_both(filing.due_on))
    assert filing.case.school.name not in message.body_zh + message.subject_zh
    assert all(opens(client, each) for each in heard.messages)


def test_what_is_sent_twice_is_refused_and_told_once(department):
    filing = sent(department)
    with hearing() as heard, pytest.raises(InvalidTransition):
        send_filing(filing=filing, acting_user=make_secretary())
    assert heard.kinds == []


def test_who_reads_for_the_department_no_more_is_not_told(department):
    second = department.liaisons.get(user__username="second-liaison")
    dismiss_liaison(liaison=second, acting_user=None)
    with hearing() as heard:
        sent(department)
    assert heard.who("filing_sent") == ["liaison"]


def test_each_chase_reminds_each_liaison_once(client, department):
    filing = sent(department)
    with clock.at(clock.now() + dt.timedelta(days=10)), hearing() as heard:
        chase_filing(filing=filing, acting_user=None)
        with pytest.raises(RuleError, match="reminded today"):
            chase_filing(filing=filing, acting_user=None)
        assert heard.kinds == [("filing_chased", "liaison"), ("filing_chased", "second-liaison")]
        assert says(heard.one("filing_chased", "liaison"), **in_both(filing.due_on))
        assert opens(client, heard.one("filing_chased", "liaison"))
    with clock.at(clock.now() + dt.timedelta(days=11)), hearing() as heard:
        chase_filing(filing=filing, acting_user=None)
    assert heard.who("filing_chased") == ["liaison", "second-liaison"]


def test_a_letter_leaves_for_each_liaison_after_the_commit(
    department, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        filing = sent(department)
    letters = [letter for letter in mail.outbox if filing.code in letter.subject]
    assert sorted(letter.to for letter in letters) == [
        ["liaison@bureau.example"],
        ["second-liaison@bureau.example"],
    ]


def test_who_prepared_and_who_sent_it_hear_that_it_is_acknowledged(client, department):
    filing = sent(department)
    with hearing() as heard:
        acknowledge(filing)
    assert heard.kinds == [("filing_acknowledged", "clerk"), ("filing_acknowledged", "sender")]
    message = heard.one("filing_acknowledged", "clerk")
    assert says(message, zh="示教备〔2026〕7号", en="示教备〔2026〕7号")
    assert opens(client, message)


def test_a_filing_that_is_dropped_is_told_nobody(department):
    filing = filed(department)
    with hearing() as heard:
        drop_filing(filing=filing, reason="部门有误", acting_user=make_secretary())
    assert heard.kinds == []


def test_naming_the_source_is_asked_of_those_who_decide_and_agreed_to_who_asked(client):
    filing = make_filed(case=make_reported())
    approver, clerk = make_secretary(Role.APPROVER, name="approver"), make_secretary(name="asker")
    with hearing() as heard:
        ask_source(filing=filing, reason="相关法律第12条", acting_user=clerk)
    told = heard.messages.filter(recipient=approver)
    assert [message.kind for message in told] == ["source_asked"]
    assert "asker" not in heard.who("source_asked")
    assert opens(client, told.get())
    with hearing() as heard:
        agree_source(filing=filing, acting_user=approver)
    assert heard.kinds == [("source_agreed", "asker")]
    assert opens(client, heard.one("source_agreed"))
    texts = "".join(message.body_zh + message.subject_zh for message in heard.messages)
    assert [word for word in SECRETS if word in texts] == []


def asked(department):
    return make_visit(department=department)


def test_a_department_is_asked_for_a_joint_visit_and_the_school_hears_nothing(client, department):
    case = make_case(CaseStatus.TOLD)
    with hearing() as heard:
        visit = make_visit(department=department, case=case)
    assert heard.who("joint_visit_asked") == ["liaison", "second-liaison"]
    assert {kind for kind, _name in heard.kinds} == {"joint_visit_asked"}
    message = heard.one("joint_visit_asked", "liaison")
    assert says(message, **in_both(visit.wished_on))
    assert case.school.name not in message.body_zh
    assert opens(client, message)


def by_liaison(visit, **given):
    liaison = visit.department.liaisons.order_by("pk").first().user
    return answer_joint_visit(joint_visit=visit, acting_user=liaison, **given)


@pytest.mark.parametrize("agrees", [True, False])
def test_who_asked_hears_what_the_department_answers(client, department, agrees):
    visit = asked(department)
    who = visit.events.get().acting_user
    day = clock.today() + dt.timedelta(days=3) if agrees else None
    with hearing() as heard:
        by_liaison(visit, agreed_on=day, answer="本周没有人手")
    assert heard.kinds == [("joint_visit_answered", who.username)]
    outcome = f"it takes place on {in_both(day)['en']}" if agrees else "it does not take place"
    assert outcome in heard.one("joint_visit_answered").body_en
    assert opens(client, heard.one("joint_visit_answered"))


def test_a_joint_visit_that_is_withdrawn_or_missed_is_told_the_department(client, department):
    visit = asked(department)
    with hearing() as heard:
        withdraw_visit(joint_visit=visit, reason="已经解决", acting_user=make_secretary())
    assert heard.who("joint_visit_ended") == ["liaison", "second-liaison"]
    message = heard.one("joint_visit_ended", "liaison")
    assert says(message, zh="撤回了联合检查", en="withdrew the joint visit")
    assert opens(client, message)
    second = by_liaison(asked(department), agreed_on=clock.today(), answer="")
    with hearing() as heard:
        miss_visit(joint_visit=second, reason="当天停电", acting_user=make_secretary())
    assert heard.who("joint_visit_ended") == ["liaison", "second-liaison"]


def test_the_record_of_a_joint_visit_is_told_nobody(department):
    visit = by_liaison(asked(department), agreed_on=clock.today(), answer="")
    with hearing() as heard:
        keep_joint_visit(
            joint_visit=visit,
            held_on=clock.today(),
            record="三人到场，已查看。",
            acting_user=make_secretary(),
        )
    assert heard.kinds == []
