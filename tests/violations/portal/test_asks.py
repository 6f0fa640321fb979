"""What cases ask on a school's desk, how they stand else, and where it objects."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from association.core.desk_items import Ask, Fact, papers_of, school_ways
from association.violations.asks import case_lines
from association.violations.enums import CaseStatus, Measure, ObjectionStatus
from association.violations.services import dismiss_case
from tests.factories import make_school
from tests.factories.cases import make_case, make_pledged_school
from tests.factories.notices import publish_notice
from tests.factories.ways_back import (
    make_appeal,
    make_decided,
    make_entry,
    make_objection,
    make_repair,
)
from tests.peer_review.portal.desk import enter, links
from tests.violations.portal.desk import CLOSED, DECIDED, OPEN, TOLD, listing, page, person_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(school, kind):
    lines = case_lines(school=school, user=AnonymousUser())
    return [line for line in lines if isinstance(line, kind)]


def test_a_case_that_was_told_asks_for_an_answer_by_its_day(client):
    case = make_case(TOLD)
    [ask] = told(case.school, Ask)
    assert (ask.by, ask.url, ask.do) == (case.answer_by, page(case), "Read and answer")
    enter(client, person_of(case.school))
    assert {page(case), listing(case.school)} <= links(client.get(f"/desk/{case.school.uscc}/"))


def test_what_was_decided_inside_is_to_be_put_right_by_its_day():
    case = make_case(DECIDED)
    [ask] = told(case.school, Ask)
    assert (ask.by, ask.url) == (case.mend_by, page(case))
    assert ask.note.startswith("You can appeal until")


def test_a_decision_that_becomes_public_is_to_be_read_while_it_can_be_appealed():
    case = make_decided()
    [ask] = told(case.school, Ask)
    assert (ask.by, ask.do) == (case.final_on - dt.timedelta(days=1), "Read the decision")


def test_an_entry_in_force_is_told_with_its_last_day():
    case = make_entry()
    assert told(case.school, Ask) == []
    [fact] = told(case.school, Fact)
    assert (fact.what, fact.under_way) == (f"Case {case.code}", True)
    assert str(case.public_until.year) in fact.words


@pytest.mark.parametrize("status", [OPEN, CLOSED])
def test_where_nothing_is_under_way_for_the_school_that_is_said(status):
    [fact] = told(make_case(status).school, Fact)
    assert (fact.what, fact.words, fact.under_way) == ("Cases", "none is open", False)


def test_what_was_told_and_not_pursued_leaves_the_desk():
    case = make_case(TOLD)
    dismiss_case(case=case, words="经核实不属实。", acting_user=None)
    assert told(case.school, Ask) == []
    assert [fact.words for fact in told(case.school, Fact)] == ["none is open"]


def test_what_the_school_asked_for_waits_until_it_is_answered():
    case = make_entry()
    person = person_of(case.school)
    make_objection(case=case, acting_user=person)
    make_objection(case=case)  # of somebody else
    make_repair(case=case)
    make_appeal(case=make_decided(school=case.school))
    waiting = [fact for fact in told(case.school, Fact) if fact.url == listing(case.school)]
    assert [fact.what for fact in waiting] == ["3 appeals, objections or repairs"]


def test_an_objection_that_ended_the_entry_leaves_nothing_waiting():
    case = make_entry()
    row = make_objection(case=case, acting_user=person_of(case.school))
    make_objection(ObjectionStatus.WITHDRAWN, case=case)
    row.refresh_from_db()
    assert row.status == ObjectionStatus.WITHDRAWN
    assert [fact.words for fact in told(case.school, Fact)] == ["none is open"]


def test_an_entry_that_stands_has_a_way_to_object_and_its_sheet_is_a_paper():
    case = make_entry()
    publish_notice(case)
    ways = school_ways.lines(school=case.school, user=AnonymousUser())
    assert page(case, "object") in {way.url for way in ways}
    [paper] = [
        paper
        for paper in papers_of(school=case.school, user=AnonymousUser())
        if paper.group == "Notices"
    ]
    assert (paper.url, paper.day) == (f"/notices/{case.code}/sheet.pdf", case.in_force_on)
    other = make_school()
    ways = school_ways.lines(school=other, user=AnonymousUser())
    assert page(case, "object") not in {way.url for way in ways}
    assert papers_of(school=other, user=AnonymousUser()) == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_cost_the_same_for_one_case_and_three(count, django_assert_num_queries):
    school = make_pledged_school()
    for _each in range(count):
        make_case(TOLD, school=school)
    with django_assert_num_queries(4):
        assert len(told(school, Ask)) == count


@pytest.mark.parametrize("status", [CaseStatus.IN_FORCE, CaseStatus.TOLD])
def test_a_measure_on_a_plaque_is_asked_once(status):
    case = make_case(status, measure=Measure.SUSPEND)
    assert len(told(case.school, Ask)) == (status == CaseStatus.TOLD)
