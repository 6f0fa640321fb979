"""A tenth of the visits is made again, by others who do not know what the first found."""

import pytest

from association.alliances.services import appoint_visitor, leave_association
from association.core.errors import RuleError
from association.peer_review import selection
from association.peer_review.enums import RoundKind, VisitStatus
from association.peer_review.models import Draw, Finding, Visit
from association.peer_review.permissions import finding_policy, visit_policy
from association.peer_review.selectors.records import present_record
from association.peer_review.services import (
    close_round,
    contest_facts,
    drop_finding,
    seat_visitor,
    show_mended,
)
from tests.factories import make_lead, make_secretary, make_visitor
from tests.factories.findings import days_later
from tests.factories.rounds import in_the_window, make_answers, make_running_round

pytestmark = pytest.mark.django_db


def finish(visit, user, **answers):
    """Hand in for every place of a visit, or for nobody's where there is none."""
    for seat in list(visit.seats.filter(until__isnull=True)) or [None]:
        make_answers(visit, seat, user, **answers)
    visit.refresh_from_db()


def first_of_the_chosen(row):
    [code, *_others] = selection.visited_again(present_record(row.draw))
    return row.visits.get(school__uscc=code)


@pytest.mark.parametrize("algorithm", ["hmac-sha256", "rfc3797"])
def test_a_tenth_is_chosen_by_the_seed_and_always_the_same(algorithm):
    row = make_running_round(schools=30, algorithm=algorithm)
    record = Draw.objects.get(round=row).record
    chosen = selection.visited_again(record)
    visited = record["outcome"]["chosen"]
    assert len(chosen) == -(-len(visited) // 10)
    assert set(chosen) <= set(visited)
    assert selection.visited_again(record) == chosen


def test_the_second_visit_is_planned_once_the_first_is_over():
    row = make_running_round(RoundKind.MUTUAL, schools=12)
    clerk = make_secretary()
    chosen = set(selection.visited_again(present_record(row.draw)))
    assert len(chosen) == 2
    for visit in row.visits.all():
        assert not Visit.objects.filter(again_of=visit).exists()
        finish(visit, clerk)
    again = Visit.objects.filter(again_of__isnull=False)
    assert {visit.school.uscc for visit in again} == chosen
    assert {visit.status for visit in again} == {VisitStatus.PLANNED}
    # A second visit leads to no third one.
    second = again.first()
    with in_the_window():
        seat_visitor(visit=second, user=make_visitor("east"), acting_user=clerk)
    finish(second, clerk)
    assert Visit.objects.filter(again_of__isnull=False).count() == 2


def test_nobody_who_was_there_goes_again_and_the_others_know_nothing():
    row = make_running_round(schools=1)
    visit = row.visits.get()
    first, other = make_visitor("east"), make_visitor("east")
    seat_visitor(visit=visit, user=first, acting_user=None)
    failing = {"answers": {"C13": "no", "C11": "no"}}
    finish(visit, first, **failing)
    for finding in visit.findings.all():
        with days_later(8):
            show_mended(finding=finding, words="已改", acting_user=None)
    # Whoever visits for the alliance reads them once their facts stand.
    assert not finding_policy.rows(other, "view").exists()
    with days_later(20):
        assert finding_policy.rows(other, "view").count() == 2
    second = Visit.objects.get(again_of=visit)
    with pytest.raises(RuleError):
        seat_visitor(visit=second, user=first, acting_user=None)
    seat_visitor(visit=second, user=other, acting_user=None)
    assert not visit_policy.rows(other, "view").filter(pk=visit.pk).exists()
    with days_later(20):
        assert not finding_policy.rows(other, "view").exists()
        assert not finding_policy.rows(other, "recheck").exists()
        assert not Finding.objects.public().exists()
    finish(second, other, answers={"C13": "no", "C12": "no"})
    # What the first visit found is not told twice.
    assert [each.item_code for each in second.findings.all()] == ["C12"]
    with days_later(20):
        assert finding_policy.rows(other, "view").count() == 3
        assert Finding.objects.public().exists()


def test_a_round_that_ends_calls_the_second_visit_off():
    row = make_running_round(schools=1)
    visit = row.visits.get()
    finish(visit, make_secretary())
    close_round(record=row, acting_user=None, reason="期满")
    assert Visit.objects.get(again_of=visit).status == VisitStatus.CANCELLED


def test_what_was_not_drawn_is_not_visited_again():
    row = make_running_round(RoundKind.SWEEP, schools=3)
    for visit in row.visits.all():
        finish(visit, make_secretary())
    assert not Visit.objects.filter(again_of__isnull=False).exists()


def test_who_leads_the_alliance_or_wrote_on_a_finding_makes_no_second_visit():
    row = make_running_round(schools=1)
    visit = row.visits.get()
    lead = make_lead("east")
    appoint_visitor(alliance=row.alliance, user=lead, acting_user=None)
    seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    finish(visit, make_secretary(), answers={"C13": "no"})
    second = Visit.objects.get(again_of=visit)
    with pytest.raises(RuleError):
        seat_visitor(visit=second, user=lead, acting_user=None)
    assert not second.seats.exists()


@pytest.mark.parametrize("kind", [RoundKind.MUTUAL, RoundKind.RANDOM])
def test_a_school_that_leaves_is_not_visited_again(kind):
    row = make_running_round(kind, schools=12)
    visit = first_of_the_chosen(row)
    finish(visit, make_secretary())
    second = Visit.objects.get(again_of=visit)
    seat = seat_visitor(visit=second, user=make_visitor("east"), acting_user=None)
    leave_association(school=visit.school, acting_user=None, reason="停办")
    second.refresh_from_db()
    seat.refresh_from_db()
    assert second.status == VisitStatus.CANCELLED


def test_what_both_visits_find_is_told_once_unless_the_first_fell_away():
    row = make_running_round(schools=1)
    visit = row.visits.get()
    seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    finish(visit, make_secretary(), answers={"C13": "no", "C11": "no"})
    fell_away = visit.findings.get(item_code="C13")
    with in_the_window():
        contest_facts(finding=fell_away, words="当天已挂", acting_user=None)
        drop_finding(finding=fell_away, words="看错了", acting_user=None)
    second = Visit.objects.get(again_of=visit)
    seat_visitor(visit=second, user=make_visitor("east"), acting_user=None)
    finish(second, make_secretary(), answers={"C13": "no", "C11": "no"})
    assert [each.item_code for each in second.findings.all()] == ["C13"]
