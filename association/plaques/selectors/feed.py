"""The latest public acts on plaques, in the words of a plaque's own history."""

from dataclasses import dataclass
from datetime import datetime

from association.plaques.enums import Verb
from association.plaques.models import PlaqueEvent
from association.plaques.selectors.public import HISTORY, public_event

LATEST = 100

# Issued is not hung, and of a replaced plaque its successor is told.
NOT_TOLD = {Verb.ISSUE, Verb.SUPERSEDE}


@dataclass(frozen=True, kw_only=True)
class Act:
    """One act. sequence: its place in the plaque's history, which never changes."""

    number: str
    sequence: int
    path: str
    school: str
    label: str
    reason: str
    at: datetime


def latest_acts() -> list[Act]:
    """Return the latest public acts, latest first, in the active language. One query.

    Measures that are told no more leave their places among the latest empty. Events are only ever
    appended, so their keys are in the order of time, and no table is sorted.
    """
    told = [verb for verb in HISTORY if verb not in NOT_TOLD]
    events = PlaqueEvent.objects.filter(verb__in=told).select_related("record__school")
    return [
        Act(
            number=event.record.number,
            sequence=event.sequence,
            path=event.record.get_absolute_url(),
            school=event.record.school.name,
            label=shown.label,
            reason=shown.reason,
            at=shown.at,
        )
        for event in events.order_by("-pk")[:LATEST]
        if (shown := public_event(event.record, event))
    ]
