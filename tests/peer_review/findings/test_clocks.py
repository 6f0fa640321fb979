"""Deadlines in working days, across holidays that are worked off and across the year's end."""

import datetime as dt

import pytest
from django.utils import timezone

from association.core import clock
from association.core.errors import RuleError
from association.core.models import CalendarDay
from association.core.workdays import add_working_days
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import Finding
from association.peer_review.services import (
    ask_extension,
    contest_facts,
    decide_extension,
    hand_in,
    plan_own,
    recheck,
    show_mended,
    uphold_facts,
)
from tests.factories import make_secretary
from tests.factories.findings import (
    ITEMS,
    days_later,
    make_finding,
    make_findings,
    opening_today,
)
from tests.factories.rounds import make_running_round

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 9, 7)  # a plain week


def on(day):
    return clock.at(timezone.make_aware(dt.datetime.combine(day, dt.time(10))))


def test_each_severity_has_its_working_days():
    with on(MONDAY):
        found = {each.severity: each for each in make_findings(*ITEMS.values())}
    assert {severity: each.due_on for severity, each in found.items()} == {
        "S1": dt.date(2026, 9, 16),
        # 20 September is a Sunday that is worked, 25 to 27 September are Mid-Autumn.
        "S2": dt.date(2026, 9, 28),
        "S3": dt.date(2026, 9, 14),
    }
    assert {each.facts_stand_on for each in found.values()} == {dt.date(2026, 9, 15)}


def test_days_over_national_day_and_the_days_worked_for_it():
    with on(dt.date(2026, 9, 28)):
        finding = make_finding(item=ITEMS["S1"])
    # 29 and 30 September, then 8 and 9 October, Saturday the 10th is worked, 12 and 13.
    assert finding.due_on == dt.date(2026, 10, 13)


def test_days_over_the_years_end_and_days_of_our_own():
    with on(dt.date(2026, 12, 28)):
        finding = make_finding(item=ITEMS["S3"])
    # 2027 has no notice yet: Monday to Friday is assumed.
    assert finding.due_on == dt.date(2027, 1, 4)
    CalendarDay.objects.create(day=dt.date(2027, 1, 1), working=False, note="元旦")
    with on(dt.date(2026, 12, 28)):
        later = make_finding(item=ITEMS["S3"])
    assert later.due_on == dt.date(2027, 1, 5)
    assert later.code.startswith("F-2026-")


def test_numbers_begin_anew_with_the_year_and_have_no_gap():
    with on(dt.date(2026, 12, 31)):
        [one, two] = make_findings("C11", "C13")
    with on(dt.date(2027, 1, 1)):
        three = make_finding()
    assert [each.code for each in (one, two, three)] == [
        "F-2026-0001",
        "F-2026-0002",
        "F-2027-0001",
    ]


def test_the_days_for_the_facts_run_out_and_then_others_can_read_them():
    with on(MONDAY):
        finding = make_finding()
    with on(dt.date(2026, 9, 14)):
        assert finding.facts_open
        assert not Finding.objects.public().exists()
    with on(dt.date(2026, 9, 15)):
        assert not finding.facts_open
        assert Finding.objects.public().get() == finding
        with pytest.raises(RuleError):
            contest_facts(finding=finding, words="当天已挂", acting_user=None)


def test_while_facts_are_contested_the_duty_rests_and_the_rest_of_the_days_comes_back():
    with on(MONDAY):
        finding = make_finding(item=ITEMS["S1"])  # due on Wednesday of the week after
    with on(MONDAY + dt.timedelta(days=1)):
        contest_facts(finding=finding, words="当天已挂", acting_user=None)  # six days left
    with on(MONDAY + dt.timedelta(days=14)):
        assert not Finding.objects.overdue().exists()
        uphold_facts(finding=finding, words="仍以现场为准", acting_user=None)
        finding.refresh_from_db()
        assert Finding.objects.public().count() == 0  # a minor one is never counted
    assert finding.due_on == dt.date(2026, 9, 30)  # 22–24, 28–30: Mid-Autumn lies between


def test_overdue_is_with_the_lead_first_and_with_the_secretariat_after_five_working_days():
    with on(MONDAY):
        finding = make_finding(item=ITEMS["S3"])  # due on the 14th
    with on(dt.date(2026, 9, 14)):
        assert not Finding.objects.overdue().exists()
    with on(dt.date(2026, 9, 15)):
        assert Finding.objects.overdue().get() == finding
        assert not Finding.objects.long_overdue().exists()
    with on(finding.escalates_on - dt.timedelta(days=1)):
        assert not Finding.objects.long_overdue().exists()
    with on(finding.escalates_on):
        assert Finding.objects.long_overdue().get() == finding
        finding.refresh_from_db()
        assert finding.is_long_overdue
        show_mended(finding=finding, words="已办妥", acting_user=None)
        assert not Finding.objects.overdue().exists()


def test_while_more_time_is_asked_nothing_is_overdue_and_a_refusal_leaves_two_days():
    with on(MONDAY):
        finding = make_finding(item=ITEMS["S3"])
        until = dt.date(2026, 9, 18)
        ask_extension(finding=finding, until=until, words="施工需要", acting_user=None)
    with on(dt.date(2026, 9, 16)):
        assert not Finding.objects.overdue().exists()
        decide_extension(finding=finding, granted=False, words="涉及安全", acting_user=None)
        finding.refresh_from_db()
    assert finding.due_on == dt.date(2026, 9, 18)


@pytest.mark.parametrize("days", [-1, 0, 60])
def test_more_time_is_neither_less_nor_without_end(days):
    finding = make_finding()
    until = finding.due_on + dt.timedelta(days=days)
    with pytest.raises(RuleError):
        ask_extension(finding=finding, until=until, words="再等等", acting_user=None)


def test_more_time_is_asked_before_the_deadline():
    finding = make_finding()
    until = finding.due_on + dt.timedelta(days=3)
    with on(finding.due_on + dt.timedelta(days=1)), pytest.raises(RuleError):
        ask_extension(finding=finding, until=until, words="再等等", acting_user=None)


@pytest.mark.parametrize(("severity", "days"), [("S1", 0), ("S2", 7), ("S3", 0)])
def test_an_ordinary_one_is_looked_at_again_after_a_week(severity, days):
    finding = make_finding(FindingStatus.MENDED, item=ITEMS[severity])
    clerk = make_secretary()
    if days:
        with days_later(days - 1), pytest.raises(RuleError):
            recheck(finding=finding, mended=True, words="已到位", acting_user=clerk)
    with days_later(days):
        recheck(finding=finding, mended=True, words="已到位", acting_user=clerk)
    finding.refresh_from_db()
    assert finding.status == FindingStatus.CLOSED
    assert finding.closed_on == clock.today() + dt.timedelta(days=days)


def test_what_is_not_mended_gets_at_least_five_working_days():
    with on(MONDAY):
        finding = make_finding(item=ITEMS["S3"])
        show_mended(finding=finding, words="已办妥", acting_user=None)
    with on(dt.date(2026, 9, 14)):
        recheck(finding=finding, mended=False, words="尚缺一张", acting_user=make_secretary())
    finding.refresh_from_db()
    assert finding.due_on > dt.date(2026, 9, 18)
    assert finding.status == FindingStatus.OPEN


def test_telling_before_a_visit_counts_and_keeps_the_later_deadline():
    own = make_finding(kind=RoundKind.SELF)
    plan_own(finding=own, due_on=clock.today() + dt.timedelta(days=60), acting_user=None)
    with days_later(3):
        finding = make_finding(schools=0)
        other = make_finding(item="C12", schools=0)
    assert finding.school == own.school
    # The own deadline is the school's to set: it moves this one by an extension at most.
    longest = add_working_days(add_working_days(finding.told_on, 15), 15)
    assert (finding.self_reported, finding.due_on) == (True, longest)
    assert not other.self_reported


def test_what_was_told_on_the_day_of_the_visit_or_closed_does_not_count():
    own = make_finding(kind=RoundKind.SELF)
    assert not make_finding(schools=0).self_reported
    closed = make_finding(FindingStatus.CLOSED, kind=RoundKind.SELF, alliance="west")
    assert closed.closed_on
    assert own.is_unfinished


def test_a_self_check_made_again_opens_only_what_is_new():
    own = make_finding(kind=RoundKind.SELF)
    hand_in(
        visit=own.visit,
        seat=None,
        source="online",
        visited_on=clock.today(),
        answers={"C11": "no", "C13": "no"},
        failed=["C11", "C13"],
        acting_user=make_secretary(),
    )
    assert sorted(own.visit.findings.values_list("item_code", flat=True)) == ["C11", "C13"]
    assert not Finding.objects.public().exists()


def test_what_stands_open_from_an_earlier_check_is_not_told_twice():
    own = make_finding(kind=RoundKind.SELF)
    row = make_running_round(RoundKind.SELF, **opening_today())
    visit = row.visits.get(school=own.school)
    for answers in ({"C13": "no"}, {"C13": "no", "C11": "no"}):
        hand_in(
            visit=visit,
            seat=None,
            source="online",
            visited_on=clock.today(),
            answers=answers,
            failed=list(answers),
            acting_user=make_secretary(),
        )
    assert [each.item_code for each in visit.findings.all()] == ["C11"]
    assert Finding.objects.filter(own=True).count() == 2


def test_more_time_that_is_granted_late_makes_no_deadline_earlier():
    with on(MONDAY):
        finding = make_finding(item=ITEMS["S3"])  # due on the 14th
    with on(dt.date(2026, 9, 8)):
        until = dt.date(2026, 9, 18)
        ask_extension(finding=finding, until=until, words="施工需要", acting_user=None)
        contest_facts(finding=finding, words="当天已挂", acting_user=None)
    with on(dt.date(2026, 9, 30)):
        uphold_facts(finding=finding, words="以现场为准", acting_user=None)
        finding.refresh_from_db()
        resumed = finding.due_on
        decide_extension(finding=finding, granted=True, words="同意", acting_user=None)
        finding.refresh_from_db()
        assert finding.due_on == resumed > dt.date(2026, 10, 8)
        assert not finding.is_overdue


def test_facts_that_stand_after_the_last_day_leave_two_days():
    with on(MONDAY):
        finding = make_finding(item=ITEMS["S3"])
    with on(dt.date(2026, 9, 14)):
        contest_facts(finding=finding, words="当天已挂", acting_user=None)
    with on(dt.date(2026, 9, 16)):
        uphold_facts(finding=finding, words="以现场为准", acting_user=None)
    finding.refresh_from_db()
    assert finding.due_on == dt.date(2026, 9, 18)


def test_being_late_is_not_undone_by_saying_that_it_is_mended():
    with on(MONDAY):
        finding = make_finding(item=ITEMS["S3"])
    due_on, escalates_on = finding.due_on, finding.escalates_on
    with on(escalates_on):
        show_mended(finding=finding, words="已办妥", acting_user=None)
        recheck(finding=finding, mended=False, words="没有", acting_user=make_secretary())
        finding.refresh_from_db()
        assert (finding.due_on, finding.escalates_on) == (due_on, escalates_on)
        assert finding.is_long_overdue


@pytest.mark.parametrize("status", [FindingStatus.CONTESTED, FindingStatus.MENDED, "asked"])
def test_what_nobody_decides_comes_up_after_two_weeks(status):
    asks = status == "asked"
    finding = make_finding(FindingStatus.OPEN if asks else status)
    if asks:
        until = finding.due_on + dt.timedelta(days=3)
        ask_extension(finding=finding, until=until, words="施工需要", acting_user=None)
    with days_later(13):
        assert not Finding.objects.undecided_long().exists()
    with days_later(14):
        assert Finding.objects.undecided_long().get() == finding
