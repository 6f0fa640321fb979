"""How far a round's visits are, for whoever runs it: what is in, what is late, what is overdue."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from association.alliances.enums import CampusKind
from association.alliances.models import Campus
from association.core import clock
from association.peer_review.enums import ReportStatus, RoundKind, VisitStatus
from association.peer_review.maps import Map, Point, draw_map
from association.peer_review.models import Finding, Opening, Report, Round
from association.peer_review.selectors.board import BoardVisit, Place, board_of

# Each has a shape of its own on the map.
STATES = {
    "planned": pgettext_lazy("progress", "To come"),
    "late": pgettext_lazy("progress", "Past the day"),
    "report": pgettext_lazy("progress", "Answers in, report not final"),
    "done": pgettext_lazy("progress", "Done"),
    "off": pgettext_lazy("progress", "Called off"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """A visitor's place. opened: the visit was opened at the school; paper needs no opening."""

    place: Place
    opened: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Findings of one visit: all that did not fall away, those to be followed, those overdue."""

    total: int
    unfinished: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Line:
    """One visit in the list. number: as on the map. days_late: 0 while the day is not over."""

    number: int
    visit: BoardVisit
    standings: list[Standing]
    report: Report | None
    found: Found
    days_late: int

    @property
    def state(self) -> str:
        """One of STATES."""
        status = self.visit.visit.status
        if status == VisitStatus.CANCELLED:
            return "off"
        if status == VisitStatus.PLANNED:
            return "late" if self.days_late else "planned"
        waits = self.report is not None and self.report.status != ReportStatus.FINAL
        return "report" if waits else "done"

    @property
    def label(self) -> str:
        return str(STATES[self.state])


@dataclass(frozen=True, slots=True)
class Late:
    """Who owes answers, by whoever sends the visitor; and for how many visits."""

    name: str
    visits: int


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """All visits of a round, and a map of the schools whose position is known."""

    lines: list[Line]
    map: Map | None
    unplaced: list[Line]
    late: list[Late]
    days_late: int

    @property
    def overdue(self) -> list[Line]:
        """Visits of which a finding is past its day."""
        return [line for line in self.lines if line.found.overdue]

    @property
    def legend(self) -> list[tuple[str, str, int]]:
        """The states there are, in words, and how many visits are in each."""
        counted = Counter(line.state for line in self.lines)
        return [(key, str(label), counted[key]) for key, label in STATES.items() if counted[key]]


def progress_in(row: Round) -> RoundProgress:
    """Return how far a round is. Nine queries for any number of visits.

    What a school noted about itself is not counted: it is the school's own.
    """
    board = sorted(board_of(row), key=lambda each: (each.visit.school.search_name, each.visit.pk))
    days = (clock.today() - row.due_on).days
    opened = set(Opening.objects.filter(seat__visit__round=row).values_list("seat", flat=True))
    reports = {each.visit_id: each for each in Report.objects.filter(visit__round=row)}
    found = _found_in(row)
    lines = [
        Line(
            number=number,
            visit=each,
            standings=[Standing(place, place.seat.pk in opened) for place in each.places],
            report=reports.get(each.visit.pk),
            found=found[each.visit.pk],
            days_late=days if each.is_late else 0,
        )
        for number, each in enumerate(board, start=1)
    ]
    places = _places_of([line.visit.visit.school_id for line in lines])
    placed = [line for line in lines if line.visit.visit.school_id in places]
    return RoundProgress(
        lines=lines,
        map=draw_map([_point(line, places) for line in placed]),
        unplaced=[line for line in lines if line.visit.visit.school_id not in places],
        late=_late(line for line in lines if line.days_late),
        days_late=max(days, 0) if row.is_late else 0,
    )


def _found_in(row: Round) -> Mapping[int, Found]:
    of_visit: dict[int, list[Finding]] = defaultdict(list)
    for finding in _counted(Finding.objects.of_others().filter(visit__round=row)):
        of_visit[finding.visit_id].append(finding)
    found: dict[int, Found] = defaultdict(lambda: Found(0, 0, 0))
    for visit, findings in of_visit.items():
        found[visit] = Found(
            total=len(findings),
            unfinished=sum(each.is_unfinished for each in findings),
            overdue=sum(each.is_overdue for each in findings),
        )
    return found


def _counted(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    return findings.exclude(status="withdrawn").only(
        "visit", "status", "due_on", "extension", "own"
    )


def _places_of(schools: Sequence[int]) -> dict[int, tuple[float, float]]:
    """Return latitude and longitude of the schools' main campuses, where known."""
    known = Campus.objects.filter(
        school__in=schools, kind=CampusKind.MAIN, latitude__isnull=False
    ).values_list("school", "latitude", "longitude")
    return {school: (latitude, longitude) for school, latitude, longitude in known}


def _point(line: Line, places: Mapping[int, tuple[float, float]]) -> Point:
    visit = line.visit.visit
    latitude, longitude = places[visit.school_id]
    return Point(line.number, visit.school.name, line.state, latitude, longitude)


def _late(lines: Iterable[Line]) -> list[Late]:
    owed: Counter[str] = Counter()
    for line in lines:
        visit = line.visit.visit
        if visit.round.kind == RoundKind.SELF:
            owed[visit.school.name] += 1
            continue
        waiting = [each.place for each in line.standings if each.place.answers is None]
        owed.update({_sender(place) for place in waiting} or {_("nobody named yet")})
    return [Late(name, visits) for name, visits in sorted(owed.items())]


def _sender(place: Place) -> str:
    return place.seat.school.name if place.seat.school else str(place.seat.visitor)
