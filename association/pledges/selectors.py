"""What screens need to know about pledges, read in few queries."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Case, Count, DateTimeField, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from association.alliances.models import Alliance, Representative, School
from association.core import clock
from association.pledges.changes import VersionChanges, changes_between
from association.pledges.enums import PledgeStatus
from association.pledges.models import CovenantVersion, Pledge, PledgeSignature, Promise
from association.pledges.signing_guards import why_not_sign

SIGNED = (PledgeStatus.SUBMITTED, PledgeStatus.ACCEPTED)
UNDO_OPEN = gettext_lazy(
    "The school can still undo its signature. Please wait for its ten minutes to pass."
)


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
    def signed_version(self) -> CovenantVersion | None:
        """The version of the pledge in force, else of the latest one that was signed."""
        signed = [pledge for pledge in self.receipts if pledge.status != PledgeStatus.UNDONE]
        latest = self.in_force or next(iter(signed), None)
        return latest.covenant_version if latest else None

    @property
    def next_promise(self) -> Promise | None:
        """The first promise that is not taken on yet."""
        return next((task.promise for task in self.tasks if not task.done), None)


def changes_to_read(standing: Standing) -> VersionChanges | None:
    """Return how the version a school is to sign differs from the one it signed; None if the same.

    Two queries at most.
    """
    new, old = standing.version, standing.signed_version
    if new is None or old is None or new.pk == old.pk or standing.step not in TO_SIGN:
        return None
    return changes_between(old, new)


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


def why_not_decide(pledges: Sequence[Pledge], user: Any) -> dict[int, str]:
    """Return in a sentence why a person does not decide on some of the pledges, by their keys.

    Nobody decides who acts for the school, or who signed for it and has left it meanwhile. Two
    queries.
    """
    acts_for = Representative.objects.filter(user=user, until__isnull=True)
    own = set(acts_for.values_list("school", flat=True))
    signed = set(
        PledgeSignature.objects.filter(pledge__in=pledges, signer=user).values_list(
            "pledge", flat=True
        )
    )
    return {
        pledge.pk: _("You act for this school, so another person decides on its pledge.")
        for pledge in pledges
        if pledge.school_id in own or pledge.pk in signed
    }


@dataclass(frozen=True, kw_only=True)
class Reviewable:
    """A pledge that somebody wants to accept among others.

    refusal: what stands against it, in a sentence, or "". notes: what to read on its page first.
    replaced: the receipt of the pledge in force that it would replace, or "".
    """

    pledge: Pledge
    refusal: str
    notes: list[str]
    replaced: str

    @property
    def is_plain(self) -> bool:
        """Nothing stands against it, and nothing is to be read first."""
        return not (self.refusal or self.notes)


def look_into_review(pledges: QuerySet[Pledge], user: Any) -> list[Reviewable]:
    """Return for each pledge whether a person can accept it now, and what is to be read before.

    The number of queries does not grow with the pledges of a covenant version.
    """
    rows = list(pledges.select_related("school", "covenant_version", "signature"))
    barred = why_not_decide(rows, user)
    schools = {pledge.school_id for pledge in rows}
    members = set(
        School.objects.members().filter(pk__in=schools).order_by().values_list("pk", flat=True)
    )
    in_force = Pledge.objects.accepted().filter(school__in=schools)
    replaced = dict(in_force.values_list("school", "receipt_no"))
    current = CovenantVersion.objects.current().first()
    texts: dict[tuple[int, str], str] = {}
    return [
        Reviewable(
            pledge=pledge,
            refusal=_why_not_now(pledge) or barred.get(pledge.pk, ""),
            notes=_to_read_first(
                pledge, texts, is_member=pledge.school_id in members, current=current
            ),
            replaced=replaced.get(pledge.school_id, ""),
        )
        for pledge in rows
    ]


def _why_not_now(pledge: Pledge) -> str:
    if pledge.can_be_undone:
        return str(UNDO_OPEN)
    if pledge.status != PledgeStatus.SUBMITTED:
        return _("It is “%(state)s” by now.") % {"state": pledge.get_status_display()}
    return ""


def _to_read_first(
    pledge: Pledge,
    texts: dict[tuple[int, str], str],
    *,
    is_member: bool,
    current: CovenantVersion | None,
) -> list[str]:
    signature, version = pledge.signature, pledge.covenant_version
    key = (version.pk, signature.language)
    if key not in texts:
        texts[key] = version.full_text(signature.language)
    notes = []
    if not (signature.is_unchanged and signature.text == texts[key]):
        notes.append(_("Text or signature is not what was signed, or not this version's."))
    if current is None or version.pk != current.pk:
        notes.append(_("It is on an earlier version of the covenant."))
    if not is_member:
        notes.append(_("The school is not a member at present."))
    if pledge.school.licence_expired:
        notes.append(_("The school's licence has run out."))
    return notes


def members_without_pledge(alliance: Alliance) -> QuerySet[School]:
    """Return the members of an alliance that have no pledge signed or in force."""
    return School.objects.in_alliance(alliance.code).exclude(
        pk__in=Pledge.objects.filter(status__in=SIGNED).values("school")
    )


def signed_by_month(months: int = 12) -> list[tuple[dt.date, int]]:
    """Return how many pledges were signed in each of the last months, this one last. One query.

    Each month by its first day. What the signer undid is not counted.
    """
    first = clock.today().replace(day=1)
    firsts = [clock.months_later(first, -back) for back in reversed(range(months))]
    counted = (
        PledgeSignature.objects.exclude(pledge__status=PledgeStatus.UNDONE)
        .filter(signed_at__date__gte=firsts[0])
        .annotate(month=TruncMonth("signed_at"))
        .values("month")
        .annotate(signed=Count("pk"))
        .order_by("month")
    )
    signed = {row["month"].date(): row["signed"] for row in counted}
    return [(day, signed.get(day, 0)) for day in firsts]
