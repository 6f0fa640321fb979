"""An objection: lodged while the entry stands, answered in its term, withdrawn by two people."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from association.accounts.roles import Role
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.plaques.enums import PlaqueStatus
from association.violations.enums import CaseStatus, Measure, ObjectionStatus, Verb
from association.violations.models import Case, Objection
from association.violations.services import (
    confirm_withdrawal,
    decide_objection,
    end_cases,
    extend_objection,
    lodge_objection,
    objecting,
    propose_withdrawal,
    refuse_withdrawal,
)
from tests.factories import make_active_plaque, make_secretary
from tests.factories.cases import make_case
from tests.factories.notices import correct_notice, publish_notice
from tests.factories.ways_back import (
    REASONS,
    WORDS,
    deciders,
    make_entry,
    make_objection,
)
from tests.violations.acting import everything, on

pytestmark = pytest.mark.django_db
LODGED, PROPOSED = ObjectionStatus.LODGED, ObjectionStatus.PROPOSED
CORRECTED = ObjectionStatus.CORRECTED


def answer(objection, outcome=ObjectionStatus.REJECTED, reasons=REASONS, user=None):
    user = user or deciders(1)[0]
    return decide_objection(objection=objection, outcome=outcome, reasons=reasons, acting_user=user)


def test_an_objection_from_outside_keeps_the_words_and_no_account():
    case = make_entry()
    row = lodge_objection(case=case, words=f" {WORDS} ", who=" 家长 ", contact=" 0536-1234567 ")
    assert row.code == f"O-{clock.today().year}-0001"
    assert (row.words, row.who, row.contact) == (WORDS, "家长", "0536-1234567")
    assert (row.by_school, row.author, row.status) == (False, None, LODGED)
    assert len(row.receipt) == 22
    assert row.events.get().verb == case.events.last().verb == Verb.OBJECT


def test_the_school_objects_in_its_own_name():
    case = make_entry()
    principal = case.school.representatives.get().user
    row = lodge_objection(case=case, words=WORDS, acting_user=principal)
    assert (row.by_school, row.author) == (True, principal)
    stranger = lodge_objection(case=case, words=WORDS, acting_user=make_secretary())
    assert not stranger.by_school


@pytest.mark.parametrize(
    "status", [CaseStatus.DECIDED, CaseStatus.APPEALED, CaseStatus.CLOSED, CaseStatus.ANNULLED]
)
def test_there_is_nothing_to_object_to_before_or_after_an_entry(status):
    case = make_case(status)
    rows = everything()
    with pytest.raises(RuleError, match="does not stand any more"):
        lodge_objection(case=case, words=WORDS)
    assert everything() == rows


def test_an_entry_can_be_objected_to_until_its_last_day():
    case = make_entry()
    with on(case.public_until):
        lodge_objection(case=case, words=WORDS)
    with on(case.public_until + dt.timedelta(days=1)), pytest.raises(RuleError):
        lodge_objection(case=case, words=WORDS)


@pytest.mark.parametrize("words", ["", " \n ", "长" * 2001])
def test_an_objection_needs_words_and_not_too_many(words):
    case = make_entry()
    with pytest.raises(RuleError):
        lodge_objection(case=case, words=words)
    assert not Objection.objects.exists()


def test_a_flood_is_stopped_and_no_first_one_is_lost(monkeypatch):
    monkeypatch.setattr(objecting, "MOST_OPEN", 2)
    case, other = make_entry(), make_entry()
    make_objection(case=case)
    make_objection(case=case)
    with pytest.raises(RuleError, match="than the association can read"):
        lodge_objection(case=case, words=WORDS)
    lodge_objection(case=other, words=WORDS)
    principal = case.school.representatives.get().user
    lodge_objection(case=case, words=WORDS, acting_user=principal)
    assert Objection.objects.count() == 4


# Days whose answer is known from the State Council's notices; 2027 has none yet.
@pytest.mark.parametrize(
    ("lodged", "answer_by", "longer"),
    [
        ("2026-09-23", "2026-09-29", "2026-10-10"),  # 中秋 from 25th, 国庆 to 7th, 10th is worked
        ("2026-09-30", "2026-10-10", "2026-10-15"),
        ("2026-12-29", "2027-01-01", "2027-01-07"),
        ("2027-04-30", "2027-05-05", "2027-05-11"),
    ],
)
def test_the_term_counts_working_days_over_holidays_and_the_year_s_end(lodged, answer_by, longer):
    with on(dt.date.fromisoformat(lodged)):
        row = make_objection()
        assert row.answer_by.isoformat() == answer_by
        row = extend_objection(
            objection=row, asked_others="向街道核实场地", acting_user=deciders(1)[0]
        )
    assert row.answer_by.isoformat() == longer


def test_the_longer_term_is_taken_once_with_words_and_in_time():
    row = make_objection()
    [decider] = deciders(1)
    with pytest.raises(RuleError, match="who is asked"):
        extend_objection(objection=row, asked_others=" ", acting_user=decider)
    with on(row.answer_by + dt.timedelta(days=1)), pytest.raises(RuleError, match="answer now"):
        extend_objection(objection=row, asked_others="街道", acting_user=decider)
    with on(row.answer_by):
        row = extend_objection(objection=row, asked_others="街道", acting_user=decider)
    assert row.events.last().reason == "街道"
    with pytest.raises(RuleError, match="taken already"):
        extend_objection(objection=row, asked_others="街道", acting_user=decider)


def test_it_is_overdue_the_day_after():
    row = make_objection()
    with on(row.answer_by):
        assert not row.is_overdue
        assert not Objection.objects.overdue().exists()
    with on(row.answer_by + dt.timedelta(days=1)):
        assert row.is_overdue
        assert Objection.objects.overdue().get() == row


@pytest.mark.parametrize("outcome", [ObjectionStatus.REJECTED, CORRECTED])
def test_an_answer_has_reasons_and_the_entry_stands(outcome):
    row = make_objection()
    [decider] = deciders(1)
    with pytest.raises(RuleError, match="the reasons"):
        answer(row, outcome, " ", decider)
    if outcome == CORRECTED:
        correct_notice(row.case)
    row = answer(row, outcome, REASONS, decider)
    assert (row.status, row.reasons, row.decided_by) == (outcome, REASONS, decider)
    assert row.case.is_public
    assert row.case.events.last().reason == row.code
    with pytest.raises(InvalidTransition):
        answer(row)


@pytest.mark.parametrize("outcome", [LODGED, PROPOSED, ObjectionStatus.WITHDRAWN])
def test_nobody_withdraws_an_entry_alone(outcome):
    row = make_objection()
    with pytest.raises(RuleError, match="another person withdraws"):
        answer(row, outcome)


def test_what_everybody_reads_names_nobody():
    row = make_objection(who="王小明")
    correct_notice(row.case)
    [decider] = deciders(1)
    for reasons in ("王小明来电，经核实更正。", "请致电13812345678了解。"):
        with pytest.raises(RuleError, match="Others read this"):
            answer(row, CORRECTED, reasons, decider)
        with pytest.raises(RuleError, match="Others read this"):
            propose_withdrawal(objection=row, reasons=reasons, acting_user=decider)
    row.refresh_from_db()
    assert row.status == LODGED


# -- what is called corrected was corrected, and approved ------------------------------------------


def test_nothing_is_called_corrected_before_the_text_was():
    case = make_entry()
    row = make_objection(case=case)
    refuse_corrected(row)
    publish_notice(case)
    later = make_objection(case=case)
    refuse_corrected(later)
    correct_notice(case, approved=False)
    refuse_corrected(later)
    assert answer(later).status == ObjectionStatus.REJECTED


def test_the_same_text_approved_once_more_is_no_correction():
    case = make_entry()
    words = publish_notice(case).words
    row = make_objection(case=case)
    correct_notice(case, words)
    refuse_corrected(row)
    correct_notice(case)
    assert answer(row, CORRECTED).status == CORRECTED


def test_a_correction_from_before_is_none_for_a_later_objection():
    case = make_entry()
    publish_notice(case)
    row = make_objection(case=case)
    correct_notice(case)
    later = make_objection(case=case)
    assert answer(row, CORRECTED).status == CORRECTED
    refuse_corrected(later)


def refuse_corrected(row):
    rows = everything()
    with pytest.raises(RuleError, match="corrected and approved first"):
        answer(row, CORRECTED)
    assert everything() == rows


# -- two people withdraw ---------------------------------------------------------------------------


def test_two_people_withdraw_an_entry_and_the_plaque_comes_back():
    plaque = make_active_plaque()
    case = make_entry(Measure.REVOKE, school=plaque.school)
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.REVOKED
    row = make_objection(PROPOSED, case=case)
    assert case.school.plaques.get().status == PlaqueStatus.REVOKED
    with pytest.raises(RuleError, match="Another person has to confirm"):
        confirm_withdrawal(objection=row, acting_user=row.proposed_by)
    with pytest.raises(RuleError, match="Another person has to confirm"):
        confirm_withdrawal(objection=row, acting_user=None)
    [second] = deciders(1)
    row = confirm_withdrawal(objection=row, acting_user=second)
    assert (row.status, row.decided_by) == (ObjectionStatus.WITHDRAWN, second)
    case.refresh_from_db()
    plaque.refresh_from_db()
    assert case.status == CaseStatus.ANNULLED
    assert case.events.get(verb=Verb.ANNUL).reason == REASONS
    assert plaque.status == PlaqueStatus.ACTIVE
    assert not Case.objects.public().exists()


def test_whoever_else_objected_is_answered_with_it():
    case = make_entry()
    other = make_objection(case=case)
    proposed = make_objection(PROPOSED, case=case)
    answered = make_objection(ObjectionStatus.REJECTED, case=case)
    make_objection(ObjectionStatus.WITHDRAWN, case=case)
    for row in (other, proposed):
        row.refresh_from_db()
        assert (row.status, row.reasons) == (ObjectionStatus.WITHDRAWN, REASONS)
        assert row.proposed_by != row.decided_by
    answered.refresh_from_db()
    assert answered.status == ObjectionStatus.REJECTED


def test_a_proposal_not_followed_leaves_the_objection_to_be_answered():
    row = make_objection(PROPOSED)
    [decider] = deciders(1)
    with pytest.raises(RuleError, match="why it is not withdrawn"):
        refuse_withdrawal(objection=row, words=" ", acting_user=decider)
    row = refuse_withdrawal(objection=row, words="照片属实。", acting_user=decider)
    assert (row.status, row.proposed_by, row.reasons) == (LODGED, None, "")
    assert row.events.last().reason == "照片属实。"
    assert answer(row, user=decider).status == ObjectionStatus.REJECTED


def test_after_the_entry_ended_an_objection_is_still_answered_but_withdraws_nothing():
    case = make_entry()
    row, proposed = make_objection(case=case), make_objection(PROPOSED, case=case)
    with on(case.public_until + dt.timedelta(days=1)):
        end_cases()
        [decider] = deciders(1)
        with pytest.raises(RuleError, match="nothing to withdraw"):
            propose_withdrawal(objection=row, reasons=REASONS, acting_user=decider)
        with pytest.raises(RuleError, match="nothing to withdraw"):
            confirm_withdrawal(objection=proposed, acting_user=decider)
        assert answer(row).reasons == REASONS
        refuse_withdrawal(objection=proposed, words="已到期", acting_user=decider)
        answer(proposed)
    case.refresh_from_db()
    assert case.status == CaseStatus.CLOSED


def test_whoever_objected_does_not_answer():
    clerk = make_secretary(Role.APPROVER)
    row = lodge_objection(case=make_entry(), words=WORDS, acting_user=clerk)
    with pytest.raises(RuleError, match="You objected yourself"):
        answer(row, user=clerk)


# -- the database's own guard ----------------------------------------------------------------------


@pytest.mark.parametrize("change", [{"words": "别的"}, {"receipt": "x" * 22}], ids=str)
def test_the_database_keeps_what_was_written(change):
    row = make_objection()
    with pytest.raises(DatabaseError, match="violations_objection"), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(**change)


def test_the_database_keeps_an_answer():
    row = make_objection(ObjectionStatus.REJECTED)
    with pytest.raises(DatabaseError, match="violations_objection"), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(reasons="别的")


def test_the_database_wants_two_people_for_a_withdrawal():
    row = make_objection(PROPOSED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Objection.objects.filter(pk=row.pk).update(status="withdrawn", decided_by=row.proposed_by)
