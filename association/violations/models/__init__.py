"""Cases with the people in them, what the school said, evidence, votes."""

from association.violations.models.case import Case, CaseEvent, CasePerson, Vote
from association.violations.models.evidence import Custody, Evidence, Statement
from association.violations.models.settings import CaseSettings

__all__ = [
    "Case",
    "CaseEvent",
    "CasePerson",
    "CaseSettings",
    "Custody",
    "Evidence",
    "Statement",
    "Vote",
]
