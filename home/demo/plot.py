"""The story of the demo association: who signs when, and what becomes of it."""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator
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
from association.plaques.enums import Colourway
from association.pledges.default_covenant import Edition
from home.demo import cast, measures, people
from home.demo.acts import Principal
from home.demo.aftermath import Aftermath
from home.demo.cases import Cases
from home.demo.days import (
    FIRST_EDITION,
    SECOND_EDITION,
    Story,
    working_day,
    working_days_before,
)
from home.demo.letters import Letters
from home.demo.office import Secretariat
from home.demo.own_data import OwnData
from home.demo.rounds import Rounds
from home.demo.scans import count_scans
from home.demo.verdicts import IN_FORCE, Verdict

LEDGER = Path(roster.__file__).parent / "sample" / "roster.xlsx"
LEDGER_NAME = "会员单位台账.xlsx"
DAY = dt.timedelta(days=1)
# Months ago; plaques accepted in the weeks before are issued together on that day.
BATCHES = {
    25.0: Colourway.PAPER,
    16.0: Colourway.PAPER,
    6.0: Colourway.PAPER,
    3.0: Colourway.BRONZE,
    0.4: Colourway.PAPER,
}
COLLECTED = 42 * DAY


def tell_story(users: dict[str, User]) -> None:
    """Bring the demo's schools, pledges and plaques about. users: the accounts, by user name."""
    opening = Story()
    opening.on(opening.months_ago(FIRST_EDITION + 1), 9, partial(_take_ledger_in, users))
    opening.tell()
    _Plot(users).tell()
    count_scans()


def _upload(clerk: User) -> RosterImport:
    with LEDGER.open("rb") as file:
        return upload_roster(file=File(file, name=LEDGER_NAME), acting_user=clerk)


def _take_ledger_in(users: dict[str, User]) -> None:
    clerk = users[people.CLERK.username]
    run_roster(roster=confirm_roster(roster=_upload(clerk), acting_user=clerk), acting_user=clerk)
    people.appoint_leads(users)
    people.appoint_outsiders(users)


class _Plot:
    """Writes every act into one story, part by part, then tells it."""

    def __init__(self, users: dict[str, User]) -> None:
        self.users = users
        self.story = Story()
        self.chance = random.Random(cast.SEED)  # noqa: S311 -- the same story each time
        self.office = Secretariat(
            story=self.story,
            clerk=users[people.CLERK.username],
            deciders=[
                users[account.username]
                for account in (people.APPROVER, people.COUNCIL, people.SECRETARY_GENERAL)
            ],
            hearers=[users[account.username] for account in people.HEARERS],
            liaison=users[people.LIAISON.username],
            leads={code: users[account.username] for code, account in people.LEADS.items()},
        )
        self.batches = {working_day(self.story.months_ago(months)): [] for months in BATCHES}
        self.aftermath = Aftermath(story=self.story, office=self.office)
        self.own_data = OwnData(story=self.story, office=self.office)

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
        for (day, together), colourway in zip(self.batches.items(), BATCHES.values(), strict=True):
            self.story.on(day, 18, partial(self.office.issue_together, together, colourway))
        Rounds(story=self.story, office=self.office, users=self.users).write()
        Cases(story=self.story, users=self.users).write()
        Letters(story=self.story, users=self.users).write()
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
            if place == 0 and (campus := cast.WITH_CAMPUS.get(part)):
                self.story.on(day - 4 * DAY, 11, partial(self.office.add_campus, school, campus))
            accepted = self._sign(principal, day)
            if part is not cast.WITHOUT_PLAQUE:
                together, hang = part is not cast.OVERDUE, part not in cast.NOT_HUNG
                self._issue(school, accepted, together=together, hang=hang)
            if part.again:
                self._sign_again(part, principal)
            self._consequence(part, place, principal, day)
            self.aftermath.follow(part, place, principal)
            self.own_data.follow(part, place, principal)

    def _welcome(self, principal: Principal, day: dt.date) -> None:
        self.story.on(day - 5 * DAY, 9.5, lambda: self._bring_in(principal))

    def _bring_in(self, principal: Principal) -> None:
        self.office.invite(principal.school, principal.user)

    def _sign(self, principal: Principal, day: dt.date) -> dt.datetime:
        """Have the school sign on a day; return when the association accepts it."""
        hour = self.chance.uniform(8.5, 17)
        accepted = day + 2 * DAY
        self.story.on(day, hour, principal.sign)
        self.story.on(accepted, hour, partial(self.office.accept, principal.school))
        return dt.datetime.combine(accepted, dt.time.min) + dt.timedelta(hours=hour)

    def _sign_again(self, part: cast.Part, principal: Principal) -> None:
        (day,) = self._spread(part.again, [principal.school])
        accepted = self._sign(principal, day)
        if part in cast.NEW_NUMBERS:
            self._issue(principal.school, accepted)
        elif part is not cast.TO_RENEW:
            self._soon(accepted, partial(self.office.renew, principal.school))

    def _issue(
        self, school: School, accepted: dt.datetime, *, together: bool = True, hang: bool = True
    ) -> None:
        """Issue the school's plaques, in a batch if one is near, and hang them days later."""
        issued = accepted.date()
        batch = next((d for d in self.batches if issued < d <= issued + COLLECTED), None)
        if batch and together:
            self.batches[batch].append(school)
            issued = batch
        else:
            self._soon(accepted, partial(self.office.issue, school))
        if hang:
            day = issued + self.chance.randint(5, 10) * DAY
            self.story.on(day, self.chance.uniform(8.5, 17), partial(self.office.activate, school))

    def _soon(self, moment: dt.datetime, act: Callable[[], object]) -> None:
        self.story.on(moment.date(), moment.hour + moment.minute / 60 + 0.4, act)

    def _consequence(self, part: cast.Part, place: int, principal: Principal, day: dt.date) -> None:
        school, later, judge = principal.school, day + 90 * DAY, self.office.judge
        if part is cast.SUSPENDED:
            judge(school, measures.SUSPENDED[place], later - 2 * IN_FORCE * DAY).carry_out()
        elif part is cast.REINSTATED:
            self._lifted(judge(school, measures.LIFTED, later))
        elif part is cast.REJECTED:
            case = judge(school, measures.REJECTED, later)
            case.meet_danger()
            case.turn_down(self.office.approver, measures.REJECTED_ENDING)
        elif part is cast.PROPOSED:
            judge(
                school, measures.PROPOSED, working_days_before(self.story.today, 3)[-1]
            ).meet_danger()
        elif part is cast.LEFT:
            self.story.on(later, 14, principal.leave)

    def _lifted(self, case: Verdict) -> None:
        """Suspended for danger, lifted in the same week, and decided mildly."""
        approver = self.office.approver
        case.decide()
        case.on(2, 9, case.propose)
        case.on(2, 11, partial(case.approve, approver, case.measure.note))
        case.lift(5, measures.LIFTED_REASON, approver, measures.LIFTED_NOTE)
        case.close(18, measures.LIFTED_ENDING)

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
