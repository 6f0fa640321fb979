from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from association.alliances.models import School
from association.core import clock
from association.core.regulated import Event, Regulated
from association.plaques.enums import REPORT_TRANSITIONS, ReportKind, ReportStatus
from association.plaques.models.plaque import Plaque

LONGEST_WORDS = 300
LONGEST_TYPED = 40  # characters of a number that is not ours


class PlaqueReportQuerySet(models.QuerySet):
    """What the association says about reports."""

    def open(self) -> Self:
        """Waiting for the clerk."""
        return self.filter(status=ReportStatus.OPEN)

    def still_hanging(self) -> Self:
        """Somebody saw the plaque hang that should be down."""
        return self.filter(kind=ReportKind.STILL_HANGING)

    def about_the_same(self, report: "PlaqueReport") -> Self:
        """About the same plaque, or the same number that is not ours."""
        if report.plaque_id:
            return self.filter(plaque=report.plaque_id)
        return self.filter(plaque=None, typed_number=report.typed_number)


class PlaqueReport(Regulated):
    """A passer-by's report about a plaque (牌匾举报). Nothing is kept about who sent it.

    plaque: None where the number was never given out; then `typed_number` holds what was typed.
    serial: of the replaced copy whose code was scanned, None for the copy that counts.
    """

    transitions = REPORT_TRANSITIONS
    audit_school = "plaque.school_id"

    plaque = models.ForeignKey(
        Plaque, on_delete=models.PROTECT, related_name="reports", null=True, blank=True
    )
    typed_number = models.CharField(
        _("number as typed"), max_length=LONGEST_TYPED, blank=True, editable=False
    )
    serial = models.PositiveSmallIntegerField(_("replaced copy"), null=True, editable=False)
    kind = models.CharField(_("about"), max_length=14, choices=ReportKind.choices)
    words = models.CharField(
        _("what you see"), max_length=LONGEST_WORDS, blank=True, editable=False
    )
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=ReportStatus.choices,
        default=ReportStatus.OPEN,
        editable=False,
    )
    created_at = models.DateTimeField(_("sent on"), default=clock.now, editable=False)
    closed_at = models.DateTimeField(_("closed on"), null=True, editable=False)
    proved_true = models.BooleanField(_("proved true"), default=False, editable=False)

    objects = PlaqueReportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("report about a plaque")
        verbose_name_plural = _("reports about plaques")
        constraints = [
            models.CheckConstraint(
                condition=Q(plaque__isnull=False) | ~Q(typed_number=""),
                name="plaques_plaquereport_about_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.about} · {self.get_kind_display()}"

    @property
    def school(self) -> School | None:
        return self.plaque.school if self.plaque else None

    @property
    def about(self) -> str:
        """What the report is about, in the clerk's words: a number, a replaced copy of it."""
        if self.plaque is None:
            return gettext("%(number)s (never given out)") % {"number": self.typed_number}
        if self.serial:
            return gettext("%(number)s, copy %(serial)s (replaced)") % {
                "number": self.plaque.number,
                "serial": self.serial,
            }
        return self.plaque.number


class PlaqueReportEvent(Event):
    """What happened to a report."""

    record = models.ForeignKey(PlaqueReport, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
