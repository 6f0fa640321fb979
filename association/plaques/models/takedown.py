from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from association.alliances.models import School
from association.core import clock
from association.core.regulated import Event, Regulated
from association.plaques.enums import TAKE_DOWN_TRANSITIONS, TakeDownStatus
from association.plaques.models.plaque import Plaque


class TakeDownQuerySet(models.QuerySet):
    """What the association says about take-downs."""

    def unfinished(self) -> Self:
        """Not closed yet."""
        return self.exclude(status=TakeDownStatus.CLOSED)

    def overdue(self) -> Self:
        """No photo by the deadline; the alliance's lead sees these."""
        return self.filter(status=TakeDownStatus.OPEN, due_on__lt=clock.today())


class TakeDown(Regulated):
    """A plaque that was taken back has to leave the wall (摘牌)."""

    transitions = TAKE_DOWN_TRANSITIONS
    audit_school = "plaque.school_id"

    plaque = models.OneToOneField(Plaque, on_delete=models.PROTECT, related_name="take_down")
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=TakeDownStatus.choices,
        default=TakeDownStatus.OPEN,
        editable=False,
    )
    opened_at = models.DateTimeField(_("opened on"), default=clock.now, editable=False)
    due_on = models.DateField(_("to be down by"), editable=False)
    closed_at = models.DateTimeField(_("closed on"), null=True, editable=False)

    objects = TakeDownQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        verbose_name = _("take-down")
        verbose_name_plural = _("take-downs")

    def __str__(self) -> str:
        return f"{self.plaque} · {self.get_status_display()}"

    @property
    def school(self) -> School:
        return self.plaque.school

    @property
    def is_overdue(self) -> bool:
        """No photo came by the deadline."""
        return self.status == TakeDownStatus.OPEN and self.due_on < clock.today()


class TakeDownEvent(Event):
    """What happened to a take-down."""

    record = models.ForeignKey(TakeDown, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
