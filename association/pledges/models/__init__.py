"""Covenant versions with their promises, and the pledges schools sign on them."""

from association.pledges.models.covenant import (
    BreachCode,
    ChecklistItem,
    CovenantVersion,
    CovenantVersionEvent,
    Promise,
)
from association.pledges.models.pledge import (
    Pledge,
    PledgeEvent,
    PledgeSignature,
    PromiseTick,
)

__all__ = [
    "BreachCode",
    "ChecklistItem",
    "CovenantVersion",
    "CovenantVersionEvent",
    "Pledge",
    "PledgeEvent",
    "PledgeSignature",
    "Promise",
    "PromiseTick",
]
