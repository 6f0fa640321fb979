"""What tests of boards and figures share: visits with chosen answers, made by the real verbs."""

from association.core import clock
from association.peer_review.enums import RoundKind
from association.peer_review.services import hand_in, seat_visitor
from tests.factories import make_visitor
from tests.factories.findings import opening_today
from tests.factories.rounds import make_running_round


def answered(seat, failed=(), held=()):
    """One visitor's answers: what fails, and what holds."""
    answers = dict.fromkeys(held, "yes") | dict.fromkeys(failed, "no")
    return hand_in(
        visit=seat.visit,
        seat=seat,
        source="online",
        visited_on=clock.today(),
        answers=answers,
        failed=list(failed),
        acting_user=seat.visitor,
    )


def sweep(*, schools=1, visitors=(), **plan):
    """A running sweep of the east; each visit has these visitors."""
    row = make_running_round(RoundKind.SWEEP, schools=schools, **opening_today(), **plan)
    people = visitors or [make_visitor("east")]
    for visit in row.visits.order_by("pk"):
        for user in people:
            seat_visitor(visit=visit, user=user, acting_user=None)
    return row


def seats_of(row):
    """The visitors' places of a round, in the order of its visits."""
    places = [visit.seats.order_by("pk") for visit in row.visits.order_by("pk")]
    return [seat for of_visit in places for seat in of_visit]
