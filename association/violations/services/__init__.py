"""The verbs of cases, in the order in which they come."""

from association.violations.services.deciding import put_to_decision, take_back_case, vote_case
from association.violations.services.ending import close_case, dismiss_case
from association.violations.services.evidence import add_evidence, read_evidence
from association.violations.services.hearing import (
    answer_case,
    ask_hearing,
    hold_hearing,
    tell_school,
)
from association.violations.services.opening import Accusation, amend_case, open_case

__all__ = [
    "Accusation",
    "add_evidence",
    "amend_case",
    "answer_case",
    "ask_hearing",
    "close_case",
    "dismiss_case",
    "hold_hearing",
    "open_case",
    "put_to_decision",
    "read_evidence",
    "take_back_case",
    "tell_school",
    "vote_case",
]
