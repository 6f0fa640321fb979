"""A school's own part in rounds: who visits it, whom it visits, what it does next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from association.alliances.models import School
from association.peer_review.enums import RoundKind, RoundStatus, VisitStatus
from association.peer_review.models import Participant, Round, Seat, Tie, Visit
from association.peer_review.selectors.board import BoardVisit, Place, board_visits


@dataclass(frozen=True, slots=True)
class Sent:
    """A place that the school fills: whom it visits, whom it sends."""

    place: Place
    school: School

    @property
    def seat(self) -> Seat:
        return self.place.seat

    @property
    def visit(self) -> Visit:
        return self.seat.visit

    @property
    def asks_for_name(self) -> bool:
        """Nobody is named, and the visit is still to come."""
        return self.seat.visitor_id is None and self.may_name

    @property
    def may_name(self) -> bool:
        """The visit is still to come, so that another person can be named."""
        return (
            self.visit.status == VisitStatus.PLANNED
            and self.visit.round.status in {RoundStatus.DRAWN, RoundStatus.RUNNING}
            and self.place.answers is None
        )


@dataclass(frozen=True, slots=True)
class Part:
    """What one school has to do with one round.

    received: the visit to it, again: the second one; None without.
    """

    round: Round
    participant: Participant
    received: BoardVisit | None
    again: BoardVisit | None
    sent: list[Sent]

    @property
    def asks_for_names(self) -> list[Sent]:
        return [each for each in self.sent if each.asks_for_name]

    @property
    def asks_for_self_check(self) -> bool:
        """The school checks itself in this round, and its answers are not in."""
        return (
            self.round.kind == RoundKind.SELF
            and self.round.status == RoundStatus.RUNNING
            and self.received is not None
            and self.received.is_open
        )

    @property
    def asks_something(self) -> bool:
        return bool(self.asks_for_names or self.asks_for_self_check)


def rounds_of(school: School) -> QuerySet[Round]:
    """Return the rounds a school takes part in, once they are more than a plan; latest first."""
    rounds = Round.objects.filter(participants__school=school).exclude(status=RoundStatus.DRAFT)
    return rounds.order_by("-opens_on", "-pk")


def parts_of(school: School, rounds: QuerySet[Round]) -> list[Part]:
    """Return a school's part in each of these rounds, in their order. Seven queries."""
    rows = list(rounds.select_related("alliance"))
    taking_part = Participant.objects.filter(school=school, round__in=rows)
    participants = {row.round_id: row for row in taking_part}
    sends = Seat.objects.filter(visit=OuterRef("pk"), school=school, until__isnull=True)
    of_school = Visit.objects.filter(Q(school=school) | Exists(sends), round__in=rows)
    visits = board_visits(of_school)
    return [
        Part(
            round=row,
            participant=participants[row.pk],
            received=_received(visits, row, school),
            again=_received(visits, row, school, again=True),
            sent=[
                Sent(place, each.visit.school)
                for each in visits
                if each.visit.round_id == row.pk
                for place in each.places
                if place.seat.school_id == school.pk
            ],
        )
        for row in rows
    ]


def _received(
    visits: list[BoardVisit], row: Round, school: School, *, again: bool = False
) -> BoardVisit | None:
    """Return the visit to a school in a round, or the one that is made again."""
    for each in visits:
        visit = each.visit
        here = visit.round_id == row.pk and visit.school_id == school.pk
        if here and bool(visit.again_of_id) == again:
            return each
    return None


def visits_of_person(user: Any, *, of: QuerySet[School] | None = None) -> list[Seat]:
    """Return the places a person is named for, of visits still to come, the next deadline first.

    of: only visits to these schools. One query.
    """
    if user.pk is None:  # places without a name are nobody's
        return []
    seats = Seat.objects.filter(
        visitor=user.pk,
        until__isnull=True,
        visit__status=VisitStatus.PLANNED,
        visit__round__status__in=[RoundStatus.DRAWN, RoundStatus.RUNNING],
        submissions__isnull=True,
    )
    if of is not None:
        seats = seats.filter(visit__school__in=of)
    rows = seats.select_related("visit__round", "visit__school", "school")
    return list(rows.order_by("visit__round__due_on", "visit__school__search_name", "pk"))


def ties_of(school: School) -> QuerySet[Tie]:
    """Return what stands between a school and others now, the latest first."""
    return Tie.objects.standing().of(school).select_related("first", "second", "declared_by")
