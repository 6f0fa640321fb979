"""How rounds get on: lists with their progress, and the board of one round."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from association.alliances.models import Alliance
from association.peer_review.enums import RoundScope, RoundStatus, VisitStatus
from association.peer_review.models import Participant, Round, Seat, Submission, Visit

# Which look of `components/status_badge.html` goes with which state.
ROUND_LOOKS = {
    RoundStatus.DRAFT: "draft",
    RoundStatus.ANNOUNCED: "submitted",
    RoundStatus.DRAWN: "submitted",
    RoundStatus.RUNNING: "todo",
    RoundStatus.CLOSED: "done",
    RoundStatus.CANCELLED: "withdrawn",
}
VISIT_LOOKS = {
    VisitStatus.PLANNED: "todo",
    VisitStatus.DONE: "done",
    VisitStatus.CANCELLED: "withdrawn",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A visitor's place, and what its holder handed in last; None where nothing came yet."""

    seat: Seat
    answers: Submission | None


@dataclass(frozen=True, slots=True)
class BoardVisit:
    """One visit on the board. answers: what the school handed in about itself, the last."""

    visit: Visit
    places: list[Place]
    answers: Submission | None

    @property
    def look(self) -> str:
        return VISIT_LOOKS[VisitStatus(self.visit.status)]

    @property
    def is_open(self) -> bool:
        return self.visit.status == VisitStatus.PLANNED

    @property
    def is_late(self) -> bool:
        """The day to hand in has passed, and something is missing."""
        return self.is_open and self.visit.round.is_late

    @property
    def unnamed(self) -> list[Place]:
        """Places for which nobody is named yet."""
        return [place for place in self.places if place.seat.visitor_id is None]

    @property
    def missing(self) -> list[Place]:
        """Places whose answers have not come in."""
        return [place for place in self.places if place.answers is None]

    @property
    def all_answers(self) -> list[Submission]:
        """Whatever was handed in last, of each place or of the school itself."""
        own = [self.answers] if self.answers else []
        return own + [place.answers for place in self.places if place.answers]


@dataclass(frozen=True, slots=True)
class Progress:
    """How many visits are done, still to come, and called off. It counts work, not results."""

    done: int
    planned: int
    cancelled: int = 0

    @property
    def total(self) -> int:
        return self.done + self.planned


def with_progress(rounds: QuerySet[Round], *, of: Alliance | None = None) -> QuerySet[Round]:
    """Return rounds, each with `visits_done` and `visits_planned`.

    of: count the visits to this alliance's members alone, as they took part.
    """
    counted = Visit.objects.filter(round=OuterRef("pk"))
    if of is not None:
        counted = counted.filter(_to_members(of))
    return rounds.annotate(
        visits_done=_count(counted.filter(status=VisitStatus.DONE)),
        visits_planned=_count(counted.filter(status=VisitStatus.PLANNED)),
    )


def rounds_at_desk(alliance: Alliance) -> QuerySet[Round]:
    """Return the rounds a lead reads: the alliance's own, and begun ones its members are in."""
    members_in = Participant.objects.filter(round=OuterRef("pk"), alliance=alliance)
    begun_by_others = ~Q(status=RoundStatus.DRAFT) & Exists(members_in)
    own = Q(scope=RoundScope.ONE, alliance=alliance)
    return Round.objects.filter(own | begun_by_others).select_related("alliance")


def is_run_by(alliance: Alliance, row: Round) -> bool:
    """Say whether a round is an alliance's own, so that its lead runs it."""
    return row.scope == RoundScope.ONE and row.alliance_id == alliance.pk


def board_of(row: Round, *, part_of: Alliance | None = None) -> list[BoardVisit]:
    """Return the visits of a round, what is outstanding first, then by name. Five queries.

    part_of: only visits to this alliance's members, and those they make.
    """
    visits = Visit.objects.filter(round=row)
    if part_of is not None:
        visits = visits.filter(_to_members(part_of) | _by_members(part_of))
    found = board_visits(visits)
    return sorted(found, key=lambda each: (not each.is_open, each.visit.school.search_name))


def board_visits(visits: QuerySet[Visit]) -> list[BoardVisit]:
    """Return visits with their present places and the last answers of each. Five queries."""
    seats = Seat.objects.filter(until__isnull=True).select_related("school", "visitor")
    rows = visits.select_related("round", "school").prefetch_related(
        Prefetch("seats", seats.prefetch_related("submissions"), to_attr="present_seats"),
        Prefetch("submissions", Submission.objects.filter(seat=None), to_attr="own_answers"),
    )
    return [_board_visit(visit) for visit in rows]


def _board_visit(visit: Visit) -> BoardVisit:
    places = []
    for seat in visit.present_seats:
        seat.visit = visit  # known already: no query for it
        places.append(Place(seat, _last(seat.submissions.all())))
    return BoardVisit(visit, places, _last(visit.own_answers))


def progress_of(visits: Iterable[BoardVisit]) -> Progress:
    """Count visits by their state."""
    states = [each.visit.status for each in visits]
    return Progress(
        done=states.count(VisitStatus.DONE),
        planned=states.count(VisitStatus.PLANNED),
        cancelled=states.count(VisitStatus.CANCELLED),
    )


def running_rounds(alliance: Alliance) -> QuerySet[Round]:
    """Return the rounds under way that a lead reads, the next deadline first, with progress."""
    under_way = [RoundStatus.ANNOUNCED, RoundStatus.DRAWN, RoundStatus.RUNNING]
    rounds = rounds_at_desk(alliance).filter(status__in=under_way)
    return with_progress(rounds, of=alliance).order_by("due_on", "pk")


def _last(rows: Iterable[Submission]) -> Submission | None:
    return next(reversed(list(rows)), None)


def _taking_part(alliance: Alliance) -> QuerySet[Participant]:
    return Participant.objects.filter(alliance=alliance)


def _to_members(alliance: Alliance) -> Q:
    """The condition that a visit leads to a school that takes part for the alliance."""
    mine = _taking_part(alliance).filter(round=OuterRef("round"), school=OuterRef("school"))
    return Q(Exists(mine))


def _by_members(alliance: Alliance) -> Q:
    schools = _taking_part(alliance).filter(round=OuterRef("visit__round"))
    seats = Seat.objects.filter(
        Exists(schools.filter(school=OuterRef("school"))),
        visit=OuterRef("pk"),
        until__isnull=True,
    )
    return Q(Exists(seats))


def _count(visits: QuerySet[Visit]) -> Coalesce:
    """Count rows beside others: a join would multiply them."""
    groups = visits.order_by().values("round").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(groups, output_field=IntegerField()), 0)


def participants_of(row: Round) -> QuerySet[Participant]:
    """Return who takes part in a round, by number in the pool."""
    return row.participants.select_related("school", "alliance").order_by("number")
