"""A panel decides by votes with names: quorum, majority, once each, and again with others."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from association.core import clock
from association.core.errors import RuleError
from association.violations.enums import CaseStatus, Measure
from association.violations.models import Case, CasePerson, CaseSettings, Vote
from association.violations.services import (
    answer_case,
    ask_hearing,
    close_case,
    hold_hearing,
    put_to_decision,
    take_back_case,
    vote_case,
)
from tests.factories import make_secretary
from tests.factories.cases import make_case
from tests.violations.acting import everything, on

pytestmark = pytest.mark.django_db
WORDS = "事实清楚"


def people(count):
    return [make_secretary("approver") for _each in range(count)]


def answered(severity="S2"):
    """A case on which the school answered."""
    case = make_case(CaseStatus.TOLD, severity=severity)
    answer_case(case=case, words="已补充公示", acting_user=None, said_all=True)
    return case


def put(case, panel, measure=Measure.MEND, reasons=WORDS):
    return put_to_decision(
        case=case, measure=measure, reasons=reasons, panel=panel, acting_user=None
    )


def vote(case, user, *, in_favour=True, words=""):
    return vote_case(case=case, in_favour=in_favour, words=words, acting_user=user)


def against(case, user):
    return vote(case, user, in_favour=False, words="证据不足")


def change(**values):
    settings = CaseSettings.load()
    for name, value in values.items():
        setattr(settings, name, value)
    settings.save()


def sql(statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# -- how many --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("severity", "quorum"), [("S1", 2), ("S2", 2), ("S3", 3)])
def test_each_severity_has_its_quorum(severity, quorum):
    case = answered(severity)
    panel = people(quorum)
    with pytest.raises(RuleError, match=f"at least {quorum} people"):
        put(case, panel[1:])
    with pytest.raises(RuleError, match=f"at least {quorum} people"):
        put(case, [panel[0]] * quorum)  # one person is one person
    row = put(case, panel)
    assert (row.quorum, row.ballot) == (quorum, 1)
    for user in panel[1:]:
        assert vote(case, user).status == CaseStatus.DECIDING
    assert vote(case, panel[0]).status == CaseStatus.DECIDED


@pytest.mark.parametrize(("named", "needed"), [(2, 2), (3, 2), (4, 3), (5, 3), (6, 4), (7, 4)])
def test_of_a_larger_panel_more_than_half_agree(named, needed):
    panel = people(named)
    case = answered()
    assert put(case, panel).quorum == needed
    for user in panel[: needed - 1]:
        vote(case, user)
    case.refresh_from_db()
    assert case.status == CaseStatus.DECIDING
    vote(case, panel[needed - 1])
    case.refresh_from_db()
    assert case.status == CaseStatus.DECIDED
    assert case.votes.filter(in_favour=True).count() == needed


@pytest.mark.parametrize(("named", "enough"), [(2, 1), (3, 2), (4, 2), (5, 3), (6, 3)])
def test_what_cannot_reach_its_quorum_goes_back(named, enough):
    panel = people(named)
    case = answered()
    put(case, panel)
    for user in panel[: enough - 1]:
        assert against(case, user).status == CaseStatus.DECIDING
    row = against(case, panel[enough - 1])
    assert (row.status, row.decided_at, row.mend_by) == (CaseStatus.TOLD, None, None)
    verbs = list(row.events.values_list("verb", flat=True))
    assert verbs[-2:] == ["vote_case", "send_back_case"]


# -- each votes ------------------------------------------------------------------------------------


def test_each_votes_once_and_only_who_is_named():
    panel = people(3)
    case = answered("S3")
    put(case, panel)
    vote(case, panel[0])
    rows = everything()
    for user, told in (
        (panel[0], "voted already"),
        (people(1)[0], "not named"),
        (case.opened_by, "not named"),
        (None, "not named"),
    ):
        with pytest.raises(RuleError, match=told):
            vote(case, user)
    with pytest.raises(RuleError, match="voted already"):
        against(case, panel[0])
    assert everything() == rows


@pytest.mark.parametrize("words", ["", " \n"])
def test_a_vote_against_needs_words(words):
    panel = people(2)
    case = answered()
    put(case, panel)
    with pytest.raises(RuleError, match="why you are against"):
        vote(case, panel[0], in_favour=False, words=words)
    assert not case.votes.exists()
    against(case, panel[0])
    assert case.votes.get().words == "证据不足"


def test_a_proposal_has_reasons():
    case = answered()
    with pytest.raises(RuleError, match="write the reasons"):
        put(case, people(2), reasons=" ")
    assert not case.people.filter(part="decider").exists()


# -- again -----------------------------------------------------------------------------------------


def test_others_vote_in_a_second_ballot_and_the_first_does_not_count():
    first, second = people(2), people(2)
    case = answered()
    put(case, first)
    vote(case, first[0])
    against(case, first[1])
    row = put(case, second, Measure.REMIND)
    assert (row.ballot, row.measure) == (2, Measure.REMIND)
    with pytest.raises(RuleError, match="not named"):
        vote(case, first[0])
    assert vote(case, second[0]).status == CaseStatus.DECIDING
    assert vote(case, second[1]).status == CaseStatus.DECIDED
    named = case.people.filter(part="decider").values_list("ballot", flat=True)
    assert sorted(named) == [1, 1, 2, 2]


def test_the_same_people_vote_anew_on_what_was_taken_back():
    panel = people(2)
    case = answered()
    put(case, panel)
    vote(case, panel[0])
    take_back_case(case=case, reason="理由有误", acting_user=None)
    put(case, panel)
    assert vote(case, panel[0]).status == CaseStatus.DECIDING
    assert vote(case, panel[1]).status == CaseStatus.DECIDED
    assert list(case.votes.order_by("pk").values_list("ballot", flat=True)) == [1, 2, 2]


def test_it_is_on_the_table_of_those_named_until_they_voted():
    first, second = people(2), people(2)
    case = answered()
    put(case, first)
    vote(case, first[0])

    def waiting():
        return [user for user in (*first, *second) if Case.objects.to_decide_by(user).exists()]

    assert waiting() == [first[1]]
    take_back_case(case=case, reason="有人不能到会", acting_user=None)
    assert waiting() == []
    put(case, [first[0], *second])
    assert waiting() == [first[0], *second]


# -- days and settings -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "mend_by"),
    [(Measure.REMIND, None), (Measure.TALK, None), (Measure.MEND, dt.date(2026, 10, 23))],
)
def test_what_is_to_be_put_right_has_working_days(measure, mend_by):
    panel = people(2)
    with on(dt.date(2026, 9, 24)):
        case = answered()
        put(case, panel, measure)
        vote(case, panel[0])
    with on(dt.date(2026, 9, 28)):
        # 29 and 30 September, 8 to 10 October (a Saturday that is worked), 12 to 16, 19 to 23.
        row = vote(case, panel[1])
    assert (row.mend_by, row.decided_at.date()) == (mend_by, dt.date(2026, 9, 28))


def test_it_is_overdue_after_the_last_day_until_it_is_closed():
    case = make_case(CaseStatus.DECIDED)
    assert not case.is_overdue
    with on(case.mend_by):
        assert not case.is_overdue
    with on(case.mend_by + dt.timedelta(days=1)):
        assert case.is_overdue
        close_case(case=case, words="已办妥", acting_user=None)
        case.refresh_from_db()
        assert not case.is_overdue


def test_settings_changed_in_between_do_not_touch_what_is_running():
    case = make_case(CaseStatus.TOLD)
    answer_by = case.answer_by
    change(answer_days=20)
    case.refresh_from_db()
    assert case.answer_by == answer_by
    answer_case(case=case, words="已补充公示", acting_user=None, said_all=True)
    panel = people(2)
    put(case, panel)
    change(quorum_s2=9, mend_days=3)
    vote(case, panel[0])
    decided = vote(case, panel[1])
    assert (decided.status, decided.quorum) == (CaseStatus.DECIDED, 2)
    mend_by = decided.mend_by
    change(mend_days=60)
    case.refresh_from_db()
    assert case.mend_by == mend_by


# -- in the database -------------------------------------------------------------------------------


def write_off(case, changes):
    with pytest.raises(DatabaseError, match="violations_case"):
        sql(f"UPDATE violations_case SET {changes} WHERE id = {case.pk}")


@pytest.mark.parametrize("status", [each for each in CaseStatus if each != CaseStatus.DECIDED])
def test_the_database_decides_nothing_without_votes(status):
    case = make_case(status)
    write_off(case, "status = 'decided'")
    write_off(case, "status = 'decided', quorum = 2, measure = 'mend', reasons = 'x'")


@pytest.mark.parametrize(
    "status", [CaseStatus.OPEN, CaseStatus.TOLD, CaseStatus.DECIDING, CaseStatus.DISMISSED]
)
def test_the_database_closes_nothing_that_was_not_decided(status):
    case = make_case(status)
    write_off(case, "status = 'closed', quorum = 2, measure = 'mend', reasons = 'x'")


def test_the_database_decides_nothing_while_a_hearing_waits():
    panel = people(2)
    case = answered()
    put(case, panel)
    vote(case, panel[0])
    sql(f"UPDATE violations_case SET hearing_asked_at = told_at WHERE id = {case.pk}")
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        vote(case, panel[1])
    case.refresh_from_db()
    assert (case.status, case.votes.count()) == (CaseStatus.DECIDING, 1)


@pytest.mark.parametrize(
    "changes",
    ["quorum = quorum + 1", "ballot = ballot + 1", "measure = 'talk'", "reasons = '另有理由'"],
)
@pytest.mark.parametrize("status", [CaseStatus.DECIDING, CaseStatus.DECIDED, CaseStatus.CLOSED])
def test_the_database_keeps_what_the_panel_votes_on(status, changes):
    write_off(make_case(status), changes)


@pytest.mark.parametrize(
    "changes",
    [
        "status = 'told'",
        "status = 'deciding'",
        "status = 'dismissed'",
        "mend_by = '2001-01-01'",
        "mend_by = NULL",
        "decided_at = NULL",
    ],
)
def test_the_database_keeps_the_decision(changes):
    write_off(make_case(CaseStatus.DECIDED), changes)


@pytest.mark.parametrize("status", [CaseStatus.CLOSED, CaseStatus.DISMISSED])
@pytest.mark.parametrize("changes", ["status = 'open'", "ending = 'x'", "ended_at = NULL"])
def test_the_database_keeps_the_end(status, changes):
    write_off(make_case(status), changes)


def test_the_database_keeps_the_record_of_a_hearing():
    case = make_case(CaseStatus.TOLD)
    ask_hearing(case=case, words=WORDS, acting_user=None)
    hold_hearing(case=case, held_on=clock.today(), record=WORDS, acting_user=None)
    for changes in ("hearing_record = 'x'", "hearing_held_on = NULL", "hearing_asked_at = NULL"):
        write_off(case, changes)


@pytest.mark.parametrize("status", CaseStatus)
def test_the_database_deletes_no_case(status):
    case = make_case(status)
    with pytest.raises(DatabaseError, match="kept as evidence"):
        sql(f"DELETE FROM violations_case WHERE id = {case.pk}")


def test_the_database_takes_no_case_in_that_is_not_open():
    case = make_case(CaseStatus.TOLD)
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        Case.objects.bulk_create([copy_of(case)])


def copy_of(case):
    """The same case under another number."""
    return Case(**{**Case.objects.values().get(pk=case.pk), "id": None, "code": "C-2026-9999"})


def test_the_database_takes_no_vote_of_somebody_who_is_not_named():
    panel = people(2)
    case = answered()
    vote_of = Vote(case=case, ballot=1, user=panel[0], in_favour=True)
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        Vote.objects.bulk_create([vote_of])
    put(case, panel)
    stranger = Vote(case=case, ballot=1, user=people(1)[0], in_favour=True)
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        Vote.objects.bulk_create([stranger])
    assert not case.votes.exists()


@pytest.mark.parametrize(
    ("has", "gets"), [("investigator", "decider"), ("decider", "investigator")]
)
def test_the_database_gives_nobody_two_parts(has, gets):
    case = make_case(CaseStatus.DECIDING)
    user = case.people.filter(part=has).first().user
    with pytest.raises(DatabaseError, match="kept as evidence"), transaction.atomic():
        CasePerson.objects.create(case=case, user=user, part=gets, ballot=case.ballot)
