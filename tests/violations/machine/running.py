"""Many sequences, each undone when it is over."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from tests.violations.machine.sequence import Sequence

STEPS = 40


@dataclass
class Outcome:
    """What came of many sequences. faulty: those that broke a rule, told in words."""

    faulty: list = field(default_factory=list)
    acts: Counter = field(default_factory=Counter)
    endings: Counter = field(default_factory=Counter)
    refused: int = 0


def run_sequences(world, numbers, *, until_fault=False):
    """Run the sequences of these numbers on a world; the same number gives the same sequence."""
    outcome = Outcome()
    for number in numbers:
        with transaction.atomic():
            sequence = Sequence(world, number).run(STEPS)
            outcome.acts.update(act.verb for act in sequence.acts)
            outcome.endings.update(sequence.endings)
            outcome.refused += sequence.refused
            if sequence.faults:
                outcome.faulty.append(str(sequence))
            transaction.set_rollback(True)
        if until_fault and outcome.faulty:
            break
    return outcome
