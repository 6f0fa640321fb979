"""What screens need to know about pledges, read in few queries."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, DateTimeField, F, IntegerField, QuerySet, Value, When

from association.alliances.models import Alliance, School
from association.core import clock
from association.pledges.enums import PledgeStatus
from association.pledges.models import CovenantVersion, Pledge, Promise
from association.pledges.signing_guards import why_not_sign

SIGNED = (PledgeStatus.SUBMITTED, PledgeStatus.ACCEPTED)


class Step(StrEnum):
    """Where a school stands on its way through a pledge."""

    NO_COVENANT = "no_covenant"
    BEGIN = "begin"
    RENEW = "renew"
    OUTDATED = "outdated"
    READ = "read"
    SIGN = "sign"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    IN_FORCE = "in_force"
    NO_MEMBER = "no_member"
    BARRED = "barred"


# What leads on to a signature.
TO_SIGN = (Step.BEGIN, Step.RENEW, Step.OUTDATED, Step.READ, Step.SIGN, Step.RETURNED)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One promise on the list of eight, and whether it was taken on."""

    promise: Promise
    done: bool


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A school's pledges at this moment. `pledges` are newest first, undone ones included.

    barred: why it cannot sign now, in a sentence; empty where it can.
    """

    version: CovenantVersion | None
    pledges: list[Pledge]
    tasks: list[Task]
    is_member: bool
    barred: str = ""

    def _first(self, *statuses: str) -> Pledge | None:
        return next((pledge for pledge in self.pledges if pledge.status in statuses), None)

    @property
    def draft(self) -> Pledge | None:
        return self._first(PledgeStatus.DRAFT)

    @property
    def submitted(self) -> Pledge | None:
        return self._first(PledgeStatus.SUBMITTED)

    @property
    def in_force(self) -> Pledge | None:
        return self._first(PledgeStatus.ACCEPTED)

    @property
    def returned(self) -> Pledge | None:
        """The latest decided pledge, if it was returned."""
        latest = self._first(PledgeStatus.ACCEPTED, PledgeStatus.RETURNED, PledgeStatus.SUBMITTED)
        return latest if latest and latest.status == PledgeStatus.RETURNED else None

    @property
    def receipts(self) -> list[Pledge]:
        """Everything that was ever signed."""
        return [pledge for pledge in self.pledges if pledge.receipt_no]

    @property
    def done(self) -> int:
        return sum(task.done for task in self.tasks)

    @property
    def is_complete(self) -> bool:
        return bool(self.tasks) and self.done == len(self.tasks)

    @property
    def step(self) -> Step:
        """What comes next for the school."""
        step = self._next_step
        return Step.BARRED if self.barred and step in TO_SIGN else step

    @property
    def _next_step(self) -> Step:
        if self.submitted:
            return Step.SUBMITTED
        if not self.is_member:
            return Step.NO_MEMBER
        if self.version is None:
            return Step.IN_FORCE if self.in_force else Step.NO_COVENANT
        if self.draft:
            if self.draft.covenant_version_id != self.version.pk:
                return Step.OUTDATED
            return Step.SIGN if self.is_complete else Step.READ
        if self.in_force and not (self.is_near_its_end or self.has_newer_version):
            return Step.IN_FORCE
        if self.returned:
            return Step.RETURNED
        return Step.RENEW if self.in_force else Step.BEGIN

    @property
    def has_newer_version(self) -> bool:
        """The covenant was replaced since the pledge in force was signed."""
        return bool(
            self.in_force and self.version and self.in_force.covenant_version_id != self.version.pk
        )

    @property
    def is_near_its_end(self) -> bool:
        """The pledge in force may be signed again: its last day is near, or past."""
        return self.in_force is not None and self.in_force.can_be_renewed

    @property
    def ended(self) -> Pledge | None:
        """The latest decided pledge, if it ended because the plaque was taken back."""
        decided = (PledgeStatus.ACCEPTED, PledgeStatus.RETURNED, PledgeStatus.ENDED)
        latest = self._first(*decided, PledgeStatus.SUBMITTED)
        return latest if latest and latest.status == PledgeStatus.ENDED else None

    @property
    def next_promise(self) -> Promise | None:
        """The first promise that is not taken on yet."""
        return next((task.promise for task in self.tasks if not task.done), None)


def standing_of(school: School) -> Standing:
    """Return where a school stands with its pledge. Six queries at most."""
    version = CovenantVersion.objects.current().first()
    pledges = list(school.pledges.select_related("covenant_version", "signature"))
    draft = next((p for p in pledges if p.status == PledgeStatus.DRAFT), None)
    tasks = []
    if draft is not None:
        ticked = set(draft.ticks.values_list("promise_id", flat=True))
        tasks = [
            Task(promise=promise, done=promise.pk in ticked)
            for promise in draft.covenant_version.promises.all()
        ]
    return Standing(
        version=version,
        pledges=pledges,
        tasks=tasks,
        is_member=School.objects.members().filter(pk=school.pk).exists(),
        barred=why_not_sign(school),
    )


def waiting_first(pledges: QuerySet[Pledge]) -> QuerySet[Pledge]:
    """Order for the reviewer: what can be decided now, longest waiting first; then the rest.

    Adds `review_rank` and `waiting_since`.
    """
    ready = {"status": PledgeStatus.SUBMITTED, "undo_until__lte": clock.now()}
    return pledges.annotate(
        review_rank=Case(
            When(**ready, then=Value(0)),
            When(status=PledgeStatus.SUBMITTED, then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        ),
        waiting_since=Case(
            When(**ready, then=F("undo_until")), default=None, output_field=DateTimeField()
        ),
    ).order_by("review_rank", "waiting_since", "-started_at", "-pk")


def members_without_pledge(alliance: Alliance) -> QuerySet[School]:
    """Return the members of an alliance that have no pledge signed or in force."""
    return School.objects.in_alliance(alliance.code).exclude(
        pk__in=Pledge.objects.filter(status__in=SIGNED).values("school")
    )
