"""Findings: who decides hears what waits, the school what was decided, and others nothing."""

import datetime as dt

import pytest

from association.alliances.enums import Capacity
from association.alliances.services import appoint_representative
from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import FindingSettings
from association.peer_review.services import (
    answer_finding,
    ask_extension,
    close_own,
    contest_facts,
    correct_facts,
    decide_extension,
    drop_finding,
    plan_own,
    recheck,
    show_mended,
    uphold_facts,
)
from tests.factories import make_lead, make_principal, make_secretary
from tests.factories.findings import days_later, make_finding
from tests.messaging.heard import hearing, opens
from tests.peer_review.told import in_both, make_strangers, says, texts_of

pytestmark = pytest.mark.django_db
FACTS, WORDS = "墙上没有", "现场看过，如实记录"


@pytest.fixture
def make(db):
    """Make a finding at a school with a principal, whose alliance has a lead."""
    make_strangers()
    make_lead("east", name="lead")

    def with_people(status=FindingStatus.OPEN, **plan):
        finding = make_finding(status, **plan)
        make_principal(finding.school, name="principal")
        return finding

    return with_people


def principal(finding):
    return finding.school.representatives.get(user__username="principal").user


def test_contested_facts_are_told_the_lead(client, make):
    finding = make()
    with hearing() as heard:
        contest_facts(finding=finding, words="当天已挂", acting_user=principal(finding))
    assert heard.kinds == [("facts_contested", "lead")]
    assert finding.code in heard.one("facts_contested").subject_zh
    assert finding.school.name not in texts_of(heard.messages)
    assert "当天已挂" not in texts_of(heard.messages)
    assert opens(client, heard.one("facts_contested"))
    with hearing() as heard, pytest.raises(RuleError):
        contest_facts(finding=finding, words="再说一次", acting_user=principal(finding))
    assert heard.kinds == []


def test_a_lead_who_acts_for_the_school_is_not_asked_about_it(make):
    finding = make()
    lead = make_lead("east", name="lead-of-school")
    appoint_representative(
        school=finding.school, user=lead, capacity=Capacity.STAFF, acting_user=None
    )
    with hearing() as heard:
        contest_facts(finding=finding, words="当天已挂", acting_user=principal(finding))
    assert heard.kinds == [("facts_contested", "lead")]


@pytest.mark.parametrize(
    ("act", "given", "kind"),
    [
        (uphold_facts, {}, "facts_upheld"),
        (correct_facts, {"facts": "入口左侧没有公示"}, "facts_corrected"),
        (drop_finding, {}, "finding_dropped"),
    ],
)
def test_what_is_decided_about_the_facts_is_told_the_school(client, make, act, given, kind):
    finding = make(FindingStatus.CONTESTED)
    with hearing() as heard:
        act(finding=finding, words=WORDS, acting_user=make_secretary(), **given)
    assert heard.kinds == [(kind, "principal")]
    finding.refresh_from_db()
    if kind != "finding_dropped":
        assert says(heard.one(kind), **in_both(finding.due_on))
    told = texts_of(heard.messages)
    assert [each for each in (FACTS, WORDS, *given.values()) if each in told] == []
    assert opens(client, heard.one(kind))


def asked(finding, days=5):
    until = finding.due_on + dt.timedelta(days=days)
    return ask_extension(
        finding=finding, until=until, words="施工排期", acting_user=principal(finding)
    )


def test_more_time_is_asked_of_the_lead(client, make):
    finding = make()
    with hearing() as heard:
        row = asked(finding)
    assert heard.kinds == [("time_asked", "lead")]
    assert says(heard.one("time_asked"), **in_both(row.extension_until))
    assert opens(client, heard.one("time_asked"))


@pytest.mark.parametrize(("granted", "kind"), [(True, "time_granted"), (False, "time_refused")])
def test_whether_there_is_more_time_is_told_the_school_with_the_day(client, make, granted, kind):
    finding = make()
    asked(finding)
    with hearing() as heard:
        row = decide_extension(
            finding=finding, granted=granted, words=WORDS, acting_user=make_secretary()
        )
    assert heard.kinds == [(kind, "principal")]
    assert says(heard.one(kind), **in_both(row.due_on))
    assert opens(client, heard.one(kind))


def test_the_lead_hears_what_is_mended_and_from_when_on_to_look_again(client, make):
    finding = make()
    with hearing() as heard:
        show_mended(finding=finding, words="已挂好", acting_user=principal(finding))
    assert heard.kinds == [("finding_mended", "lead")]
    first = clock.today() + dt.timedelta(days=FindingSettings.load().settled_days)
    assert says(heard.one("finding_mended"), **in_both(first))
    assert opens(client, heard.one("finding_mended"))


@pytest.mark.parametrize(
    ("mended", "kind"), [(True, "finding_closed"), (False, "finding_not_mended")]
)
def test_what_the_second_look_came_to_is_told_the_school(client, make, mended, kind):
    finding = make(FindingStatus.MENDED)
    with days_later(FindingSettings.load().settled_days), hearing() as heard:
        row = recheck(finding=finding, mended=mended, words=WORDS, acting_user=make_secretary())
    assert heard.kinds == [(kind, "principal")]
    if not mended:
        assert says(heard.one(kind), **in_both(row.due_on))
    assert WORDS not in texts_of(heard.messages)
    assert opens(client, heard.one(kind))


def test_an_answer_asks_nobody_for_anything(make):
    finding = make()
    with hearing() as heard:
        answer_finding(finding=finding, words="已经下单", acting_user=principal(finding))
    assert heard.kinds == []


def test_the_schools_own_findings_are_its_own(make):
    finding = make(kind=RoundKind.SELF)
    with hearing() as heard:
        plan_own(finding=finding, due_on=clock.today(), acting_user=principal(finding))
        close_own(finding=finding, words="已补齐", acting_user=principal(finding))
    assert heard.kinds == []
