"""Made-up sequences break no rule; `benchmarks/cases.py` runs ten thousand of them."""

import re

import pytest
from django.db import transaction

from association.violations import grounds
from association.violations.enums import CaseStatus
from association.violations.models import Case
from association.violations.selectors import people
from association.violations.services import appealing, carrying, deciding, ending, opening
from tests.violations.machine.acts import ACTS
from tests.violations.machine.running import run_sequences
from tests.violations.machine.sequence import HURRIED
from tests.violations.machine.world import make_world

pytestmark = pytest.mark.django_db

SEQUENCES = 100


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all sequences, gone when they are over."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def test_no_sequence_breaks_a_rule(world):
    outcome = run_sequences(world, range(SEQUENCES))
    assert not outcome.faulty, "\n\n".join(outcome.faulty)
    # Else nothing was tried.
    assert set(outcome.acts) == {"open", *ACTS}
    assert set(outcome.endings) == set(CaseStatus)
    assert outcome.refused > SEQUENCES


# Two cases meet in sequences that hurry; all else is noticed in the others, and sooner.
HURRYING = [number for number in range(SEQUENCES) if number % HURRIED == 0]
OTHERS = [number for number in range(SEQUENCES) if number % HURRIED]
OF_TWO_CASES = {"the other decisions are forgotten"}


def nothing(*_args, **_values):
    return ""


class Carried(dict):
    """Whatever is asked, the case carries it."""

    def __missing__(self, _kind):
        return nothing


# What is taken away, and what the machine says then.
GUARDS = {
    "nothing stands against anybody": (people, "stands_against", nothing, "stood against it"),
    "the school is not waited for": (
        Case,
        "is_heard_out",
        property(lambda case: case.status == CaseStatus.TOLD),
        "the school could answer until",
    ),
    "hearings are not waited for": (
        Case,
        "hearing_waits",
        property(lambda _case: False),
        "before the hearing",
    ),
    "looking into it is no part": (ending, "has_looked_into", nothing, "and decided it"),
    "the days to appeal are not waited for": (
        Case,
        "is_final",
        property(lambda _case: True),
        "only the database stopped",
    ),
    "anybody hears the appeal": (
        appealing,
        "_checked",
        lambda _case, panel, **_values: list(panel),
        "only the database stopped|looked at it again|an appeal",
    ),
    "anybody names who hears it": (
        appealing,
        "why_not_name",
        nothing,
        "named who hears its appeal",
    ),
    "the other decisions are forgotten": (
        carrying,
        "decisions_on_plaques",
        lambda _school: [],
        "are suspended until|that it was taken back|that it ended",
    ),
    "no case is asked": (
        grounds,
        "CHECKS",
        Carried(),
        "only the database stopped|is suspended, and case",
    ),
    "nobody is noted": (opening, "join", nothing, "looked into"),
    "any panel": (
        deciding,
        "_checked",
        lambda _case, panel, _quorum: list(panel),
        "only the database stopped|were named",
    ),
}


@pytest.mark.parametrize("guard", GUARDS)
def test_the_machine_notices_a_guard_that_is_gone(world, monkeypatch, guard):
    owner, name, without, told = GUARDS[guard]
    monkeypatch.setattr(owner, name, without)
    numbers = HURRYING if guard in OF_TWO_CASES else OTHERS + HURRYING
    outcome = run_sequences(world, numbers, until_fault=True)
    assert outcome.faulty, f"{SEQUENCES} sequences and nothing noticed"
    assert re.search(told, outcome.faulty[0])
