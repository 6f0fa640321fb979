"""The verbs on plaques and measures. Nothing else changes their state."""

from association.plaques.services.issuing import (
    activate_plaque,
    first_term_end,
    issue_plaque,
    return_plaques,
)
from association.plaques.services.measures import (
    approve_measure,
    possible_measures,
    propose_measure,
    reinstate_plaque,
    reject_measure,
    revoke_plaque,
    suspend_plaque,
)

__all__ = [
    "activate_plaque",
    "approve_measure",
    "first_term_end",
    "issue_plaque",
    "possible_measures",
    "propose_measure",
    "reinstate_plaque",
    "reject_measure",
    "return_plaques",
    "revoke_plaque",
    "suspend_plaque",
]
