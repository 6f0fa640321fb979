"""The cases of the demo: one in each state, each brought there by whoever would do it."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Self

from association.accounts.models import User
from association.alliances.models import School
from association.core import clock
from association.peer_review.models import Finding
from association.pledges.enums import PledgeStatus
from association.violations.enums import CaseSource, Measure
from association.violations.models import Case
from association.violations.selectors.people import stands_against
from association.violations.services import (
    Accusation,
    add_evidence,
    answer_case,
    ask_hearing,
    close_case,
    dismiss_case,
    hold_hearing,
    open_case,
    put_to_decision,
    tell_school,
    vote_case,
)
from home.demo import accusations, people
from home.demo.accusations import Matter
from home.demo.chapters import principals
from home.demo.days import Story, working_days_before
from home.demo.exhibits import paper_picture, wall_picture
from home.demo.rounds import school_of

LONGEST = 40  # working days from the first act to today


class Cases:
    """Writes the cases into the story; numbers are working days ago, the last one is 1."""

    def __init__(self, *, story: Story, users: dict[str, User]) -> None:
        self.story, self.users = story, users
        self.days = working_days_before(story.today, LONGEST)

    def write(self) -> None:
        """Write every case, the furthest first."""
        approver, head, council = (
            self.users[account.username]
            for account in (people.APPROVER, people.SECRETARY_GENERAL, people.COUNCIL)
        )
        self._ended(approver, council)
        self._decided(approver, head, council)
        self._being_decided(approver, head, council)
        self._with_the_school()
        self._being_looked_into()

    def _ended(self, approver: User, council: User) -> None:
        closed = self._case(accusations.BROCHURE).open(40).tell(39, Measure.REMIND).answer(37)
        closed.put(35, Measure.REMIND, [approver, council]).vote(34, approver).vote(33, council)
        closed.close(31)
        dropped = self._case(accusations.OLD_TIMETABLE).open(21).tell(20, Measure.MEND).answer(18)
        dropped.dismiss(16, approver)

    def _decided(self, approver: User, head: User, council: User) -> None:
        overdue = self._case(accusations.BOARD).open(33).tell(32, Measure.MEND)
        overdue.put(25, Measure.MEND, [approver, head]).vote(24, head).vote(23, approver)
        sent_back = self._case(accusations.TIMETABLE).open(26).tell(25, Measure.MEND).answer(23)
        sent_back.put(21, Measure.MEND, [approver, council])
        sent_back.vote(20, approver).vote(19, council, against=accusations.AGAINST)
        sent_back.put(17, Measure.TALK, [head, council], accusations.TALK_INSTEAD)
        sent_back.vote(16, council).vote(15, head)
        in_time = self._case(accusations.SITE).open(16).tell(15, Measure.MEND).answer(12)
        in_time.put(10, Measure.MEND, [approver, head, council])
        in_time.vote(9, council).vote(8, approver).vote(7, head)

    def _being_decided(self, approver: User, head: User, council: User) -> None:
        """One waits for the approver's vote, one for everybody's."""
        one = self._case(accusations.EXIT).open(11).tell(10, Measure.MEND)
        one.answer(7, photo="搬走后的出口.jpg")
        one.put(4, Measure.MEND, [approver, head, council]).vote(3, head).vote(2, council)
        other = self._case(accusations.TEACHERS).open(10).tell(9, Measure.TALK).answer(6)
        other.put(1, Measure.REMIND, [head, council])

    def _with_the_school(self) -> None:
        heard = self._case(accusations.HEARD).open(17).tell(14, Measure.MEND).answer(12)
        heard.ask(11).hold(6)
        self._case(accusations.TO_BE_HEARD).open(9).tell(7, Measure.TALK).ask(4)
        answered = self._case(accusations.DRILL).open(6).tell(5, Measure.MEND)
        answered.answer(3, photo="演练记录.jpg")
        ours = self.users[people.SIGNED_PRINCIPAL.username]
        self._case(accusations.OURS, whose=ours).open(3).tell(2, Measure.MEND)

    def _being_looked_into(self) -> None:
        self._case(accusations.LATE).open(2)
        self._case(accusations.LETTER).open(1)

    def _case(self, matter: Matter, whose: User | None = None) -> "_Thread":
        clerk = self.users[people.CLERK.username]
        return _Thread(matter=matter, story=self.story, days=self.days, clerk=clerk, whose=whose)


class _Thread:
    """One case: each method writes an act, so many working days ago. whose: the school's person."""

    case: Case

    def __init__(
        self,
        *,
        matter: Matter,
        story: Story,
        days: Sequence[dt.date],
        clerk: User,
        whose: User | None,
    ) -> None:
        self.matter, self.clerk, self.whose = matter, clerk, whose
        self.story, self.days = story, days

    def open(self, ago: int) -> Self:
        return self._on(ago, 9, self._open)

    def tell(self, ago: int, in_view: Measure) -> Self:
        return self._on(ago, 11, partial(self._by_clerk, tell_school, in_view=in_view))

    def answer(self, ago: int, photo: str = "") -> Self:
        return self._on(ago, 14, partial(self._answer, photo))

    def ask(self, ago: int) -> Self:
        return self._on(ago, 15, self._ask)

    def hold(self, ago: int) -> Self:
        return self._on(ago, 10, self._hold)

    def put(self, ago: int, measure: Measure, panel: list[User], reasons: str = "") -> Self:
        proposal = {"measure": measure, "reasons": reasons or self.matter.reasons, "panel": panel}
        return self._on(ago, 16, partial(self._by_clerk, put_to_decision, **proposal))

    def vote(self, ago: int, user: User, *, against: str = "") -> Self:
        return self._on(ago, 10, partial(self._vote, user, against))

    def close(self, ago: int) -> Self:
        return self._on(ago, 15, self._close)

    def dismiss(self, ago: int, user: User) -> Self:
        return self._on(ago, 15, partial(self._dismiss, user))

    def _on(self, ago: int, hour: float, act: Callable[[], object]) -> Self:
        self.story.on(self.days[ago - 1], hour, act)
        return self

    def _open(self) -> None:
        of_finding = self.matter.source == CaseSource.FINDING
        finding = _to_take_up(self.clerk) if of_finding else None
        school = finding.school if finding else self._school()
        self.case = open_case(
            school=school,
            source=self.matter.source,
            finding=finding,
            reference=_filled(self.matter.reference, finding),
            accusation=self._accusation(school, finding),
            acting_user=self.clerk,
        )
        if self.matter.shown:
            self._show(finding)

    def _school(self) -> School:
        return school_of(self.whose) if self.whose else School.objects.get(name=self.matter.school)

    def _accusation(self, school: School, finding: Finding | None) -> Accusation:
        matter = self.matter
        content, classes, learners, times = matter.four
        promises = school.pledges.accepted().get().covenant_version.promises
        return Accusation(
            promise=promises.get(code=matter.promise),
            breach=matter.breach,
            severity=matter.severity,
            facts=_filled(matter.facts, finding),
            content=content,
            classes=classes,
            learners=learners,
            times=times,
        )

    def _show(self, finding: Finding | None) -> None:
        on_paper = self.matter.source in {CaseSource.FINDING, CaseSource.LETTER}
        picture = paper_picture if on_paper else wall_picture
        self._by_clerk(
            add_evidence,
            title=self.matter.shown,
            origin=_filled(self.matter.origin, finding),
            data=picture(self.case.code),
            name="evidence.jpg",
        )

    def _answer(self, photo: str) -> None:
        files = [(photo, wall_picture(photo))] if photo else []
        self._by_school(answer_case, words=self.matter.answer, files=files, said_all=True)

    def _ask(self) -> None:
        self._by_school(ask_hearing, words=self.matter.hearing)

    def _hold(self) -> None:
        record = _filled(self.matter.record)
        self._by_clerk(hold_hearing, held_on=clock.today(), record=record)

    def _vote(self, user: User, against: str) -> None:
        vote_case(case=self.case, in_favour=not against, words=against, acting_user=user)

    def _close(self) -> None:
        self._by_clerk(close_case, words=_filled(self.matter.ending))

    def _dismiss(self, user: User) -> None:
        dismiss_case(case=self.case, words=_filled(self.matter.ending), acting_user=user)

    def _by_clerk(self, verb: Callable[..., object], **said: object) -> None:
        verb(case=self.case, acting_user=self.clerk, **said)

    def _by_school(self, verb: Callable[..., object], **said: object) -> None:
        verb(case=self.case, acting_user=principals()[self.case.school_id], **said)


def _to_take_up(clerk: User) -> Finding:
    """Return a finding that is the secretariat's matter by now, of a school without a case."""
    rows = Finding.objects.long_overdue().filter(
        school__cases__isnull=True, school__pledges__status=PledgeStatus.ACCEPTED
    )
    rows = rows.exclude(school__name__in=accusations.SCHOOLS).select_related("school", "visit")
    known = principals()
    return next(
        finding
        for finding in rows.order_by("pk")
        if finding.school_id in known
        and not stands_against(clerk, school=finding.school, finding=finding)
    )


def _filled(text: str, finding: Finding | None = None) -> str:
    today = clock.today()
    said = {"day": _told(today), "year": today.year}
    if finding:
        said |= {"code": finding.code, "item": finding.text_zh.rstrip("。")}
        said |= {"told": _told(finding.told_on), "due": _told(finding.due_on)}
    return text.format(**said)


def _told(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
