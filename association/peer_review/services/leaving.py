"""A school that leaves the association is visited no more, and sends nobody."""

from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from association.alliances.enums import MembershipStatus
from association.alliances.models import School
from association.core import clock
from association.core.regulated import change_status
from association.peer_review.enums import RoundKind, Verb, VisitStatus
from association.peer_review.models import Participant, Round, Seat, Visit
from association.peer_review.selection import DrawError
from association.peer_review.services.amendments import (
    drop_sender,
    has_left,
    leave_out,
    replace_sender,
)
from association.peer_review.services.visitors_told import tell_dropped
from association.peer_review.services.visits import WORKING, settle


@transaction.atomic
def release_school(*, school: School, acting_user: Any) -> None:
    """Take a school out of every round that is drawn or running; answers handed in stay.

    Where it was to visit, the next that may goes instead; all of it stands on the public records.
    """
    reason = has_left()
    received = Visit.objects.filter(
        school=school, status=VisitStatus.PLANNED, round__status__in=WORKING
    )
    # First nobody comes: whoever is not visited any more is nobody's substitute.
    for visit in received.select_related("round").order_by("pk"):
        _release_visit(visit, reason, acting_user)
    drawn_from = Participant.objects.filter(
        school=school,
        round__kind=RoundKind.RANDOM,
        round__status__in=WORKING,
        withdrawn_at__isnull=True,
    )
    for participant in drawn_from.exclude(round__visits__in=_done(school)).order_by("pk"):
        leave_out(participant=participant, reason=reason, acting_user=acting_user)
    sends = Seat.objects.filter(
        school=school,
        until__isnull=True,
        submissions__isnull=True,
        visit__status=VisitStatus.PLANNED,
        visit__round__status__in=WORKING,
        visit__round__kind=RoundKind.MUTUAL,
    )
    for seat in sends.select_related("visit__round").order_by("pk"):
        _release_seat(seat, reason, acting_user)


def release_who_left(*, of: Round, acting_user: Any) -> None:
    """Do so for those of a round who left between its announcement and its draw."""
    left = of.participants.exclude(school__memberships__status=MembershipStatus.ACTIVE)
    for participant in left.select_related("school"):
        release_school(school=participant.school, acting_user=acting_user)


def _done(school: School) -> QuerySet[Visit]:
    return Visit.objects.filter(school=school, status=VisitStatus.DONE)


def _release_seat(seat: Seat, reason: str, acting_user: Any) -> None:
    try:
        replace_sender(seat=seat, reason=reason, acting_user=acting_user)
    except DrawError:  # nobody else may go
        drop_sender(seat=seat, reason=reason, acting_user=acting_user)


def _release_visit(visit: Visit, reason: str, acting_user: Any) -> None:
    """Nobody comes any more; where answers are in, the visit is done with those."""
    waiting = visit.seats.filter(until__isnull=True, submissions__isnull=True)
    if visit.again_of_id:  # its visitors were named by hand, so nothing of it is on the record
        _release_waiting(waiting, reason, acting_user)
        settle(visit, acting_user)
    elif visit.round.kind == RoundKind.MUTUAL:
        for seat in waiting:
            drop_sender(seat=seat, reason=reason, acting_user=acting_user)
    elif visit.submissions.exists():
        _release_waiting(waiting, reason, acting_user)
        settle(visit, acting_user)
    elif visit.round.kind == RoundKind.RANDOM:
        return  # it ends with the school's withdrawal
    visit.refresh_from_db()
    if visit.status == VisitStatus.PLANNED:
        change_status(
            record=visit,
            to=VisitStatus.CANCELLED,
            verb=Verb.CANCEL_VISIT,
            acting_user=acting_user,
            reason=reason,
        )


def _release_waiting(waiting: QuerySet[Seat], reason: str, acting_user: Any) -> None:
    """End the places whose answers are not in, and tell who had them."""
    seats = list(waiting.select_related("school", "visitor", "visit__round", "visit__school"))
    waiting.update(until=clock.now(), end_reason=reason)
    tell_dropped(seats=seats, acting_user=acting_user)
