"""The school is told, has its working days, is heard in person if it asks; then it is decided."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.models import CalendarDay
from association.violations.enums import CaseStatus, Measure
from association.violations.models import Case, CaseSettings
from association.violations.services import (
    Publication,
    add_evidence,
    amend_case,
    answer_case,
    ask_hearing,
    hold_hearing,
    put_to_decision,
    take_back_case,
    tell_school,
)
from tests.factories import make_principal, make_secretary
from tests.factories.cases import after_the_answer_days, make_accusation, make_case
from tests.factories.files import PDF
from tests.violations.acting import on

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 9, 7)  # a plain week
DAY = dt.timedelta(days=1)


def told_on(day):
    """A case of which the school was told on a day."""
    with on(day):
        return make_case(CaseStatus.TOLD)


def answer(case, **values):
    said = {"acting_user": None, "said_all": True, **values}
    return answer_case(case=case, words="已补充公示", **said)


def ask(case):
    return ask_hearing(case=case, words="请当面听取", acting_user=None)


def hear(case, held_on=None, record="校长到会说明。"):
    day = held_on or clock.today()
    return hold_hearing(case=case, held_on=day, record=record, acting_user=None)


def show(case):
    return add_evidence(
        case=case, title="补充照片", origin="复查", data=PDF, name="a.pdf", acting_user=None
    )


def put(case, measure=Measure.REMIND):
    panel = [make_secretary("approver") for _each in range(3 if case.severity == "S3" else 2)]
    return put_to_decision(
        case=case,
        measure=measure,
        reasons="事实清楚",
        panel=panel,
        publication=Publication(words="公示栏内容不全", months=12),
        acting_user=None,
    )


def refused(case, told, act=put):
    before = Case.objects.values().get(pk=case.pk)
    with pytest.raises(RuleError, match=told):
        act(case)
    assert Case.objects.values().get(pk=case.pk) == before


# -- days ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (MONDAY, dt.date(2026, 9, 14)),
        # Sunday the 20th is worked for National Day; 25 to 27 September are Mid-Autumn.
        (dt.date(2026, 9, 18), dt.date(2026, 9, 24)),
        (dt.date(2026, 9, 22), dt.date(2026, 9, 30)),
        # 29 and 30 September, then 8 and 9 October, and Saturday the 10th is worked.
        (dt.date(2026, 9, 28), dt.date(2026, 10, 10)),
        # Told on a holiday: its first day is the first that is worked.
        (dt.date(2026, 10, 1), dt.date(2026, 10, 13)),
    ],
)
def test_days_to_answer_are_working_days(day, last):
    case = told_on(day)
    assert (case.answer_by, case.told_at.date()) == (last, day)


def test_days_over_the_years_end_and_days_of_our_own():
    # 2027 has no notice yet: Monday to Friday is assumed.
    assert told_on(dt.date(2026, 12, 28)).answer_by == dt.date(2027, 1, 4)
    CalendarDay.objects.create(day=dt.date(2027, 1, 1), working=False, note="元旦")
    later = told_on(dt.date(2026, 12, 29))
    assert later.answer_by == dt.date(2027, 1, 6)
    assert later.code == "C-2026-0002"
    assert told_on(dt.date(2027, 1, 4)).code == "C-2027-0001"


def test_numbers_of_cases_have_no_gap_where_one_was_refused():
    first = make_case()
    with pytest.raises(RuleError):
        make_case(facts=" ")
    second = make_case()
    assert int(second.code[-4:]) == int(first.code[-4:]) + 1


def test_nothing_is_decided_before_the_last_day_is_over():
    case = told_on(MONDAY)
    for day in (MONDAY, MONDAY + DAY, case.answer_by):
        with on(day):
            refused(case, f"until {case.answer_by.isoformat()}")
            assert not Case.objects.heard_out().exists()
    with on(case.answer_by + DAY):
        assert Case.objects.heard_out().get() == case
        assert case.is_heard_out
        assert put(case).status == CaseStatus.DECIDING


def test_what_the_school_answered_is_decided_at_once():
    case = told_on(MONDAY)
    with on(MONDAY + DAY):
        answer(case)
        assert put(case).status == CaseStatus.DECIDING


def test_the_last_day_is_still_the_schools():
    case = told_on(MONDAY)
    with on(case.answer_by):
        answer(case)
        ask(case)
    case = told_on(MONDAY)
    with on(case.answer_by + DAY):
        refused(case, "days for your answer are over", answer)
        refused(case, "days for your answer are over", ask)


# -- in person -------------------------------------------------------------------------------------


def test_a_hearing_that_was_asked_for_comes_before_the_decision():
    case = told_on(MONDAY)
    with on(MONDAY + DAY):
        ask(case)
        answer(case)
        refused(case, "Hold the hearing first")
    with on(dt.date(2026, 12, 1)):
        refused(case, "Hold the hearing first")
        assert not Case.objects.heard_out().exists()
        answer(case)  # as long as the hearing waits, the school can still write
        hear(case, MONDAY + DAY)
        refused(case, "days for your answer are over", answer)
        assert put(case).status == CaseStatus.DECIDING


def test_a_hearing_alone_is_no_answer_while_days_remain():
    case = told_on(MONDAY)
    with on(MONDAY + DAY):
        ask(case)
        hear(case)
        refused(case, "The school can answer until")
    with on(case.answer_by + DAY):
        put(case)


def test_a_hearing_is_asked_for_once_and_held_once():
    case = make_case(CaseStatus.TOLD)
    refused(case, "No hearing is waiting", hear)
    ask(case)
    refused(case, "already", ask)
    hear(case)
    refused(case, "No hearing is waiting", hear)
    case.refresh_from_db()
    assert (case.hearing_held_on, case.hearing_record) == (clock.today(), "校长到会说明。")


@pytest.mark.parametrize("days", [-1, 4])
def test_a_hearing_is_neither_held_before_it_was_asked_for_nor_in_days_to_come(days):
    case = told_on(MONDAY)
    with on(MONDAY):
        ask(case)
    with on(MONDAY + 3 * DAY):
        refused(case, "day of the hearing", lambda row: hear(row, MONDAY + days * DAY))
        refused(case, "who was there", lambda row: hear(row, record=" "))
        hear(case, MONDAY)


# -- new evidence ----------------------------------------------------------------------------------


def test_what_is_shown_later_gives_the_days_anew():
    case = told_on(MONDAY)
    with on(MONDAY + DAY):
        answer(case)
    with on(MONDAY + 2 * DAY):
        show(case)
        case.refresh_from_db()
        assert (case.answered_at, case.answer_by) == (None, dt.date(2026, 9, 16))
        refused(case, "until 2026-09-16")
    with on(dt.date(2026, 9, 16)):
        refused(case, "until 2026-09-16")
        answer(case)
        put(case)


def test_what_is_shown_when_the_days_were_over_opens_them_again():
    case = told_on(MONDAY)
    with on(dt.date(2026, 9, 28)):
        show(case)
        refused(case, "until 2026-10-10")
        ask(case)
    with on(dt.date(2026, 10, 12)):
        refused(case, "Hold the hearing first")


def test_days_given_anew_are_never_fewer():
    case = told_on(MONDAY)
    settings = CaseSettings.load()
    settings.answer_days = 1
    settings.save()
    with on(MONDAY):
        show(case)
    case.refresh_from_db()
    assert case.answer_by == dt.date(2026, 9, 14)


def test_what_the_school_hands_in_leaves_its_days_and_its_answer():
    case = told_on(MONDAY)
    with on(MONDAY + DAY):
        said = answer(case, files=[("说明.pdf", PDF)])
        case.refresh_from_db()
        assert (case.answer_by, case.answered_at) == (dt.date(2026, 9, 14), clock.now())
    [piece] = said.evidence.all()
    assert (piece.by_school, piece.title, piece.case) == (True, "说明.pdf", case)


def test_what_came_back_from_the_panel_waits_for_what_is_shown_then():
    case = make_case(CaseStatus.DECIDING)
    take_back_case(case=case, reason="补充材料", acting_user=None)
    show(case)
    refused(case, "The school can answer until")
    with after_the_answer_days(case):
        assert put(case).ballot == 2


# -- what was told stands --------------------------------------------------------------------------


@pytest.mark.parametrize("in_view", Measure)
@pytest.mark.parametrize("measure", Measure)
def test_the_measure_is_never_harder_than_what_was_told(in_view, measure):
    case = make_case(severity="S3")
    show(case)
    tell_school(case=case, in_view=in_view, acting_user=None)
    answer(case)
    if list(Measure).index(measure) > list(Measure).index(in_view):
        refused(case, "harder", lambda row: put(row, measure))
    else:
        assert put(case, measure).measure == measure


def test_facts_are_changed_until_the_school_is_told():
    case = make_case()
    changed = make_accusation(case.school, facts="公示栏缺退费办法。", severity="S3")
    amend_case(case=case, accusation=changed, acting_user=None)
    case.refresh_from_db()
    assert (case.facts, case.severity) == ("公示栏缺退费办法。", "S3")
    show(case)
    tell_school(case=case, in_view=Measure.TALK, acting_user=None)
    with pytest.raises(InvalidTransition):
        amend_case(case=case, accusation=make_accusation(case.school), acting_user=None)
    case.refresh_from_db()
    assert case.facts == "公示栏缺退费办法。"


FROZEN = {
    "reference": "'x'",
    "breach": "'B82'",
    "severity": "'S3'",
    "facts": "'另有其事'",
    "content": "'x'",
    "classes": "'x'",
    "learners": "'x'",
    "times": "'x'",
    "in_view": "'remind'",
    "told_at": "NULL",
    "promise_id": "promise_id + 1",
}


@pytest.mark.parametrize("column", FROZEN)
def test_the_database_keeps_what_was_told(column):
    case = told_on(MONDAY)
    write = f"UPDATE violations_case SET {column} = {FROZEN[column]} WHERE id = {case.pk}"
    with (
        pytest.raises(DatabaseError, match="kept as evidence"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(write)
    before = Case.objects.values().get(pk=case.pk)
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(facts="另有其事")
    assert Case.objects.values().get(pk=case.pk) == before


def test_the_school_is_told_once_there_is_something_to_show():
    case = make_case()
    before = Case.objects.values().get(pk=case.pk)
    with pytest.raises(RuleError, match="add evidence first"):
        tell_school(case=case, in_view=Measure.TALK, acting_user=None)
    assert Case.objects.values().get(pk=case.pk) == before


def test_the_schools_own_person_is_named_beside_the_words():
    case = make_case(CaseStatus.TOLD)
    principal = make_principal(case.school, "staff")
    said = answer_case(case=case, words=" 已补充公示 \n", acting_user=principal)
    assert (said.words, said.author, said.kind) == ("已补充公示", principal, "answer")


def test_an_answer_alone_takes_no_day_and_no_hearing_away():
    with on(MONDAY):
        case = make_case(CaseStatus.TOLD)
        answer(case, said_all=False)
        case.refresh_from_db()
        assert case.answered_at
        refused(case, "can answer until")
        ask(case)


def test_whoever_has_said_all_can_still_ask_to_be_heard():
    with on(MONDAY):
        case = make_case(CaseStatus.TOLD)
        answer(case)
        ask(case)
        refused(case, "heard in person")


def test_no_days_begin_while_nobody_reads_for_the_school():
    case = make_case()
    show(case)
    case.school.representatives.update(until=clock.now())

    def tell(row):
        tell_school(case=row, in_view=Measure.MEND, acting_user=None)

    refused(case, "Nobody reads for this school", tell)
