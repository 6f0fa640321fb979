from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.regulated import Event, Regulated
from association.peer_review.models import Visit
from association.violations.enums import REPAIR_TRANSITIONS, RepairStatus
from association.violations.models.case import LONGEST_FACTS, Case
from association.violations.models.evidence import Statement


class RepairQuerySet(models.QuerySet):
    """What is said of repairs."""

    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(status=RepairStatus.ASKED)

    def overdue(self) -> Self:
        """Should be answered by now."""
        return self.open().filter(answer_by__lt=clock.today())


class Repair(Regulated):
    """A school that put things right asks for its entry to end, and for a way back (信用修复).

    statement: its words and proof. visit: the clean visit that bears it out.
    """

    transitions = REPAIR_TRANSITIONS
    audit_school = "case.school_id"

    code = models.CharField(_("repair"), max_length=12, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="repairs")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="repair")
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=RepairStatus.choices,
        default=RepairStatus.ASKED,
        editable=False,
    )
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    answer_by = models.DateField(_("to be answered by"))
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reasons = models.TextField(_("reasons"), max_length=LONGEST_FACTS, blank=True)

    objects = RepairQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("repair")
        verbose_name_plural = _("repairs")
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status="asked"),
                name="violations_one_repair_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="granted") | Q(visit__isnull=False),
                name="violations_repair_has_a_clean_visit",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_overdue(self) -> bool:
        return self.status == RepairStatus.ASKED and self.answer_by < clock.today()


class RepairEvent(Event):
    """What happened to a repair."""

    record = models.ForeignKey(Repair, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
