"""What follows a public decision of the demo: notice, reply, appeal, objection, filing."""

from collections.abc import Callable
from functools import partial

from wagtail.models import Revision, TaskState

from association.accounts.models import User
from association.alliances.models import Department
from association.core import clock
from association.violations.models import Case, Filing, NoticePage
from association.violations.services import end_cases
from association.violations.services.appealing import lodge_appeal, name_panel, vote_appeal
from association.violations.services.filing import acknowledge_filing, prepare_filing, send_filing
from association.violations.services.notices import draft_notice, reply_to_notice
from association.violations.services.objecting import lodge_objection
from home.demo import measures
from home.demo.chapters import principals
from home.demo.verdicts import DECIDED, IN_FORCE, Verdict

RECEIPT = "示教体备〔{year}〕{number}号"


class Publicity:
    """Writes what follows a verdict into the story. clerk, approver, liaison: who act."""

    def __init__(self, verdict: Verdict, *, approver: User, liaison: User | None = None) -> None:
        self.verdict, self.approver, self.liaison = verdict, approver, liaison
        self.filing: Filing

    def draft(self, days: int = DECIDED + 1) -> None:
        """Draft the notice and hand it in for another person's approval."""
        self._on(days, 11, self._draft)

    def publish(self, days: int = DECIDED + 1) -> None:
        """Draft the notice, and have another person approve it some days later."""
        self.draft(days)
        self._on(days + 1, 10, self._approve)

    def reply(self, words: str, days: int = IN_FORCE + 1) -> None:
        """Let the school write beside the notice."""
        self._on(days, 14, lambda: self._by_school(reply_to_notice, words=words))

    def file(self, days: int = IN_FORCE + 1, number: int = 0) -> None:
        """Send the case to the supervising authority; with a number, it acknowledges that."""
        self._on(days, 10, self._send)
        if number:
            self._on(days + 2, 15, partial(self._acknowledge, number))

    def appeal(self, panel: list[User], *, named_by: User, upheld_by: int = 0) -> None:
        """Appeal a week after the decision; one who had no part names who hears it.

        upheld_by: so many of the panel find it right.
        """
        self._on(DECIDED + 5, 20, lambda: self._by_school(lodge_appeal, words=measures.APPEAL))
        self._on(DECIDED + 7, 10, partial(self._name, panel, named_by))
        for place, user in enumerate(panel[:upheld_by]):
            self._on(DECIDED + 9 + place, 15, partial(self._vote, user))

    def object_to(self, words: str, days: int) -> None:
        """Let somebody outside object to the entry."""
        self._on(days, 9, lambda: lodge_objection(case=self.case, words=words, who="", contact=""))

    def end(self, days: int) -> None:
        """Run what runs every night."""
        self._on(days, 3, end_cases)

    @property
    def case(self) -> Case:
        """The verdict's case, once it is opened."""
        return self.verdict.case

    def _on(self, days: int, hour: float, act: Callable[[], object]) -> None:
        self.verdict.on(days, hour, act)

    def _by_school(self, verb: Callable[..., object], **said: object) -> None:
        verb(case=self.case, acting_user=principals()[self.case.school_id], **said)

    def _draft(self) -> None:
        page = draft_notice(case=self.case, acting_user=self.verdict.clerk)
        page.get_workflow().start(page, self.verdict.clerk)

    def _approve(self) -> None:
        state = NoticePage.objects.get(case=self.case).current_workflow_task_state
        state.task.specific.on_action(state, self.approver, "approve")
        # Wagtail knows no moved clock; whether a text was corrected since is asked of these two.
        Revision.objects.filter(pk=state.revision_id).update(created_at=clock.now())
        TaskState.objects.filter(pk=state.pk).update(finished_at=clock.now())

    def _send(self) -> None:
        department = Department.objects.order_by("pk").first()
        clerk = self.verdict.clerk
        self.filing = prepare_filing(case=self.case, department=department, acting_user=clerk)
        send_filing(filing=self.filing, acting_user=clerk)

    def _acknowledge(self, number: int) -> None:
        sent = self.filing.__class__.objects.get(pk=self.filing.pk)
        receipt = RECEIPT.format(year=sent.sent_at.year, number=number)
        acknowledge_filing(
            filing=sent,
            receipt_no=receipt,
            received_on=sent.sent_at.date(),
            acting_user=self.liaison,
        )

    def _name(self, panel: list[User], named_by: User) -> None:
        name_panel(appeal=self.case.appeals.get(), panel=panel, acting_user=named_by)

    def _vote(self, user: User) -> None:
        appeal = self.case.appeals.get()
        vote_appeal(appeal=appeal, uphold=True, words=measures.UPHELD, acting_user=user)
