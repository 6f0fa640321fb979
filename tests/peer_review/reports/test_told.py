"""Of a report the visitors hear where they differ, the school once it is final, in one message."""

import datetime as dt

import pytest

from association.alliances.services import dismiss_visitor
from association.core import clock
from association.peer_review.enums import RoundKind, RoundScope
from association.peer_review.selectors.clocks import decidable_on
from association.peer_review.services import (
    confirm_agreement,
    decide_agreement,
    propose_agreement,
    reject_agreement,
    seat_visitor,
)
from association.peer_review.services.reports_told import tell_school
from tests.factories import make_lead, make_secretary, make_visitor
from tests.factories.findings import make_findings, opening_today
from tests.factories.rounds import make_checklist, make_running_round
from tests.messaging.heard import hearing, opens
from tests.peer_review.reports.making import (
    ONE,
    OTHER,
    answer,
    differing,
    keeping,
    make_visit,
)
from tests.peer_review.told import in_both, make_members, make_strangers, says, texts_of

pytestmark = pytest.mark.django_db
ALIKE = {"C11": "yes", "C12": "yes"}
FAILING = {"C11": "no", "C13": "no", "C11_note": "墙上没有", "C13_note": "门口不符"}


@pytest.fixture
def visit(db):
    """A visit with two visitors at a school with a principal; its alliance has a lead."""
    [school] = make_members(1)
    make_strangers()
    make_lead("east", name="lead")
    found = make_visit(school, 0)
    for number in (1, 2):
        visitor = make_visitor("east", name=f"visitor-{number}", first_name="孙走访")
        seat_visitor(visit=found, user=visitor, acting_user=None)
    return found


@pytest.fixture
def report(visit):
    return differing(visit)


def visitor(report, place):
    return report.visit.seats.order_by("pk")[place].visitor


def propose(report, by=0):
    return propose_agreement(
        report=report,
        kept=keeping(report.visit),
        note="电话商定",
        acting_user=visitor(report, by),
    )


def test_nobody_hears_of_answers_before_all_are_in(visit):
    with hearing() as heard:
        answer(visit, ONE)
    assert heard.kinds == []


def test_where_nothing_is_found_the_school_reads_the_report(client, visit):
    with hearing() as heard:
        answer(visit, ALIKE, ALIKE)
    assert heard.kinds == [("report_final", "principal-1"), ("report_settled", "visitor-1")]
    assert says(heard.one("report_final"), zh="没有告知新的问题", en="nothing new to mend")
    assert "孙走访" not in texts_of(heard.messages)
    assert all(opens(client, message) for message in heard.messages)


def test_all_findings_are_told_in_one_message_with_their_days(client, visit):
    with hearing() as heard:
        answer(visit, FAILING, FAILING, failed=["C11", "C13"])
    assert heard.who("findings_told") == ["principal-1"]
    message = heard.one("findings_told")
    first = visit.findings.order_by("due_on").first()
    assert says(message, zh="2项问题", en="2 to mend")
    assert says(message, **in_both(first.facts_stand_on - dt.timedelta(days=1)))
    assert says(message, **in_both(first.due_on))
    assert says(message, zh="不会因为作了答复", en="nobody is treated harder")
    assert "墙上没有" not in texts_of(heard.messages)
    assert first.text_zh not in texts_of(heard.messages)
    assert opens(client, message)


def test_telling_takes_as_many_statements_for_more_findings(visit, queries):
    report = answer(visit, FAILING, FAILING, failed=["C11", "C13"])
    findings = list(visit.findings.all())
    tell_school(report=report, findings=findings)  # what the report knows is read once
    with queries() as few:
        tell_school(report=report, findings=findings[:1])
    with queries() as many:
        tell_school(report=report, findings=findings)
    assert len(few) == len(many)


def test_what_a_school_notes_itself_is_told_nobody(db):
    make_members(1)
    make_checklist()  # with a covenant, which it hears of
    with hearing() as heard:
        findings = make_findings("C11", "C13", kind=RoundKind.SELF, schools=0)
    assert len(findings) == 2
    assert heard.kinds == [("self_check_open", "principal-1")]


def test_a_sheet_that_was_typed_in_is_told_its_visitor(client, visit):
    with hearing() as heard:
        answer(visit, ONE, by=make_secretary(name="clerk"))
    assert heard.kinds == [("answers_typed_in", "visitor-1")]
    assert says(heard.one("answers_typed_in"), **in_both(clock.today()))
    assert opens(client, heard.one("answers_typed_in"))


def test_visitors_who_differ_are_told_both_until_when_they_can_agree(client, visit):
    with hearing() as heard:
        report = differing(visit)
    assert heard.kinds == [("answers_differ", "visitor-1"), ("answers_differ", "visitor-2")]
    assert says(heard.one("answers_differ", "visitor-2"), **in_both(decidable_on(report)))
    assert "甲看到了证照" not in texts_of(heard.messages)
    assert all(opens(client, message) for message in heard.messages)


def test_where_only_one_is_named_the_lead_hears_that_somebody_has_to_decide(client, visit):
    second = visit.seats.order_by("pk").last().visitor
    gone = second.visited_alliances.get()
    dismiss_visitor(visitor=gone, acting_user=None)
    with hearing() as heard:
        differing(visit)
    assert heard.kinds == [("agreement_to_decide", "lead")]
    assert opens(client, heard.one("agreement_to_decide"))


def test_a_proposal_is_told_the_other_visitor_and_its_confirmation_all_others(client, report):
    with hearing() as heard:
        propose(report)
    assert heard.kinds == [("agreement_proposed", "visitor-2")]
    assert opens(client, heard.one("agreement_proposed"))
    with hearing() as heard:
        confirm_agreement(report=report, acting_user=visitor(report, 1))
    assert heard.kinds == [("report_final", "principal-1"), ("report_settled", "visitor-1")]
    assert all(opens(client, message) for message in heard.messages)


def test_a_refused_proposal_is_told_who_made_it_and_the_lead_who_can_decide(client, report):
    propose(report)
    with hearing() as heard:
        reject_agreement(report=report, reason="我看到的是过期的", acting_user=visitor(report, 1))
    assert heard.kinds == [("agreement_refused", "visitor-1"), ("agreement_to_decide", "lead")]
    assert "过期" not in texts_of(heard.messages)
    assert all(opens(client, message) for message in heard.messages)


def test_what_the_lead_decides_is_told_both_visitors_and_the_school(report):
    propose(report)
    reject_agreement(report=report, reason="我看到的是过期的", acting_user=visitor(report, 1))
    lead = make_lead("east", name="second-lead")
    with hearing() as heard:
        decide_agreement(
            report=report, kept=keeping(report.visit, 1), note="照片为证", acting_user=lead
        )
    assert heard.kinds == [
        ("findings_told", "principal-1"),
        ("report_settled", "visitor-1"),
        ("report_settled", "visitor-2"),
    ]
    assert "照片为证" not in texts_of(heard.messages)


def test_a_round_of_the_secretariat_asks_no_lead(db):
    [school] = make_members(1)
    make_lead("east", name="lead")
    row = make_running_round(RoundKind.SWEEP, scope=RoundScope.EACH, **opening_today())
    visit = row.visits.get(school=school)
    for _each in range(2):
        seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    report = answer(visit, ONE, OTHER)
    propose(report)
    with hearing() as heard:
        reject_agreement(report=report, reason="不同意", acting_user=visitor(report, 1))
    assert heard.who("agreement_refused") == [visitor(report, 0).username]
    assert heard.who("agreement_to_decide") == []
