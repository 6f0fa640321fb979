import datetime as dt
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from association.alliances.models import Alliance, School
from association.core import clock
from association.core.regulated import Event, Regulated
from association.peer_review.enums import (
    DRAWN_KINDS,
    PUBLISHED_STATUSES,
    ROUND_TRANSITIONS,
    RoundKind,
    RoundScope,
    RoundStatus,
    SelectionAlgorithm,
    Stratum,
)
from association.peer_review.models.checklist import ChecklistVersion


class RoundQuerySet(models.QuerySet):
    """What is said of rounds."""

    def published(self) -> Self:
        """Rounds whose draw the public reads: announced once, whatever became of it."""
        return self.filter(kind__in=DRAWN_KINDS, draw__isnull=False, status__in=PUBLISHED_STATUSES)

    def of_alliance(self, alliance: Alliance) -> Self:
        """Rounds that are this alliance's alone."""
        return self.filter(scope=RoundScope.ONE, alliance=alliance)

    def with_part_of(self, alliance: Alliance) -> Self:
        """Rounds in which members of this alliance take part."""
        return self.filter(~Q(scope=RoundScope.ONE) | Q(alliance=alliance))


class Round(Regulated):
    """One round of checks (轮次): self-checks, mutual visits, a sweep, or a random draw.

    The plan can be changed while it is a draft. What was announced stays as it was announced.
    """

    transitions = ROUND_TRANSITIONS

    code = models.CharField(_("round"), max_length=10, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=80)
    kind = models.CharField(_("kind"), max_length=10, choices=RoundKind.choices)
    scope = models.CharField(
        _("who takes part"), max_length=10, choices=RoundScope.choices, default=RoundScope.EACH
    )
    alliance = models.ForeignKey(
        Alliance,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="rounds",
        verbose_name=_("alliance"),
    )
    checklist = models.ForeignKey(
        ChecklistVersion,
        on_delete=models.PROTECT,
        related_name="rounds",
        verbose_name=_("checklist"),
    )
    opens_on = models.DateField(_("visits from"))
    closes_on = models.DateField(_("visits until"))
    due_on = models.DateField(_("answers handed in by"))
    visits_per_school = models.PositiveSmallIntegerField(
        _("visits for each school"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text=_("So many visitors each school sends out, and so many it receives."),
    )
    avoid_rounds = models.PositiveSmallIntegerField(
        _("rounds without meeting again"),
        default=2,
        validators=[MaxValueValidator(8)],
        help_text=_("Two schools that met in so many rounds before do not meet in this one."),
    )
    rival_metres = models.PositiveIntegerField(
        _("distance between rivals, in metres"),
        default=500,
        validators=[MaxValueValidator(5000)],
        help_text=_("Schools of the same field that are nearer than this do not visit each other."),
    )
    algorithm = models.CharField(
        _("order by"),
        max_length=20,
        choices=SelectionAlgorithm.choices,
        default=SelectionAlgorithm.HMAC,
    )
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=RoundStatus.choices,
        default=RoundStatus.DRAFT,
        editable=False,
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        permissions = [("run_round", "Can prepare and run rounds")]
        constraints = [
            models.CheckConstraint(
                condition=Q(scope="one", alliance__isnull=False)
                | (~Q(scope="one") & Q(alliance__isnull=True)),
                name="peer_review_round_alliance_by_scope",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"), due_on__gte=F("closes_on")),
                name="peer_review_round_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def clean(self) -> None:
        faults: dict[str, object] = {}
        if self.scope == RoundScope.ONE and self.alliance is None:
            faults["alliance"] = _("Choose the alliance whose members take part.")
        if self.opens_on and self.closes_on and self.closes_on < self.opens_on:
            faults["closes_on"] = _("This day lies before the first day of visits.")
        if self.closes_on and self.due_on and self.due_on < self.closes_on:
            faults["due_on"] = _("This day lies before the last day of visits.")
        if self.scope == RoundScope.BETWEEN and self.kind != RoundKind.MUTUAL:
            faults["scope"] = _("Only mutual visits can lead from one alliance to another.")
        if faults:
            raise ValidationError(faults)

    @property
    def is_draft(self) -> bool:
        return self.status == RoundStatus.DRAFT

    @property
    def is_drawn_kind(self) -> bool:
        """Mutual visits and random draws follow from a public draw; the others need none."""
        return self.kind in DRAWN_KINDS

    @property
    def is_late(self) -> bool:
        """Answers should all be in, and the round is still running."""
        return self.status == RoundStatus.RUNNING and self.due_on < clock.today()

    def days_left(self, day: dt.date | None = None) -> int:
        """Return how many days remain to hand in; below zero once the deadline has passed."""
        return (self.due_on - (day or clock.today())).days


class RoundEvent(Event):
    """What happened to a round."""

    record = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class Participant(models.Model):
    """A school in a round, as it stood when the round was announced or opened.

    number: its place in the published pool, from 1. position: its place in the drawn order.
    chosen: it is visited in this round. What was announced is frozen in the database.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="participants")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="participations")
    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number in the pool"))
    stratum = models.CharField(_("stratum"), max_length=1, choices=Stratum.choices, blank=True)
    position = models.PositiveIntegerField(_("place in the order"), null=True)
    chosen = models.BooleanField(_("is visited"), default=False)
    withdrawn_at = models.DateTimeField(_("left out since"), null=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    withdrawal_reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        ordering = ["round", "number"]
        verbose_name = _("participant")
        verbose_name_plural = _("participants")
        constraints = [
            models.UniqueConstraint(fields=["round", "school"], name="peer_review_takes_part_once"),
            models.UniqueConstraint(fields=["round", "number"], name="peer_review_number_in_pool"),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.school}"
