"""The story of the demo association: who signs when, and what becomes of it."""

import datetime as dt
import random
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from django.core.files import File

from association.accounts.models import User
from association.alliances import roster
from association.alliances.enums import Capacity
from association.alliances.models import RosterImport, School
from association.alliances.services import (
    appoint_representative,
    confirm_roster,
    run_roster,
    upload_roster,
)
from association.pledges.default_covenant import Edition
from home.demo import cast, measures, people
from home.demo.acts import Principal, Secretariat
from home.demo.days import FIRST_EDITION, SECOND_EDITION, Story, working_day

LEDGER = Path(roster.__file__).parent / "sample" / "roster.xlsx"
LEDGER_NAME = "会员单位台账.xlsx"
DAY = dt.timedelta(days=1)


def tell_story(users: dict[str, User]) -> None:
    """Bring the demo's schools, pledges and plaques about. users: the accounts, by user name."""
    opening = Story()
    opening.on(opening.months_ago(FIRST_EDITION + 1), 9, partial(_take_ledger_in, users))
    opening.tell()
    _Plot(users).tell()


def _upload(clerk: User) -> RosterImport:
    with LEDGER.open("rb") as file:
        return upload_roster(file=File(file, name=LEDGER_NAME), acting_user=clerk)


def _take_ledger_in(users: dict[str, User]) -> None:
    clerk = users[people.CLERK.username]
    run_roster(roster=confirm_roster(roster=_upload(clerk), acting_user=clerk), acting_user=clerk)
    people.appoint_leads(users)


class _Plot:
    """Writes every act into one story, part by part, then tells it."""

    def __init__(self, users: dict[str, User]) -> None:
        self.users = users
        self.story = Story()
        self.chance = random.Random(cast.SEED)  # noqa: S311 -- the same story each time
        self.office = Secretariat(
            clerk=users[people.CLERK.username], approver=users[people.APPROVER.username]
        )

    def tell(self) -> None:
        for edition, months in (
            (Edition.OF_2024, FIRST_EDITION),
            (Edition.OF_2026, SECOND_EDITION),
        ):
            day = self.story.months_ago(months)
            self.story.on(day, 8, partial(self.office.publish_covenant, edition))
        self.story.on(self.story.today, 8.5, partial(_upload, self.office.clerk))
        own_endings = {
            cast.IN_REVIEW: self._in_review,
            cast.RETURNED: self._returned,
            cast.READING: self._reading,
            cast.INVITED: self._invited,
            cast.PRINCIPAL: self._principal,
        }
        for part, schools in cast.cast(list(School.objects.order_by("pk"))):
            if part in own_endings:
                own_endings[part](schools)
            elif part.signed:
                self._signing(part, schools)
        self.story.tell()

    def _spread(self, span: tuple[float, float], schools: Iterable[School]) -> Iterator[dt.date]:
        """Yield a working day for each school, scattered over the span of months ago."""
        for _school in schools:
            yield working_day(self.story.months_ago(self.chance.uniform(*span)))

    def _signing(self, part: cast.Part, schools: list[School]) -> None:
        days = zip(schools, self._spread(part.signed, schools), strict=True)
        for place, (school, day) in enumerate(days):
            known = part is cast.SIGNED_PRINCIPAL
            user = self.users[people.SIGNED_PRINCIPAL.username] if known else None
            principal = Principal(school, user)
            self._welcome(principal, day)
            hangs = part not in (cast.NOT_ACTIVATED, cast.WITHOUT_PLAQUE)
            self._sign(principal, day, issue=part is not cast.WITHOUT_PLAQUE, hang=hangs)
            if part.again:
                (again,) = self._spread(part.again, [school])
                self._sign(principal, again)
            self._consequence(part, place, principal, day)

    def _welcome(self, principal: Principal, day: dt.date) -> None:
        self.story.on(day - 5 * DAY, 9.5, lambda: self._bring_in(principal))

    def _bring_in(self, principal: Principal) -> None:
        self.office.invite(principal.school, principal.user)

    def _sign(
        self, principal: Principal, day: dt.date, *, issue: bool = True, hang: bool = True
    ) -> None:
        school = principal.school
        hour = self.chance.uniform(8.5, 17.5)
        self.story.on(day, hour, principal.sign)
        self.story.on(day + 2 * DAY, hour, partial(self.office.accept, school))
        if issue:
            self.story.on(day + 2 * DAY, hour + 0.4, partial(self.office.issue, school))
        if hang:
            self.story.on(day + 9 * DAY, hour, partial(self.office.activate, school))

    def _consequence(self, part: cast.Part, place: int, principal: Principal, day: dt.date) -> None:
        school, later = principal.school, day + 90 * DAY
        if part is cast.REVOKED:
            self.story.on(later, 10, partial(self.office.take, school, measures.REVOKED[place]))
        elif part is cast.SUSPENDED:
            self.story.on(later, 11, partial(self.office.take, school, measures.SUSPENDED[place]))
        elif part is cast.REINSTATED:
            for wait, measure in zip((90, 120), measures.REINSTATED, strict=True):
                self.story.on(day + wait * DAY, 10, partial(self.office.take, school, measure))
        elif part is cast.REJECTED:
            self.story.on(later, 15, partial(self.office.turn_down, school, measures.REJECTED))
        elif part is cast.PROPOSED:
            recent = self.story.today - DAY
            self.story.on(recent, 15, partial(self.office.propose, school, measures.PROPOSED))
        elif part is cast.LEFT:
            self.story.on(later, 14, principal.leave)

    def _in_review(self, schools: list[School]) -> None:
        for days_ago, school in enumerate(schools, start=1):
            principal = Principal(school)
            day = self.story.today - days_ago * DAY
            self._welcome(principal, day)
            self.story.on(day, 9 + days_ago, principal.sign)

    def _returned(self, schools: list[School]) -> None:
        for school, reason in zip(schools, measures.RETURNED, strict=True):
            principal = Principal(school)
            day = self.story.today - 12 * DAY
            self._welcome(principal, day)
            self.story.on(day, 10, principal.sign)
            self.story.on(day + DAY, 10, partial(self.office.send_back, school, reason))

    def _reading(self, schools: list[School]) -> None:
        for ticks, school in enumerate(schools, start=3):
            principal = Principal(school)
            day = self.story.today - 4 * DAY
            self._welcome(principal, day)
            self.story.on(day, 20, partial(principal.read, ticks))

    def _invited(self, schools: list[School]) -> None:
        for days_ago, school in enumerate(schools, start=1):
            day = self.story.today - days_ago * DAY
            self.story.on(day, 9, partial(self.office.invite, school))

    def _principal(self, schools: list[School]) -> None:
        (school,) = schools
        user = self.users[people.PRINCIPAL.username]
        self._welcome(Principal(school, user), self.story.today - 2 * DAY)
        self.story.on(self.story.today - DAY, 10, partial(self._appoint_staff, school))

    def _appoint_staff(self, school: School) -> None:
        appoint_representative(
            school=school,
            user=self.users[people.STAFF.username],
            capacity=Capacity.STAFF,
            acting_user=self.users[people.PRINCIPAL.username],
        )
