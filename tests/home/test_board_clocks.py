"""Which clocks run out: in working days, of all rooms, for whom, and no heap hides the others."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from association.accounts.roles import Role
from association.alliances.models import School
from association.core import clock
from association.core.models import CalendarDay
from association.violations.enums import CaseStatus
from association.violations.services import ask_hearing
from home.board import Board
from home.board.clocks import MOST, OF_A_KIND, running_out
from tests.factories import make_plaque, make_school, make_secretary
from tests.factories.cases import make_case
from tests.factories.findings import days_later, make_finding
from tests.factories.ways_back import make_appeal, make_objection

pytestmark = pytest.mark.django_db

# A Monday without holidays near it.
MONDAY = dt.date(2026, 11, 23)


@pytest.fixture(autouse=True)
def monday():
    with clock.at(at(MONDAY)):
        yield


def at(day):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(9)))


def kinds(user):
    with translation.override("en"):
        return [str(due.label) for due in running_out(user)]


def let_licence_end(day):
    school = make_school()
    School.objects.filter(pk=school.pk).update(licence_long_term=False, licence_valid_until=day)
    return school


def test_days_are_working_days_and_follow_the_associations_calendar():
    school = let_licence_end(dt.date(2026, 12, 1))
    [due] = running_out(make_secretary())
    assert (due.name, due.day, due.left, due.is_over) == (
        school.name,
        dt.date(2026, 12, 1),
        6,
        False,
    )
    CalendarDay.objects.create(day=dt.date(2026, 11, 28), working=True)
    CalendarDay.objects.create(day=dt.date(2026, 11, 30), working=False)
    CalendarDay.objects.create(day=dt.date(2026, 12, 1), working=False)
    [due] = running_out(make_secretary())
    assert due.left == 5


def test_what_is_over_stands_before_what_comes():
    plaque = make_plaque()
    clerk = make_secretary()
    with clock.at(at(plaque.hang_by + dt.timedelta(days=7))):
        let_licence_end(clock.today())
        told = make_case(CaseStatus.TOLD)
        shown = running_out(clerk)
    assert [due.is_over for due in shown] == [True, False, False]
    assert [due.is_today for due in shown] == [False, True, False]
    assert [due.left < 0 for due in shown] == [True, False, False]
    assert shown[0].name == f"{plaque.number} · {plaque.school.name}"
    assert (shown[2].name, shown[2].day) == (f"{told.code} · {told.school.name}", told.answer_by)
    assert shown[2].left == 5


def test_a_hearing_tells_how_long_it_has_waited():
    case = make_case(CaseStatus.TOLD)
    ask_hearing(case=case, words="当面说明", acting_user=None)
    clerk = make_secretary()
    with days_later(3):
        waiting = next(due for due in running_out(clerk) if due.waits)
    assert (waiting.days, waiting.is_over, waiting.is_today) == (3, False, False)


def test_far_days_do_not_run_out_yet_and_past_licences_are_no_clock():
    let_licence_end(MONDAY + dt.timedelta(days=31))
    let_licence_end(MONDAY - dt.timedelta(days=1))
    assert running_out(make_secretary()) == []


def test_each_person_sees_the_clocks_they_keep_and_the_auditor_reads_all():
    make_objection()
    make_appeal()
    make_plaque()
    make_case(CaseStatus.TOLD)
    everything = {
        "Objection to be answered",
        "Appeal to be answered",
        "Plaque to be hung",
        "The school's answer in a case",
    }
    ways_back = {"Objection to be answered", "Appeal to be answered"}
    with clock.at(at(MONDAY)):
        assert set(kinds(make_secretary(Role.CLERK))) == everything
        assert set(kinds(make_secretary(Role.AUDITOR))) == everything
        assert set(kinds(make_secretary(Role.APPROVER))) == ways_back
        assert set(kinds(make_secretary(Role.SECRETARY_GENERAL))) == ways_back
        assert kinds(make_secretary(Role.EDITOR)) == []


def test_a_finding_far_past_its_day_runs_out_for_those_who_follow_it():
    finding = make_finding()
    users = [make_secretary(role) for role in (Role.SECRETARY_GENERAL, Role.APPROVER)]
    with days_later(70):
        assert [len(running_out(user)) for user in users] == [1, 0]
        assert running_out(users[0])[0].name.startswith(finding.code)


def test_no_heap_hides_the_others_and_the_list_is_short():
    for back in range(MOST):
        let_licence_end(MONDAY + dt.timedelta(days=back))
    make_plaque()
    shown = kinds(make_secretary())
    assert shown.count("Licence ends") == OF_A_KIND
    assert shown.count("Plaque to be hung") == 1


@pytest.mark.parametrize("rows", [1, 3])
def test_clocks_take_a_query_each_and_one_for_the_calendar(rows):
    for _row in range(rows):
        let_licence_end(MONDAY + dt.timedelta(days=4))
        make_plaque()
        make_case(CaseStatus.TOLD)
    clerk = make_secretary()
    Board(clerk)
    with CaptureQueriesContext(connection) as asked:
        assert running_out(clerk)
    assert len(asked) == 13
