"""Every state × every verb of findings: what may be done, and that no more happens."""

import datetime as dt

import pytest

from association.core.errors import InvalidTransition, RuleError
from association.peer_review.enums import ExtensionState, FindingStatus, RoundKind, TieKind
from association.peer_review.services import (
    answer_finding,
    ask_extension,
    close_own,
    contest_facts,
    correct_facts,
    decide_extension,
    declare_tie,
    drop_finding,
    plan_own,
    recheck,
    show_mended,
    uphold_facts,
)
from tests.factories import make_principal, make_school, make_secretary
from tests.factories.findings import days_later, make_finding

pytestmark = pytest.mark.django_db
OPEN, CONTESTED, MENDED, CLOSED, WITHDRAWN = FindingStatus
EVERY = set(FindingStatus)
WORDS = {"words": "如实说明", "acting_user": None}


def later(finding, days):
    return finding.due_on + dt.timedelta(days=days)


VERBS = {
    "answer": lambda row: answer_finding(finding=row, **WORDS),
    "contest": lambda row: contest_facts(finding=row, **WORDS),
    "ask more time": lambda row: ask_extension(finding=row, until=later(row, 3), **WORDS),
    "show mended": lambda row: show_mended(finding=row, **WORDS),
    "plan own": lambda row: plan_own(finding=row, due_on=row.due_on, acting_user=None),
    "close own": lambda row: close_own(finding=row, **WORDS),
    "uphold": lambda row: uphold_facts(finding=row, **WORDS),
    "correct": lambda row: correct_facts(finding=row, facts="入口右侧", **WORDS),
    "drop": lambda row: drop_finding(finding=row, **WORDS),
    "decide more time": lambda row: decide_extension(finding=row, granted=True, **WORDS),
    "re-check": lambda row: recheck(finding=row, mended=True, **WORDS),
    "not mended": lambda row: recheck(finding=row, mended=False, **WORDS),
}
# What each verb allows, and the state it leads to. Asking for a decision that was not asked for is
# refused in every state; it has a test of its own.
ALLOWED = {
    "answer": {status: status for status in EVERY},
    "contest": {OPEN: CONTESTED, MENDED: CONTESTED},
    "ask more time": {OPEN: OPEN},
    "show mended": {OPEN: MENDED},
    "plan own": {},
    "close own": {},
    "uphold": {CONTESTED: OPEN},
    "correct": {CONTESTED: OPEN},
    "drop": {CONTESTED: WITHDRAWN},
    "decide more time": {},
    "re-check": {MENDED: CLOSED},
    "not mended": {MENDED: OPEN},
}
# About what a school noted itself only the school does something.
OWN_STATES = (OPEN, CLOSED)
ALLOWED_OWN = {
    "answer": {OPEN: OPEN, CLOSED: CLOSED},
    "plan own": {OPEN: OPEN},
    "close own": {OPEN: CLOSED},
}


def attempt(finding, verb, to):
    events, entries = finding.events.count(), finding.entries.count()
    with days_later(8 if verb == "re-check" and to else 0):
        if to is None:
            with pytest.raises((InvalidTransition, RuleError)):
                VERBS[verb](finding)
        else:
            VERBS[verb](finding)
    before = finding.status
    finding.refresh_from_db()
    assert finding.status == (to or before)
    assert finding.events.count() == events + bool(to)
    assert (finding.entries.count() > entries) == (to is not None and verb != "plan own")


@pytest.mark.parametrize("status", FindingStatus)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_in_each_state(verb, status):
    attempt(make_finding(status), verb, ALLOWED[verb].get(status))


@pytest.mark.parametrize("status", OWN_STATES)
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_on_what_the_school_noted_itself(verb, status):
    finding = make_finding(status, kind=RoundKind.SELF)
    assert finding.own
    attempt(finding, verb, ALLOWED_OWN.get(verb, {}).get(status))


@pytest.mark.parametrize("granted", [True, False])
def test_more_time_is_asked_once_and_decided_once(granted):
    finding = make_finding()
    due_on = finding.due_on
    VERBS["ask more time"](finding)
    with pytest.raises(RuleError):
        VERBS["ask more time"](finding)
    finding.refresh_from_db()
    decide_extension(finding=finding, granted=granted, words="情况属实", acting_user=None)
    finding.refresh_from_db()
    assert finding.extension == (ExtensionState.GRANTED if granted else ExtensionState.REFUSED)
    assert finding.due_on == (due_on + dt.timedelta(days=3) if granted else due_on)
    assert finding.extension_until == due_on + dt.timedelta(days=3)
    with pytest.raises(RuleError):
        decide_extension(finding=finding, granted=True, words="再定", acting_user=None)
    with pytest.raises(RuleError):
        VERBS["ask more time"](finding)


def test_facts_are_contested_once():
    finding = make_finding(CONTESTED)
    uphold_facts(finding=finding, **WORDS)
    with pytest.raises(RuleError):
        contest_facts(finding=finding, **WORDS)
    finding.refresh_from_db()
    assert finding.status == OPEN


def test_corrected_facts_keep_what_they_read_before():
    finding = make_finding(CONTESTED)
    correct_facts(finding=finding, facts="证照在二楼", words="看过现场", acting_user=None)
    finding.refresh_from_db()
    assert finding.facts == "证照在二楼"
    assert finding.entries.last().facts_before == "墙上没有"


@pytest.mark.parametrize(
    "verb", ["answer", "contest", "ask more time", "show mended", "drop", "uphold", "re-check"]
)
def test_no_verb_goes_without_words(verb):
    status = {"uphold": CONTESTED, "drop": CONTESTED, "re-check": MENDED}.get(verb, OPEN)
    finding = make_finding(status)
    wordless = {"words": " ", "acting_user": None}
    act = {
        "answer": lambda: answer_finding(finding=finding, **wordless),
        "contest": lambda: contest_facts(finding=finding, **wordless),
        "ask more time": lambda: ask_extension(
            finding=finding, until=later(finding, 3), **wordless
        ),
        "show mended": lambda: show_mended(finding=finding, **wordless),
        "drop": lambda: drop_finding(finding=finding, **wordless),
        "uphold": lambda: uphold_facts(finding=finding, **wordless),
        "re-check": lambda: recheck(finding=finding, mended=False, **wordless),
    }[verb]
    entries = finding.entries.count()
    with pytest.raises(RuleError):
        act()
    finding.refresh_from_db()
    assert (finding.status, finding.extension) == (status, ExtensionState.NONE)
    assert finding.entries.count() == entries


# -- who may not ---------------------------------------------------------------------------------

DECISIONS = {
    "uphold": CONTESTED,
    "correct": CONTESTED,
    "drop": CONTESTED,
    "re-check": MENDED,
    "not mended": MENDED,
}


def decide(verb, finding, user):
    said = {"finding": finding, "words": "如实说明", "acting_user": user}
    return {
        "uphold": lambda: uphold_facts(**said),
        "correct": lambda: correct_facts(facts="入口右侧", **said),
        "drop": lambda: drop_finding(**said),
        "re-check": lambda: recheck(mended=True, **said),
        "not mended": lambda: recheck(mended=False, **said),
    }[verb]()


@pytest.mark.parametrize("verb", DECISIONS)
def test_nobody_decides_on_what_they_noted_or_on_the_own_school(verb):
    finding = make_finding(DECISIONS[verb])
    noter = finding.visit.seats.get().visitor
    own = make_principal(finding.school)
    with days_later(8):
        for user in (noter, own):
            with pytest.raises(RuleError):
                decide(verb, finding, user)
        finding.refresh_from_db()
        assert finding.status == DECISIONS[verb]
        decide(verb, finding, make_secretary())
    finding.refresh_from_db()
    assert finding.status != DECISIONS[verb]


def test_nobody_decides_at_a_school_tied_to_the_own():
    finding = make_finding(CONTESTED)
    other = make_school(alliance="west")
    person = make_principal(other)
    declare_tie(
        one=other,
        other=finding.school,
        kind=TieKind.OWNER,
        reason="同一举办者",
        acting_user=make_secretary(),
    )
    for verb in ("uphold", "correct", "drop"):
        with pytest.raises(RuleError):
            decide(verb, finding, person)
    finding.refresh_from_db()
    assert finding.status == CONTESTED
