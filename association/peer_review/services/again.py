"""Some visits are made a second time, by others who do not know what the first found."""

from typing import Any

from association.alliances.enums import MembershipStatus
from association.core import clock
from association.core.regulated import record_event
from association.peer_review import selection
from association.peer_review.enums import Verb
from association.peer_review.models import Draw, Visit


def plan_again(*, visit: Visit, acting_user: Any) -> Visit | None:
    """Plan the second visit to a school whose first is done, where the seed chose it.

    Nobody is told before the first is over. Returns the second visit; None where there is none:
    not chosen, a round without a draw, a second visit itself, no day left to go, or a school
    that left.
    """
    record = Draw.objects.filter(round=visit.round_id).values_list("record", flat=True).first()
    if record is None or visit.again_of_id or clock.today() > visit.round.closes_on:
        return None
    if not visit.school.memberships.filter(status=MembershipStatus.ACTIVE).exists():
        return None
    if visit.school.uscc not in selection.visited_again(record):
        return None
    second = Visit.objects.create(round=visit.round, school=visit.school, again_of=visit)
    record_event(record=second, verb=Verb.PLAN_VISIT, acting_user=acting_user, first=True)
    return second
