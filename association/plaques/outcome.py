"""What a measure makes of a plaque: for the verb that does it, and the page that foretells it."""

from typing import Any

from association.alliances.enums import MembershipStatus
from association.core import clock
from association.plaques.enums import MEASURED_STATUSES, MeasureKind, PlaqueStatus
from association.plaques.models import MeasureProposal, Plaque

GIVES_BACK = (MeasureKind.REINSTATE, MeasureKind.RESTORE)
# What is gone with a suspension; up to when the public is told of it stays.
ENDED = {
    "suspended_until": None,
    "resumes_as": "",
    "public_reason": "",
    "broken_promise": None,
}
LIFTED = {**ENDED, "told_until": None}


def values_after(plaque: Plaque, measure: MeasureProposal) -> dict[str, Any]:
    """Return what a measure that is possible makes of a plaque now: fields and their values."""
    moment = clock.now()
    if measure.kind in GIVES_BACK:
        return {"status": _again(plaque, measure.kind), "status_since": moment, **LIFTED}
    taken_back = measure.kind == MeasureKind.REVOKE
    again = taken_back and plaque.status == PlaqueStatus.REVOKED
    return {
        "status": PlaqueStatus.REVOKED if taken_back else PlaqueStatus.SUSPENDED,
        # Of a plaque that another decision carries now, the day is that of the first.
        "status_since": plaque.status_since if again else moment,
        "suspended_until": measure.until,
        "resumes_as": _resumes_as(plaque),
        "public_reason": measure.reason,
        # Words that were corrected are not told again.
        "reworded_at": plaque.reworded_at if plaque.measures_told else None,
        # That a promise was broken is for a decision to say, after the school was heard.
        "broken_promise": None if measure.is_precaution else measure.promise,
        "told_until": measure.told_until,
        # What is told no more stays so.
        "told_from": plaque.told_from if plaque.measures_told else moment,
    }


def _resumes_as(plaque: Plaque) -> str:
    """What it was before any measure that is in force."""
    measured = plaque.effective_status in MEASURED_STATUSES
    return plaque.resumes_as if measured else plaque.effective_status


def _again(plaque: Plaque, kind: str) -> PlaqueStatus:
    """What it is again: seen at the gate or not yet; given back, where the school has left."""
    left = not plaque.school.memberships.filter(status=MembershipStatus.ACTIVE).exists()
    if kind == MeasureKind.RESTORE and left:
        return PlaqueStatus.RETURNED
    return PlaqueStatus(plaque.resumes_as or PlaqueStatus.ACTIVE)
