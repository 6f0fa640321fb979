"""One round of the demo as a chapter of its story: the acts that bring it on, through the verbs."""

import datetime as dt
import math
from collections.abc import Collection, Iterator, Sequence

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from association.accounts.models import User
from association.alliances.enums import Capacity
from association.alliances.models import Alliance, Representative, School
from association.core import clock
from association.core.errors import RuleError
from association.peer_review.enums import RoundKind, RoundScope, Source, VisitStatus
from association.peer_review.models import ChecklistVersion, Round, Seat, Visit
from association.peer_review.selection import Source as PublicResult
from association.peer_review.services import (
    announce_draw,
    close_round,
    draw,
    hand_in,
    name_visitor,
    open_round,
    plan_round,
    recuse,
    seat_visitor,
    withdraw,
)
from association.peer_review.services.draws import NoAssignmentPossible
from home.demo import lottery
from home.demo.findings import Findings

DAY = dt.timedelta(days=1)
BETWEEN_SHEETS = dt.timedelta(minutes=4)  # typing one sheet in


class Chapter:
    """A round, and whoever runs it. alliance: the one whose members take part; None for all."""

    def __init__(
        self,
        *,
        what: str,
        kind: RoundKind,
        run_by: User,
        window: tuple[dt.date, dt.date],
        alliance: str | None = None,
    ) -> None:
        self.what, self.kind, self.run_by, self.alliance = what, kind, run_by, alliance
        self.opens, self.closes = window
        self.sources: Sequence[PublicResult] = ()
        self.row: Round

    def plan(self) -> None:
        """Prepare the round on the checklist in use, named after the month of its visits."""
        one = Alliance.objects.get(code=self.alliance) if self.alliance else None
        whose = one.name_zh if one else ""
        plan = {
            "title": f"{self.opens.year}年{self.opens.month}月{whose}{self.what}",
            "kind": self.kind,
            "scope": RoundScope.ONE if one else RoundScope.EACH,
            "alliance": one,
            "checklist": ChecklistVersion.objects.current().get(),
            "opens_on": self.opens,
            "closes_on": self.closes,
            "due_on": self.closes + 4 * DAY,
        }
        self.row = plan_round(plan=plan, acting_user=self.run_by)

    def announce(self, last: dt.date) -> None:
        """Prepare the round and announce its draw. last: the evening of the later result."""
        self.plan()
        self.sources = lottery.two_issues(last)
        announce_draw(record=self.row, sources=self.sources, acting_user=self.run_by)

    def draw(self) -> None:
        """Enter the results; rules give way as offered, where the schools leave nothing else."""
        results, user = lottery.results(self.sources), self.run_by
        try:
            draw(record=self.row, results=results, acting_user=user)
        except NoAssignmentPossible as error:
            offered = error.explanation.offered
            draw(record=self.row, results=results, acting_user=user, relaxations=offered)

    def open(self) -> None:
        """Begin the visits."""
        open_round(record=self.row, acting_user=self.run_by)

    def close(self, reason: str) -> None:
        """End the round; what did not take place is called off for the reason."""
        close_round(record=self.row, reason=reason, acting_user=self.run_by)

    def excuse_one(self, reason: str) -> None:
        """Excuse the first visitor in whose place another school may go."""
        for seat in self._places().order_by("school__uscc", "pk"):
            try:
                recuse(seat=seat, reason=reason, acting_user=self.run_by)
            except RuleError:
                continue
            return

    def leave_one_out(self, reason: str) -> None:
        """Leave a school out of a random draw; the next of its stratum moves up."""
        chosen = self.row.participants.filter(chosen=True).order_by("-stratum", "position")
        for participant in chosen:
            if self.row.participants.filter(stratum=participant.stratum, chosen=False).exists():
                withdraw(participant=participant, reason=reason, acting_user=self.run_by)
                return

    def name_visitors(self, *, known: User, unnamed: int) -> None:
        """Have the schools' principals go themselves.

        known: names a person for one of two places only. unnamed: one in so many others is left.
        """
        people, named = principals(), set()
        for place, seat in enumerate(self._places().order_by("visit", "pk")):
            user = people.get(seat.school_id)
            left = user in named if user == known else place % unnamed == 0
            if user is not None and not left:
                name_visitor(seat=seat, user=user, acting_user=user)
                named.add(user)

    def name_some(self, visits: int) -> None:
        """Have principals go themselves on the first visits where all schools have one."""
        people = principals()
        for visit in self._planned():
            seats = visit.present
            if visits and {visit.school_id, *(seat.school_id for seat in seats)} <= people.keys():
                for seat in seats:
                    user = people[seat.school_id]
                    name_visitor(seat=seat, user=user, acting_user=user)
                visits -= 1

    def seat(self, visitor: User) -> None:
        """Give somebody who visits for an alliance the visits this person may make."""
        for visit in self._planned():
            try:
                seat_visitor(visit=visit, user=visitor, acting_user=self.run_by)
            except RuleError:
                continue

    def visit_again(self, visitors: Sequence[User]) -> None:
        """Have the second visits made that can be, by those who visit for the alliance."""
        findings = Findings(self.row.checklist)
        for visit in self._planned():
            for visitor in visitors if visit.again_of_id else ():
                try:
                    seat = seat_visitor(visit=visit, user=visitor, acting_user=self.run_by)
                except RuleError:
                    continue
                self._take_in_of(seat, visit, findings)
                break

    def take_in_at(self, school: School, *, also: Collection[str]) -> None:
        """Take in the sheets of those who visited one school. also: what they all saw."""
        findings = Findings(self.row.checklist)
        for visit in self._planned():
            for seat in visit.present if visit.school_id == school.pk else ():
                self._take_in_of(seat, visit, findings, also)

    def take_in_own(self, *, but: int) -> None:
        """Take in what the schools say about themselves, by themselves or on paper."""
        people, findings = principals(), Findings(self.row.checklist)
        visits = self._planned()
        for visit in _one_by_one(visits[: len(visits) - but]):
            principal = people.get(visit.school_id)
            checked = findings.of_school(self.row.code, visit.school.uscc)
            hand_in(
                visit=visit,
                seat=None,
                source=Source.ONLINE if principal else Source.PAPER,
                visited_on=clock.today(),
                answers=checked.answers,
                failed=checked.failed_codes,
                acting_user=principal or self.run_by,
            )

    def take_in(self, *, one_in: int, but: int = 0, without: School | None = None) -> None:
        """Take in the sheets of all visitors of some of the visits that have visitors.

        one_in: one in so many of those outstanding. but: so many are left in any case. without:
        leave whatever this school has to do with.
        """
        planned = [visit for visit in self._planned() if visit.present]
        visits = [visit for visit in planned if not _concerns(visit, without)]
        findings = Findings(self.row.checklist)
        wanted = math.ceil((len(visits) - but) / one_in)
        for visit in _one_by_one(visits[:wanted]):
            for seat in visit.present:
                self._take_in_of(seat, visit, findings)

    def _take_in_of(
        self, seat: Seat, visit: Visit, findings: Findings, also: Collection[str] = ()
    ) -> None:
        visitor = seat.school.uscc if seat.school else str(seat.visitor_id)
        checked = findings.of_visitor(self.row.code, visit.school.uscc, visitor, also)
        days = (visit.pk + 1) % 5  # a sheet arrives within the week
        hand_in(
            visit=visit,
            seat=seat,
            source=Source.PAPER,
            visited_on=max(self.opens, clock.today() - days * DAY),
            answers=checked.answers,
            failed=checked.failed_codes,
            acting_user=seat.visitor or self.run_by,
        )

    def _places(self) -> QuerySet[Seat]:
        rows = Seat.objects.filter(visit__round=self.row, until__isnull=True, visitor__isnull=True)
        return rows.select_related("visit", "school")

    def _planned(self) -> list[Visit]:
        """Return the visits still to come with their present places, in the order of the codes."""
        present = Seat.objects.filter(until__isnull=True).select_related("school", "visitor")
        rows = self.row.visits.filter(status=VisitStatus.PLANNED).select_related("school")
        rows = rows.prefetch_related(Prefetch("seats", present, to_attr="present"))
        return list(rows.order_by("school__uscc"))


def _concerns(visit: Visit, school: School | None) -> bool:
    ids = {visit.school_id, *(seat.school_id for seat in visit.present)}
    return school is not None and school.pk in ids


def _one_by_one(visits: Sequence[Visit]) -> Iterator[Visit]:
    """Yield visits with the clock moved on by what one sheet takes, never into the future."""
    begun = clock.now()
    for place, visit in enumerate(visits):
        with clock.at(min(begun + place * BETWEEN_SHEETS, timezone.now())):
            yield visit


def principals() -> dict[int, User]:
    """Return the principal of each school that has one now."""
    rows = Representative.objects.filter(until__isnull=True, capacity=Capacity.PRINCIPAL)
    return {row.school_id: row.user for row in rows.select_related("user")}
