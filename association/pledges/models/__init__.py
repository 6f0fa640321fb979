"""Covenant versions with their promises, and the pledges schools sign on them."""

from association.pledges.models.acceptance import Acceptance, AcceptanceLine
from association.pledges.models.covenant import (
    BreachCode,
    ChecklistItem,
    CovenantVersion,
    CovenantVersionEvent,
    Promise,
)
from association.pledges.models.paper import IssuedPaper
from association.pledges.models.pledge import (
    Pledge,
    PledgeEvent,
    PledgeSignature,
    PromiseTick,
)
from association.pledges.models.settings import PledgeSettings

__all__ = [
    "Acceptance",
    "AcceptanceLine",
    "BreachCode",
    "ChecklistItem",
    "CovenantVersion",
    "CovenantVersionEvent",
    "IssuedPaper",
    "Pledge",
    "PledgeEvent",
    "PledgeSettings",
    "PledgeSignature",
    "Promise",
    "PromiseTick",
]
