from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.alliances.models import School
from association.core import clock
from association.core.regulated import Event, Regulated
from association.peer_review.enums import REPORT_TRANSITIONS, ReportStatus
from association.peer_review.models.visit import Visit


class Report(Regulated):
    """What a visit found, once every visitor's answers are in (走访报告).

    Each visitor answers alone and sealed from the other. Where their answers differ, one proposes
    which is kept, in view of both, and another confirms. The sealed answers stay as they were sent.
    proposal: {"kept": {item or section: key of the place whose answer is kept}, "note": words}.
    answers, failed: the agreed ones, as `checklists.answers` cleans them; null until final.
    """

    transitions = REPORT_TRANSITIONS
    audit_school = "visit.school_id"

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="report")
    status = models.CharField(
        _("state"), max_length=10, choices=ReportStatus.choices, editable=False
    )
    proposal = models.JSONField(_("proposal"), null=True, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    answers = models.JSONField(_("agreed answers"), null=True, editable=False)
    failed = models.JSONField(_("failed items"), default=list, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    final_at = models.DateTimeField(_("final since"), null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("report of a visit")
        verbose_name_plural = _("reports of visits")

    def __str__(self) -> str:
        return str(self.visit)

    def public_school(self) -> School:
        """Its page counts the days since the last visit with a report."""
        return self.visit.school


class ReportEvent(Event):
    """What happened to a report."""

    record = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
