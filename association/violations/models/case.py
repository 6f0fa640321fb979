import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.alliances.models import School
from association.core import clock
from association.core.append_only import AppendOnly
from association.core.regulated import Event, Regulated
from association.peer_review.enums import Severity
from association.peer_review.models import Finding
from association.pledges.models import Promise
from association.violations.enums import (
    CASE_TRANSITIONS,
    PUBLIC_MEASURES,
    TOLD_STATUSES,
    UNFINISHED,
    AppealStatus,
    CaseSource,
    CaseStatus,
    Measure,
    Part,
)

LONGEST_FACTS = 2000
LONGEST_LINE = 200
# What it concerned, as far as it is known: with a notice the public reads it.
FOUR_FACTS = ("content", "classes", "learners", "times")


class CaseQuerySet(models.QuerySet):
    """What is said of cases."""

    def unfinished(self) -> Self:
        """Neither closed nor dropped."""
        return self.filter(status__in=UNFINISHED)

    def holding_finding(self) -> Self:
        """Unfinished, or closed and still to be appealed: then it is under way again."""
        appealable = Q(status=CaseStatus.CLOSED, final_on__gt=clock.today())
        appealable &= Q(accepted_at__isnull=True, appeals__isnull=True)
        return self.filter(Q(status__in=UNFINISHED) | appealable)

    def told(self) -> Self:
        """The school has read facts and rights, and reads what became of it."""
        return self.filter(Q(status__in=TOLD_STATUSES) | Q(told_at__isnull=False))

    def to_decide_by(self, user: object) -> Self:
        """On the table of somebody who has not voted yet."""
        on_panel = self.filter(
            status=CaseStatus.DECIDING,
            people__user=user,
            people__part=Part.DECIDER,
            people__ballot=models.F("ballot"),
        )
        voted = models.Q(votes__user=user, votes__ballot=models.F("ballot"))
        return on_panel.exclude(pk__in=on_panel.filter(voted).values("pk"))

    def hearing_waits(self) -> Self:
        """The school asked to be heard in person, and was not yet."""
        asked = self.filter(status=CaseStatus.TOLD, hearing_asked_at__isnull=False)
        return asked.filter(hearing_held_on__isnull=True)

    def to_see_to(self) -> Self:
        """Decided, and no day runs for the school: the secretariat does what was decided."""
        inside = self.filter(status=CaseStatus.DECIDED, mend_by__isnull=True)
        return inside.exclude(measure__in=PUBLIC_MEASURES)

    def to_put_in_force(self) -> Self:
        """Decided publicly, and no day holds it back any more."""
        final = Q(final_on__lte=clock.today()) | Q(accepted_at__isnull=False)
        final |= Q(appeals__status=AppealStatus.REJECTED)
        return self.filter(final, status=CaseStatus.DECIDED, measure__in=PUBLIC_MEASURES).distinct()

    def heard_out(self) -> Self:
        """With the school no longer: it has said all or its days are over, and no hearing waits."""
        over = Q(said_all=True) | Q(answer_by__lt=clock.today())
        heard = Q(hearing_asked_at__isnull=True) | Q(hearing_held_on__isnull=False)
        return self.filter(over, heard, status=CaseStatus.TOLD)

    def public(self) -> Self:
        """In force, and the entry stands today; whatever is public of cases is one of these."""
        return self.filter(status=CaseStatus.IN_FORCE, public_until__gte=clock.today())

    def run_out(self) -> Self:
        """In force by their state, though the entry's last day is over."""
        return self.filter(status=CaseStatus.IN_FORCE, public_until__lt=clock.today())

    def overdue(self) -> Self:
        """Decided, and not put right by the day that was set."""
        return self.filter(status=CaseStatus.DECIDED, mend_by__lt=clock.today())


class Case(Regulated):
    """A breach of a promise that is looked into (案件): told, answered, heard, decided.

    The association is no authority: this is a matter between a member and its association, and no
    word of an authority's procedure is used for it.

    reference: the letter or report it was opened from. facts, and the four after it: what the
    school is told and answers to; they stand still from then on. said_all: it wants no more days
    and no hearing; an answer alone does not cut its days short. in_view: the hardest measure
    the decision can take. quorum: votes in favour that the proposal before the panel needs.
    ballot: how often it was put to decision. months: how long the entry stands; 0 where nothing is
    published. final_on: the first day on which the decision can take effect, unless the school
    accepts it before or its appeal was rejected. public_until: the last day of the entry.
    """

    transitions = CASE_TRANSITIONS
    # What is public of a case stands on its school's pages.
    school_field = "school"

    code = models.CharField(_("case"), max_length=12, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="cases")
    source = models.CharField(_("opened from"), max_length=10, choices=CaseSource.choices)
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="cases", null=True, blank=True
    )
    reference = models.CharField(_("letter or report"), max_length=LONGEST_LINE, blank=True)
    promise = models.ForeignKey(
        Promise, on_delete=models.PROTECT, related_name="+", verbose_name=_("promise")
    )
    breach = models.CharField(_("breach code"), max_length=5)
    severity = models.CharField(_("severity"), max_length=2, choices=Severity.choices)
    facts = models.TextField(_("facts"), max_length=LONGEST_FACTS)
    content = models.CharField(_("training content"), max_length=LONGEST_LINE, blank=True)
    classes = models.CharField(_("classes"), max_length=LONGEST_LINE, blank=True)
    learners = models.CharField(_("intended learners"), max_length=LONGEST_LINE, blank=True)
    times = models.CharField(_("class times"), max_length=LONGEST_LINE, blank=True)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=CaseStatus.choices,
        default=CaseStatus.OPEN,
        editable=False,
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("opened by"),
    )
    opened_at = models.DateTimeField(_("opened at"), default=clock.now)
    in_view = models.CharField(
        _("measure in view"), max_length=10, choices=Measure.choices, blank=True
    )
    told_at = models.DateTimeField(_("told at"), null=True)
    answer_by = models.DateField(_("to be answered by"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    said_all = models.BooleanField(_("the school has said all"), default=False)
    hearing_asked_at = models.DateTimeField(_("hearing asked for at"), null=True)
    hearing_held_on = models.DateField(_("heard on"), null=True)
    hearing_record = models.TextField(_("record of the hearing"), max_length=4000, blank=True)
    ballot = models.PositiveSmallIntegerField(default=0, editable=False)
    quorum = models.PositiveSmallIntegerField(default=0, editable=False)
    measure = models.CharField(
        pgettext_lazy("of a case", "measure"), max_length=10, choices=Measure.choices, blank=True
    )
    reasons = models.TextField(_("reasons"), max_length=LONGEST_FACTS, blank=True)
    mend_by = models.DateField(_("to be put right by"), null=True)
    decided_at = models.DateTimeField(_("decided at"), null=True)
    public_words = models.TextField(_("what the public reads"), max_length=1000, blank=True)
    months = models.PositiveSmallIntegerField(_("months the entry stands"), default=0)
    hand_over = models.BooleanField(_("handed over to the authority"), default=False)
    final_on = models.DateField(_("final from"), null=True)
    accepted_at = models.DateTimeField(_("accepted by the school at"), null=True)
    in_force_on = models.DateField(_("in force since"), null=True)
    public_until = models.DateField(_("entry stands until"), null=True)
    repaired_on = models.DateField(_("repaired on"), null=True)
    annulled_at = models.DateTimeField(_("withdrawn at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ending = models.TextField(_("how it ended"), max_length=LONGEST_FACTS, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        permissions = [
            ("investigate_case", "Can open cases and look into them"),
            ("decide_case", "Can decide cases"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=Q(status__in=[status.value for status in UNFINISHED]),
                name="violations_one_case_of_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(source="finding", finding__isnull=False)
                | (~Q(source="finding") & Q(finding__isnull=True) & ~Q(reference="")),
                name="violations_case_names_its_source",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "dismissed"])
                | Q(told_at__isnull=False, answer_by__isnull=False),
                name="violations_case_told_first",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["deciding", "decided", "closed"])
                | (Q(quorum__gte=2) & ~Q(measure="") & ~Q(reasons="")),
                name="violations_case_decided_with_reasons",
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=["suspend", "revoke", "expel"]) | Q(severity="S3"),
                name="violations_case_plaque_at_stake_when_serious",
            ),
            models.CheckConstraint(
                condition=~Q(measure="circular") | ~Q(severity="S1"),
                name="violations_case_slight_stays_inside",
            ),
            models.CheckConstraint(
                condition=~Q(measure__in=["circular", "suspend", "revoke", "expel"])
                | (~Q(public_words="") & Q(months__gte=3, months__lte=36)),
                name="violations_case_public_has_words_and_an_end",
            ),
            models.CheckConstraint(
                condition=~Q(status="in_force")
                | Q(
                    measure__in=["circular", "suspend", "revoke", "expel"],
                    in_force_on__isnull=False,
                    public_until__gt=F("in_force_on"),
                ),
                name="violations_case_in_force_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def answer_open(self) -> bool:
        """The school can still answer before anybody decides."""
        return self.status == CaseStatus.TOLD and clock.today() <= self.answer_by

    @property
    def hearing_waits(self) -> bool:
        """The school asked to be heard in person, and was not yet."""
        return self.hearing_asked_at is not None and self.hearing_held_on is None

    @property
    def is_heard_out(self) -> bool:
        """The school has said all, or its days are over, and no hearing waits."""
        over = self.said_all or (self.answer_by is not None and self.answer_by < clock.today())
        return self.status == CaseStatus.TOLD and over and not self.hearing_waits

    @property
    def takes_effect(self) -> bool:
        """The decision is public, and no day holds it back any more."""
        if self.status != CaseStatus.DECIDED or not Measure(self.measure).is_public:
            return False
        return self.is_final

    @property
    def is_final(self) -> bool:
        """The days to appeal are over, or the school accepted it, or its appeal was rejected."""
        if self.accepted_at is not None or (self.final_on and self.final_on <= clock.today()):
            return True
        return any(appeal.status == AppealStatus.REJECTED for appeal in self.appeals.all())

    @property
    def appeal_open(self) -> bool:
        """The school can still appeal: nothing more was said of the decision yet."""
        if self.status not in {CaseStatus.DECIDED, CaseStatus.CLOSED} or self.decided_at is None:
            return False
        in_time = self.final_on is not None and clock.today() < self.final_on
        return in_time and self.accepted_at is None and not self.appeals.all()

    @property
    def is_public(self) -> bool:
        """The entry stands today."""
        return self.status == CaseStatus.IN_FORCE and self.public_until >= clock.today()

    @property
    def is_overdue(self) -> bool:
        """What the decision asked for was not put right in time."""
        late: dt.date | None = self.mend_by
        return self.status == CaseStatus.DECIDED and late is not None and late < clock.today()


class CaseEvent(Event):
    """What happened to a case."""

    record = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class CasePerson(AppendOnly):
    """That somebody has a part in a case. It never ends: who once looked into it never decides.

    ballot: for a decider, in which ballot; 0 for an investigator.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="people")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_parts"
    )
    part = models.CharField(_("part"), max_length=12, choices=Part.choices)
    ballot = models.PositiveSmallIntegerField(default=0)
    since = models.DateTimeField(_("since"), default=clock.now)

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("part in a case")
        verbose_name_plural = _("parts in cases")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user", "part", "ballot"], name="violations_one_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.user} · {self.get_part_display()}"


class Vote(AppendOnly):
    """How a decider voted on the proposal of a ballot, and why. Recorded by name (表决记录)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="votes")
    ballot = models.PositiveSmallIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="case_votes"
    )
    in_favour = models.BooleanField(_("in favour"))
    words = models.TextField(_("words"), max_length=1000, blank=True)
    voted_at = models.DateTimeField(_("voted at"), default=clock.now)

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("vote on a case")
        verbose_name_plural = _("votes on cases")
        constraints = [
            models.UniqueConstraint(fields=["case", "ballot", "user"], name="violations_one_vote")
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.user}"
