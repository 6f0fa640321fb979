"""Every state × every verb of cases: what may be done, and that no more happens."""

import pytest

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.models import AuditEntry
from association.violations.enums import CaseStatus, Measure, Verb
from association.violations.models import Case
from association.violations.services import (
    add_evidence,
    amend_case,
    answer_case,
    ask_hearing,
    close_case,
    dismiss_case,
    hold_hearing,
    put_to_decision,
    take_back_case,
    tell_school,
    vote_case,
)
from tests.factories import make_photo, make_secretary
from tests.factories.cases import make_accusation, make_case
from tests.violations.acting import everything

pytestmark = pytest.mark.django_db
OPEN, TOLD, DECIDING, DECIDED, CLOSED, DISMISSED = list(CaseStatus)[:6]
WORDS = "如实说明"


def show(row):
    add_evidence(
        case=row,
        title="照片",
        origin="巡查",
        data=make_photo(size=(8, 8)),
        name="a.jpg",
        acting_user=None,
    )


def answer(row):
    answer_case(case=row, words=WORDS, acting_user=None, said_all=True)


def ask(row):
    ask_hearing(case=row, words=WORDS, acting_user=None)


def hear(row):
    hold_hearing(case=row, held_on=clock.today(), record=WORDS, acting_user=None)


def put(row):
    panel = [make_secretary("approver") for _each in range(2)]
    put_to_decision(
        case=row, measure=Measure.REMIND, reasons=WORDS, panel=panel, acting_user=make_secretary()
    )


def vote(row, *, in_favour=True):
    """Let the first named vote, or anybody where nobody is named."""
    person = row.people.filter(part="decider").first()
    user = person.user if person else make_secretary("approver")
    vote_case(case=row, in_favour=in_favour, words=WORDS, acting_user=user)


def all_vote(row):
    for person in row.people.filter(part="decider"):
        vote_case(case=row, in_favour=True, words="", acting_user=person.user)
    if not row.people.filter(part="decider").exists():
        vote(row)


VERBS = {
    "amend": lambda row: amend_case(
        case=row, accusation=make_accusation(row.school, facts=WORDS), acting_user=None
    ),
    "add evidence": show,
    "tell": lambda row: tell_school(case=row, in_view=Measure.TALK, acting_user=None),
    "answer": answer,
    "ask for a hearing": ask,
    "hold the hearing": hear,
    "put to decision": put,
    "take back": lambda row: take_back_case(case=row, reason=WORDS, acting_user=None),
    "vote": vote,
    "vote against": lambda row: vote(row, in_favour=False),
    "all vote": all_vote,
    "close": lambda row: close_case(case=row, words=WORDS, acting_user=None),
    "dismiss": lambda row: dismiss_case(case=row, words=WORDS, acting_user=None),
}
# Where each verb is allowed, the state it leads to and the events it leaves.
ALLOWED = {
    "amend": {OPEN: (OPEN, [Verb.AMEND])},
    "add evidence": {OPEN: (OPEN, [Verb.ADD_EVIDENCE]), TOLD: (TOLD, [Verb.ADD_EVIDENCE])},
    "tell": {OPEN: (TOLD, [Verb.TELL])},
    "answer": {TOLD: (TOLD, [Verb.ANSWER])},
    "ask for a hearing": {TOLD: (TOLD, [Verb.ASK_HEARING])},
    "hold the hearing": {TOLD: (TOLD, [Verb.HOLD_HEARING])},
    "put to decision": {TOLD: (DECIDING, [Verb.PUT])},
    "take back": {DECIDING: (TOLD, [Verb.TAKE_BACK])},
    "vote": {DECIDING: (DECIDING, [Verb.VOTE])},
    "vote against": {DECIDING: (TOLD, [Verb.VOTE, Verb.SEND_BACK])},
    "all vote": {DECIDING: (DECIDED, [Verb.VOTE, Verb.VOTE, Verb.DECIDE])},
    "close": {DECIDED: (CLOSED, [Verb.CLOSE])},
    "dismiss": {OPEN: (DISMISSED, [Verb.DISMISS]), TOLD: (DISMISSED, [Verb.DISMISS])},
}
# What has to come before, in a state that allows the verb.
BEFORE = {"tell": show, "hold the hearing": ask, "put to decision": answer}


@pytest.mark.parametrize("status", CaseStatus)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_in_each_state(verb, status):
    case = make_case(status)
    if status not in ALLOWED[verb]:
        before = everything()
        with pytest.raises(InvalidTransition):
            VERBS[verb](case)
        assert everything() == before
        return
    if verb in BEFORE:
        BEFORE[verb](case)
    count = case.events.count()
    VERBS[verb](case)
    case.refresh_from_db()
    to, verbs = ALLOWED[verb][status]
    assert case.status == to
    assert list(case.events.values_list("verb", flat=True))[count:] == verbs
    assert told_of(case) == list(case.events.values_list("verb", "old_status", "new_status"))


def told_of(case):
    """What the audit trail says of a case, in the words of its events."""
    entries = AuditEntry.objects.filter(action__startswith="violations.").order_by("pk")
    rows = entries.values_list("action", "old_status", "new_status")
    return [(action.removeprefix("violations."), old, new) for action, old, new in rows]


@pytest.mark.parametrize("status", CaseStatus)
def test_each_state_is_reached_by_events_without_a_gap(status):
    case = make_case(status)
    assert case.status == status
    sequence = list(case.events.values_list("sequence", flat=True))
    assert sequence == list(range(1, len(sequence) + 1))


def test_a_copy_from_before_does_not_bring_a_state_back():
    case = make_case(TOLD)
    stale = Case.objects.get(pk=case.pk)
    VERBS["dismiss"](case)
    for verb in ("answer", "add evidence", "put to decision"):
        with pytest.raises(InvalidTransition):
            VERBS[verb](stale)


SILENT = {
    "amend": (
        OPEN,
        "facts",
        lambda row: amend_case(
            case=row, accusation=make_accusation(row.school, facts=" \n"), acting_user=None
        ),
    ),
    "add evidence": (
        OPEN,
        "what it shows",
        lambda row: add_evidence(
            case=row,
            title=" ",
            origin="巡查",
            data=make_photo(size=(8, 8)),
            name="a.jpg",
            acting_user=None,
        ),
    ),
    "tell": (OPEN, "evidence", VERBS["tell"]),
    "answer": (TOLD, "few words", lambda row: answer_case(case=row, words=" ", acting_user=None)),
    "answer at length": (
        TOLD,
        "2000 characters",
        lambda row: answer_case(case=row, words="长" * 2001, acting_user=None),
    ),
    "ask": (TOLD, "few words", lambda row: ask_hearing(case=row, words="", acting_user=None)),
    "hear": (TOLD, "No hearing", hear),
    "take back": (
        DECIDING,
        "why",
        lambda row: take_back_case(case=row, reason=" ", acting_user=None),
    ),
    "close": (
        DECIDED,
        "how it ended",
        lambda row: close_case(case=row, words=" ", acting_user=None),
    ),
    "dismiss": (
        OPEN,
        "how it ended",
        lambda row: dismiss_case(case=row, words=" ", acting_user=None),
    ),
}


@pytest.mark.parametrize("act", SILENT)
def test_nothing_is_done_without_words(act):
    status, asked, do = SILENT[act]
    case = make_case(status)
    before = everything()
    with pytest.raises(RuleError, match=asked):
        do(case)
    assert everything() == before
