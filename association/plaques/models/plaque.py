import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from association.alliances.models import Campus, School
from association.core import clock, tokens
from association.core.regulated import Event, Regulated
from association.core.tokens import new_token
from association.plaques.enums import (
    LIVING_STATUSES,
    MEASURED_STATUSES,
    PLAQUE_TRANSITIONS,
    STATUS_TO_STATE,
    NumberSeries,
    PlaqueStatus,
    PublicState,
)
from association.plaques.models.batch import PlaqueBatch
from association.pledges.models import Pledge, Promise

TOKEN_ALPHABET, TOKEN_LENGTH = tokens.ALPHABET, tokens.LENGTH


class PlaqueQuerySet(models.QuerySet):
    """What the association says about plaques."""

    def living(self) -> Self:
        """Neither taken back, nor replaced, nor given back."""
        return self.filter(status__in=LIVING_STATUSES)

    def suspension_over(self) -> Self:
        """Suspended up to a day that has passed."""
        return self.filter(_lapsed())

    def read_as(self, *statuses: str) -> Self:
        """Of these statuses today, as `Plaque.effective_status` has it."""
        resumed = _lapsed() & Q(resumes_as__in=statuses)
        return self.filter((Q(status__in=statuses) & ~_lapsed()) | resumed)

    def to_hang(self) -> Self:
        """Issued, and not confirmed at the gate yet."""
        return self.read_as(PlaqueStatus.ISSUED)

    def overdue_to_hang(self) -> Self:
        """Should hang by now."""
        return self.to_hang().filter(hang_by__lt=clock.today())

    def in_state(self, state: str) -> Self:
        """Plaques the public is told this of, today."""
        today = clock.today()
        if state == PublicState.EXPIRED:
            return self.read_as(*EXPIRING).filter(valid_until__lt=today)
        stored = [status for status, shown in STATUS_TO_STATE.items() if shown == state]
        rows = self.read_as(*stored)
        return rows.filter(valid_until__gte=today) if set(stored) & set(EXPIRING) else rows


# Only these can run out; a suspension weighs more than an expiry, an ending is an ending.
EXPIRING = (PlaqueStatus.ISSUED, PlaqueStatus.ACTIVE, PlaqueStatus.SUPERSEDED)


def _lapsed() -> Q:
    return Q(status=PlaqueStatus.SUSPENDED, suspended_until__lt=clock.today())


def _passed(day: dt.date | None) -> bool:
    return day is not None and day < clock.today()


class Plaque(Regulated):
    """A numbered integrity plaque (诚信牌匾), lent to a school for one campus.

    It says that the pledge is signed. It is no award, no grade and no recommendation, costs
    nothing, and cannot be used in advertising (广告法 art. 24).
    """

    transitions = PLAQUE_TRANSITIONS
    school_field = "school"

    number = models.CharField(_("number"), max_length=24, unique=True, editable=False)
    # As it was printed: a later change of the format does not rewrite what hangs.
    chinese_number = models.CharField(_("number as printed"), max_length=60, editable=False)
    series = models.CharField(
        _("series"),
        max_length=10,
        choices=NumberSeries.choices,
        default=NumberSeries.MAIN,
        editable=False,
    )
    year = models.PositiveSmallIntegerField(editable=False)
    sequence = models.PositiveIntegerField(editable=False)
    # Of the printed copy that counts. Earlier copies are kept as `replaced_copies`.
    serial = models.PositiveSmallIntegerField(_("copy"), default=1, editable=False)
    token = models.CharField(max_length=22, unique=True, default=new_token, editable=False)
    batch = models.ForeignKey(
        PlaqueBatch, on_delete=models.PROTECT, related_name="plaques", null=True, editable=False
    )
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="plaques")
    campus = models.ForeignKey(Campus, on_delete=models.PROTECT, related_name="plaques")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="plaques")
    status = models.CharField(
        _("state"),
        max_length=12,
        choices=PlaqueStatus.choices,
        default=PlaqueStatus.ISSUED,
        editable=False,
    )
    status_since = models.DateTimeField(_("since"), default=clock.now, editable=False)
    public_reason = models.TextField(_("reason the public reads"), blank=True, editable=False)
    broken_promise = models.ForeignKey(
        Promise,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("promise broken"),
    )
    # A suspension ends by itself after this day, and the plaque is again what it was.
    suspended_until = models.DateField(_("suspended until"), null=True, editable=False)
    resumes_as = models.CharField(
        max_length=12, choices=PlaqueStatus.choices, blank=True, editable=False
    )
    # Up to which day, and of measures since when, the public is told: see `measures_told`.
    told_until = models.DateField(_("reason told until"), null=True, editable=False)
    told_from = models.DateTimeField(null=True, editable=False)
    # Since when other words tell the reason: those of the events before are told no more.
    reworded_at = models.DateTimeField(null=True, editable=False)
    issued_on = models.DateField(_("issued on"), default=clock.today, editable=False)
    valid_until = models.DateField(_("valid until"), editable=False)
    hang_by = models.DateField(_("to be hung by"), editable=False)

    objects = PlaqueQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "-sequence"]
        verbose_name = _("plaque")
        verbose_name_plural = _("plaques")
        permissions = [
            ("issue_plaque", "Can issue plaques"),
            ("activate_plaque", "Can confirm plaques at the gate"),
            ("replace_copy", "Can replace printed copies"),
            ("propose_measure", "Can propose a measure"),
            ("decide_measure", "Can decide a proposed measure"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "sequence"], name="plaques_plaque_sequence"
            ),
            models.UniqueConstraint(
                fields=["campus"],
                condition=Q(status__in=["issued", "active", "suspended"]),
                name="plaques_plaque_one_living",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state(self) -> PublicState:
        """What the public is told today."""
        status = self.effective_status
        if status in EXPIRING and self.valid_until < clock.today():
            return PublicState.EXPIRED
        return STATUS_TO_STATE[status]

    @property
    def suspension_over(self) -> bool:
        """Suspended up to a day that has passed: the plaque is read as what it was before."""
        return self.status == PlaqueStatus.SUSPENDED and _passed(self.suspended_until)

    @property
    def effective_status(self) -> PlaqueStatus:
        """The status as it is read today: a suspension ends by its day, not by an act."""
        return PlaqueStatus(self.resumes_as if self.suspension_over else self.status)

    @property
    def is_suspended(self) -> bool:
        """May not be used today."""
        return self.effective_status == PlaqueStatus.SUSPENDED

    @property
    def is_precaution(self) -> bool:
        """Suspended for danger, while nothing is decided: see `MeasureProposal.is_precaution`."""
        by_the_day = self.suspended_until is not None and self.told_until is None
        return self.is_suspended and by_the_day

    @property
    def is_confirmed(self) -> bool:
        """Its copy was seen at the gate, and it may hang, or may again after a suspension."""
        status = self.resumes_as if self.is_suspended else self.effective_status
        return status == PlaqueStatus.ACTIVE

    @property
    def state_since(self) -> dt.datetime | dt.date:
        """When that state began."""
        if self.state == PublicState.EXPIRED:
            return self.valid_until + dt.timedelta(days=1)
        if self.suspension_over:
            return self.suspended_until + dt.timedelta(days=1)
        return self.status_since

    @property
    def left_suspended(self) -> bool:
        """The school left during a suspension that would still be in force today."""
        left = self.status == PlaqueStatus.RETURNED and bool(self.resumes_as)
        return left and not _passed(self.suspended_until)

    @property
    def measures_told(self) -> bool:
        """Whether the public history has lines of measures today.

        The rule of telling:

        - What is in force is told with its reason and promise up to `told_until`, and without such
          a day as long as it is in force. A plaque taken back says so for ever, and no longer why.
          Leaving during a suspension does not hide it before its day.
        - What is in force no more is told without reasons up to `told_until`, where such a day is
          left. A suspension for danger has none: when it ended, nothing is told of it.
        - Nothing from before `told_from` is told: of a decision that was withdrawn, and of what was
          no longer told when the next measure came.

        The school's own desk, the secretariat and the departments read everything.
        """
        return self._measure_in_force or (
            self.told_until is not None and not _passed(self.told_until)
        )

    @property
    def reason_told(self) -> bool:
        """Whether the public is told why today; see `measures_told`."""
        return self._measure_in_force and not _passed(self.told_until)

    @property
    def _measure_in_force(self) -> bool:
        return self.effective_status in MEASURED_STATUSES or self.left_suspended

    @property
    def told_reason(self) -> str:
        """The reason as the public reads it today; empty where it is told none."""
        measured = self.effective_status in MEASURED_STATUSES
        return self.public_reason if measured and self.reason_told else ""

    @property
    def scan_path(self) -> str:
        return reverse("plaques:scan", args=[self.token])

    @property
    def scan_url(self) -> str:
        """The short https address in the QR code."""
        return f"{settings.SITE_URL}{self.scan_path}"

    def get_absolute_url(self) -> str:
        return reverse("plaques:verify_number", args=[self.number])


class PlaqueEvent(Event):
    """What happened to a plaque. Append-only; a person can read it."""

    record = models.ForeignKey(Plaque, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
