"""Visits whose visitors saw different things."""

from association.core import clock
from association.peer_review.enums import RoundKind
from association.peer_review.models import Report
from association.peer_review.services import hand_in, seat_visitor
from tests.factories import make_lead, make_principal, make_secretary, make_visitor
from tests.factories.findings import opening_today
from tests.factories.rounds import make_running_round

ONE = {"C11": "yes", "C12": "yes", "C12_note": "甲看到了证照"}
OTHER = {"C11": "yes", "C12": "no", "C12_note": "乙看到已经过期"}


def make_visit(school, visitors=2, *, kind=RoundKind.SWEEP):
    """A visit that can be made today, with so many visitors."""
    visit = make_running_round(kind, **opening_today()).visits.get(school=school)
    for _each in range(visitors):
        seat_visitor(visit=visit, user=make_visitor("east"), acting_user=None)
    return visit


def visitors_of(visit):
    return [seat.visitor for seat in visit.seats.order_by("pk")]


def answer(visit, *given, failed=(), by=None):
    """Hand in what the first visitor answered, then the next one. by: who typed it in."""
    for seat, answers in zip(visit.seats.order_by("pk"), given, strict=False):
        hand_in(
            visit=visit,
            seat=seat,
            source="paper" if by else "online",
            visited_on=clock.today(),
            answers=answers,
            failed=list(failed),
            acting_user=by or seat.visitor,
        )
    visit.refresh_from_db()
    return Report.objects.filter(visit=visit).first()


def differing(visit):
    """The report of two visitors who differ in C12."""
    return answer(visit, ONE, OTHER)


def keeping(visit, place=0, *, key="C12"):
    """That the answer of the place with this number is kept."""
    return {key: visit.seats.order_by("pk")[place].pk}


PEOPLE = {
    "one visitor": lambda visit: visitors_of(visit)[0],
    "the other visitor": lambda visit: visitors_of(visit)[1],
    "lead": lambda _visit: make_lead("east"),
    "clerk": lambda _visit: make_secretary(),
    "school": lambda visit: make_principal(visit.school),
    "another alliance's lead": lambda _visit: make_lead("west"),
    "a visitor who was not named": lambda _visit: make_visitor("east"),
}
