"""What the demo's cases must have come to; called by the test that loads the demo."""

import re

from django.utils import timezone

from association.accounts.models import User
from association.alliances.models import School
from association.core import clock
from association.core.workdays import is_working_day
from association.peer_review.models import Finding
from association.violations.enums import (
    PUBLIC_MEASURES,
    CaseSource,
    CaseStatus,
    Measure,
    Part,
    Verb,
)
from association.violations.models import Appeal, Case, CaseEvent
from association.violations.permissions_ways_back import appeal_policy
from association.violations.selectors.people import stands_against
from home.demo import people

DECIDED = (
    CaseStatus.DECIDED,
    CaseStatus.APPEALED,
    CaseStatus.IN_FORCE,
    CaseStatus.CLOSED,
    CaseStatus.ANNULLED,
)


def has_its_cases():
    cases = Case.objects.order_by("pk")
    assert set(cases.values_list("status", flat=True)) == set(CaseStatus.values)
    assert set(cases.values_list("source", flat=True)) == set(CaseSource.values)
    assert set(cases.values_list("severity", flat=True)) == {"S1", "S2", "S3"}
    assert cases.count() == 25
    assert cases.values("school").distinct().count() >= 20
    for case in cases:
        assert not re.search("处罚|执法|责令", case.facts + case.reasons + case.ending)
        _is_dealt_with_by_others(case)
    for case in cases.filter(status__in=DECIDED):
        _has_its_quorum(case)
    _were_done_on_working_days()
    _rest_on_findings()
    _one_was_sent_back()
    _wait_for_whoever_tries_the_demo()
    _appeals_were_named_by_others()


def _is_dealt_with_by_others(case):
    parts = {
        part: set(case.people.filter(part=part).values_list("user", flat=True)) for part in Part
    }
    assert not parts[Part.INVESTIGATOR] & parts[Part.DECIDER]
    for user in User.objects.filter(case_parts__case=case).distinct():
        assert stands_against(user, school=case.school, finding=case.finding) == ""
        assert not user.representations.exists()


def _has_its_quorum(case):
    votes = case.votes.filter(ballot=case.ballot, in_favour=True)
    voters = set(votes.values_list("user", flat=True))
    assert len(voters) >= case.quorum == (3 if case.severity == "S3" else 2)
    looked = case.people.filter(part=Part.INVESTIGATOR).values_list("user", flat=True)
    assert not voters & set(looked)
    assert case.reasons
    assert Measure(case.measure).weight <= Measure(case.in_view).weight


def _were_done_on_working_days():
    for event in CaseEvent.objects.all():
        assert event.created_at <= clock.now()
        assert is_working_day(timezone.localdate(event.created_at))


def _rest_on_findings():
    taken_up = Finding.objects.filter(cases__isnull=False)
    assert taken_up.count() == 3
    assert set(taken_up) <= set(Finding.objects.long_overdue())
    clerk = User.objects.get(username=people.CLERK.username)
    left = Finding.objects.long_overdue().filter(school__cases__isnull=True)
    assert any(not stands_against(clerk, school=each.school, finding=each) for each in left)


def _one_was_sent_back():
    case = Case.objects.get(ballot=2)
    against = case.votes.get(in_favour=False)
    assert (case.status, case.measure, against.ballot) == (CaseStatus.DECIDED, Measure.TALK, 1)
    assert against.words


def _wait_for_whoever_tries_the_demo():
    decided = Case.objects.filter(status=CaseStatus.DECIDED).exclude(measure__in=PUBLIC_MEASURES)
    assert sorted(case.is_overdue for case in decided) == [False, False, True]
    [last_vote] = Case.objects.to_decide_by(_account(people.APPROVER))
    assert last_vote.votes.count() == last_vote.quorum - 1
    assert Case.objects.to_decide_by(_account(people.COUNCIL)).count() == 1
    told = Case.objects.filter(status=CaseStatus.TOLD)
    assert [case.answered_at for case in told if case.hearing_waits] == [None]
    assert told.filter(hearing_held_on__isnull=False).exclude(hearing_record="").count() == 1
    assert Case.objects.heard_out().count() == 2
    ours = School.objects.get(representatives__user=_account(people.SIGNED_PRINCIPAL))
    case = ours.cases.get()
    assert case.answer_open
    assert not case.statements.exists()


def _appeals_were_named_by_others():
    appeals = Appeal.objects.all()
    assert len(appeals) == 2
    for appeal in appeals:
        worked = appeal.case.people.exclude(part=Part.APPEAL).values_list("user", flat=True)
        named = appeal.events.get(verb=Verb.NAME_PANEL)
        assert named.acting_user_id not in worked
    for appeal in appeals.open():
        office = User.objects.filter(groups__isnull=False)
        may_name = appeal_policy.user_has_permission_for_instance
        assert any(may_name(user, "name", appeal) for user in office)


def _account(account):
    return User.objects.get(username=account.username)
