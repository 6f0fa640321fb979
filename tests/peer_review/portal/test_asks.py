"""What rounds, visits and findings ask on a school's desk, and how they stand else."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone, translation

from association.core import clock
from association.core.desk_items import Ask, Fact, papers_of
from association.peer_review.asks import finding_lines, visit_lines
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.services import (
    ask_extension,
    close_own,
    close_round,
    contest_facts,
    name_visitor,
)
from tests.factories import make_principal, make_school
from tests.factories.findings import ITEMS, make_finding, make_findings
from tests.factories.rounds import (
    make_announced_round,
    make_answers,
    make_drawn_round,
    make_round,
    make_running_round,
)
from tests.peer_review.reports.making import ONE, OTHER, answer, make_visit

pytestmark = pytest.mark.django_db

OPEN, CONTESTED, MENDED, CLOSED, WITHDRAWN = FindingStatus


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def told(source, school, kind, user=None):
    lines = source(school=school, user=user or AnonymousUser())
    return [line for line in lines if isinstance(line, kind)]


def noon(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


# -- rounds and visits -----------------------------------------------------------------------------


def test_without_a_round_under_way_nothing_is_asked():
    school = make_school()
    make_round(RoundKind.SELF)
    close_round(record=make_running_round(RoundKind.SELF), reason="学期结束", acting_user=None)
    assert told(visit_lines, school, Ask) == []


def test_a_self_check_is_asked_by_its_day():
    school = make_school()
    row = make_running_round(RoundKind.SELF)
    [ask] = told(visit_lines, school, Ask)
    assert (ask.by, ask.url) == (row.due_on, f"/visits/{row.visits.get().pk}/paper/")
    assert ask.note.endswith("It is never public.")


def test_a_draw_that_is_announced_is_told_and_asks_for_nothing():
    school = make_school()
    make_announced_round(RoundKind.RANDOM)
    assert told(visit_lines, school, Ask) == []
    [fact] = told(visit_lines, school, Fact)
    assert fact.under_way
    assert fact.words == "the draw is announced; your school has number 1 in the pool"


def test_of_a_mutual_round_the_school_names_visitors_and_reads_when_it_is_visited():
    schools = [make_school() for _each in range(10)]
    row = make_drawn_round(RoundKind.MUTUAL)
    school = schools[0]
    person = make_principal(school)
    asks = told(visit_lines, school, Ask, person)
    names = [ask for ask in asks if ask.do == "Name somebody"]
    [visited] = [ask for ask in asks if ask not in names]
    assert {ask.by for ask in names} == {row.opens_on}
    assert len(names) == 2
    assert visited.what == "Peers visit your school."
    assert visited.when.startswith("between ")
    assert visited.url == f"/desk/{school.uscc}/visits/rounds/{row.code}/"
    seat = school.seats.first()
    name_visitor(seat=seat, user=person, acting_user=None)
    asks = told(visit_lines, school, Ask, person)
    assert len([ask for ask in asks if ask.do == "Name somebody"]) == 1
    [own] = [ask for ask in asks if ask.do == "See the visit"]
    assert (own.url, own.when) == (f"/visits/{seat.visit_id}/", visited.when)
    # Somebody else of the school is not named for it.
    staff = make_principal(school, "staff")
    assert "See the visit" not in {ask.do for ask in told(visit_lines, school, Ask, staff)}


def test_while_the_round_runs_the_code_for_visitors_is_one_tap_away():
    school = make_school()
    visit = make_visit(school)
    [ask] = told(visit_lines, school, Ask)
    assert ask.url == f"/desk/{school.uscc}/visits/code/{visit.pk}/"
    answer(visit, ONE, ONE)
    assert told(visit_lines, school, Ask) == []
    [fact] = told(visit_lines, school, Fact)
    assert fact.what == "Last visit by peers"


def test_a_visitor_of_the_school_is_asked_to_agree_until_the_report_is_final():
    schools = {school.pk: school for school in (make_school() for _each in range(10))}
    visit = make_running_round(RoundKind.MUTUAL).visits.first()
    people = []
    for seat, answers in zip(visit.seats.order_by("pk"), (ONE, OTHER), strict=True):
        person = make_principal(schools[seat.school_id])
        name_visitor(seat=seat, user=person, acting_user=None)
        make_answers(visit, seat, person, answers=answers)
        people.append((person, schools[seat.school_id]))
    for person, school in people:
        [ask] = [a for a in told(visit_lines, school, Ask, person) if a.do == "Read and agree"]
        assert ask.url == f"/visits/{visit.pk}/report/"
        assert visit.school.name in ask.what
    person, other = people[0][0], people[1][1]
    assert "Read and agree" not in {a.do for a in told(visit_lines, other, Ask, person)}


@pytest.mark.parametrize("count", [1, 3])
def test_the_lines_cost_the_same_for_one_round_and_three(count, django_assert_num_queries):
    school = make_school()
    for _each in range(count):
        make_running_round(RoundKind.SELF)
    person = make_principal(school)
    with django_assert_num_queries(8):
        assert len(told(visit_lines, school, Ask, person)) == count


# -- findings --------------------------------------------------------------------------------------


def test_one_finding_is_asked_for_by_its_day_and_leads_to_its_page():
    finding = make_finding()
    [ask] = told(finding_lines, finding.school, Ask)
    assert (ask.by, ask.url) == (finding.due_on, f"/findings/{finding.code}/")
    assert ask.what == f"Mend: {finding.text}"
    assert ask.note.startswith("If a fact is wrong, say so by")
    with clock.at(noon(finding.facts_stand_on)):
        [ask] = told(finding_lines, finding.school, Ask)
        assert ask.note == ""


def test_findings_of_the_same_day_are_one_ask():
    findings = make_findings("C13", "C14", "C12")
    school = findings[0].school
    days = sorted({finding.due_on for finding in findings})
    asks = told(finding_lines, school, Ask)
    assert [ask.by for ask in asks] == days
    [together] = [ask for ask in asks if ask.what == "Mend 2 things that visitors found."]
    assert together.url == f"/desk/{school.uscc}/findings/"


def test_what_is_contested_or_mended_is_with_others():
    open_one, contested, mended = make_findings(ITEMS["S2"], ITEMS["S3"], ITEMS["S1"])
    contest_facts(finding=contested, words="当天已挂", acting_user=None)
    school = open_one.school
    assert [ask.by for ask in told(finding_lines, school, Ask)] == sorted(
        {open_one.due_on, mended.due_on}
    )
    [fact] = told(finding_lines, school, Fact)
    assert (fact.what, fact.under_way) == ("1 finding", True)
    assert "facts contested" in fact.words


def test_while_more_time_is_asked_for_nothing_is_late():
    finding = make_finding()
    until = finding.due_on + dt.timedelta(days=3)
    ask_extension(finding=finding, until=until, words="等待配件", acting_user=None)
    assert [ask.by for ask in told(finding_lines, finding.school, Ask)] == [finding.due_on]
    with clock.at(noon(finding.due_on + dt.timedelta(days=1))):
        assert told(finding_lines, finding.school, Ask) == []
        [fact] = told(finding_lines, finding.school, Fact)
        assert "nothing is overdue" in fact.words


def test_own_findings_are_one_ask_with_the_own_day_until_they_are_closed():
    finding = make_finding(kind=RoundKind.SELF)
    [ask] = told(finding_lines, finding.school, Ask)
    assert ask.what == "Mend 1 thing you noted yourselves."
    assert (ask.by, ask.url) == (finding.due_on, f"/desk/{finding.school.uscc}/findings/#own")
    close_own(finding=finding, words="已补齐", acting_user=None)
    assert told(finding_lines, finding.school, Ask) == []


@pytest.mark.parametrize("status", [CLOSED, WITHDRAWN])
def test_where_nothing_stands_open_that_is_said(status):
    [fact] = told(finding_lines, make_finding(status).school, Fact)
    assert (fact.what, fact.words, fact.under_way) == ("Findings", "none is open", False)


@pytest.mark.parametrize("items", [("C13",), ("C13", "C14", "C15")])
def test_findings_are_read_in_one_query(items, django_assert_num_queries):
    school = make_findings(*items)[0].school
    with django_assert_num_queries(1):
        assert len(told(finding_lines, school, Ask)) == 1


# -- papers ----------------------------------------------------------------------------------------


def test_a_final_report_and_a_self_check_are_papers_and_an_open_report_is_none():
    school = make_school()
    make_findings(kind=RoundKind.SELF, title="秋季自查", schools=0)
    visited = make_visit(school)
    answer(visited, ONE, OTHER)
    papers = papers_of(school=school, user=AnonymousUser())
    assert [paper.name for paper in papers] == ["Self-check: 秋季自查"]
    again = make_visit(school)
    answer(again, ONE, ONE)
    papers = papers_of(school=school, user=AnonymousUser())
    assert {paper.url for paper in papers} == {
        f"/visits/{pk}/report.pdf"
        for pk in (again.pk, school.visits.get(round__kind=RoundKind.SELF).pk)
    }
    assert {paper.group for paper in papers} == {"Visits and self-checks"}
