"""Cases of the demo that are decided publicly, and suspensions for danger: step by step, by day."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from association.accounts.models import User
from association.alliances.models import School
from association.plaques.models import MeasureProposal
from association.plaques.services import approve_measure, propose_measure, reject_measure
from association.violations.enums import CaseSource
from association.violations.models import Case
from association.violations.services import (
    Accusation,
    Publication,
    add_evidence,
    answer_case,
    carry_out_case,
    close_case,
    dismiss_case,
    open_case,
    propose_danger,
    put_to_decision,
    tell_school,
    vote_case,
)
from home.demo.acts import main_plaque
from home.demo.chapters import principals
from home.demo.days import Story, working_day_after
from home.demo.exhibits import wall_picture
from home.demo.measures import Measure

# Working days from the first act on. What is decided can be appealed for 21 calendar days.
TOLD, ANSWERED, PUT, DECIDED, IN_FORCE = 1, 3, 6, 9, 26


class Verdict:
    """One case with a measure: each method writes acts into the story, on days from the first.

    begins: the day on which it is opened. panel: who decides; the first looks like the others.
    """

    case: Case
    proposal: MeasureProposal

    def __init__(
        self,
        *,
        story: Story,
        school: School,
        measure: Measure,
        clerk: User,
        panel: list[User],
        begins: dt.date,
    ) -> None:
        self.story, self.school, self.measure = story, school, measure
        self.clerk, self.panel, self.begins = clerk, panel, begins

    def tell(self) -> None:
        """Open it and tell the school."""
        self.on(0, 9, self._open)
        self.on(TOLD, 10, self._tell)

    def decide(self) -> None:
        """Tell, hear and decide."""
        self.tell()
        self.on(ANSWERED, 15, self._answer)
        self.on(PUT, 16, self._put)
        self.on(DECIDED, 10, self._vote)

    def carry_out(self) -> None:
        """Decide, and put in force once the days to appeal are over."""
        self.decide()
        self.on(IN_FORCE, 10, lambda: carry_out_case(case=self.case, acting_user=self.clerk))

    def meet_danger(self, second: User | None = None) -> None:
        """Propose to suspend the plaque a day after the school is told; second: who approves."""
        self.tell()
        self.on(TOLD + 1, 9, self.propose)
        if second is not None:
            self.on(TOLD + 1, 11, partial(self.approve, second, self.measure.note))

    def lift(self, days: int, reason: str, second: User, note: str) -> None:
        """Two people lift the suspension for danger."""
        self.on(days, 10, partial(self._lift, reason))
        self.on(days, 11, partial(self.approve, second, note))

    def turn_down(self, second: User, ending: str) -> None:
        """Somebody else finds that there is no danger, and lets the case rest a day later."""
        self.on(TOLD + 1, 14, partial(self._reject, second))
        dismiss = partial(dismiss_case, words=ending, acting_user=second)
        self.on(TOLD + 2, 10, lambda: dismiss(case=self.case))

    def close(self, days: int, words: str) -> None:
        """Close a mild one: it is done."""
        self.on(days, 15, lambda: close_case(case=self.case, words=words, acting_user=self.clerk))

    def on(self, days: int, hour: float, act: Callable[[], object]) -> None:
        """Let something happen so many working days after the first act."""
        self.story.on(working_day_after(self.begins, days), hour, act)

    def _open(self) -> None:
        measure = self.measure
        promises = self.school.pledges.accepted().get().covenant_version.promises
        self.case = open_case(
            school=self.school,
            source=CaseSource.PATROL,
            reference=f"{self.begins.month}月{self.begins.day}日巡查记录",
            accusation=Accusation(
                promise=promises.get(code=measure.promise),
                breach=measure.breach,
                severity=measure.severity,
                facts=measure.reason,
            ),
            acting_user=self.clerk,
        )

    def _tell(self) -> None:
        add_evidence(
            case=self.case,
            title="巡查时的照片",
            origin="巡查时拍摄",
            data=wall_picture(self.case.code),
            name="evidence.jpg",
            acting_user=self.clerk,
        )
        tell_school(case=self.case, in_view=self.measure.kind, acting_user=self.clerk)

    def _answer(self) -> None:
        principal = principals()[self.school.pk]
        answer_case(case=self.case, words=self.measure.answer, said_all=True, acting_user=principal)

    def _put(self) -> None:
        measure = self.measure
        put_to_decision(
            case=self.case,
            measure=measure.kind,
            reasons=measure.reasons,
            panel=self.panel,
            publication=Publication(
                words=measure.reason,
                months=measure.months,
                hand_over=measure.severity == "S3",
            ),
            acting_user=self.clerk,
        )

    def _vote(self) -> None:
        for user in self.panel:
            vote_case(case=self.case, in_favour=True, words="", acting_user=user)

    def propose(self) -> None:
        """Propose to suspend the plaque for danger."""
        self.proposal = propose_danger(
            case=self.case,
            plaque=main_plaque(self.school),
            reason=self.measure.reason,
            acting_user=self.clerk,
        )

    def _lift(self, reason: str) -> None:
        self.proposal = propose_measure(
            plaque=main_plaque(self.school),
            kind="reinstate",
            reason=reason,
            acting_user=self.clerk,
        )

    def approve(self, second: User, note: str) -> None:
        """Let the second person approve what was proposed last."""
        approve_measure(proposal=self.proposal, acting_user=second, note=note)

    def _reject(self, second: User) -> None:
        reject_measure(proposal=self.proposal, acting_user=second, note=self.measure.note)
