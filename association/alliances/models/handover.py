from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.alliances.enums import (
    HANDOVER_TRANSITIONS,
    OPEN_HANDOVERS,
    HandoverStatus,
)
from association.alliances.models.people import Representative
from association.alliances.models.school import School
from association.core import clock
from association.core.regulated import Event, Regulated


class HandoverQuerySet(models.QuerySet):
    """What is said of hand-overs."""

    def open(self) -> models.QuerySet:
        """Begun and not decided."""
        return self.filter(status__in=OPEN_HANDOVERS)

    def waiting(self) -> models.QuerySet:
        """Accepted by the successor; the secretariat decides."""
        return self.filter(status=HandoverStatus.ACCEPTED)


class Handover(Regulated):
    """A principal goes and another takes over (校长交接), with the secretariat's confirmation.

    Until then the outgoing principal acts for the school; nothing that was signed changes.
    """

    transitions = HANDOVER_TRANSITIONS

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="handovers")
    outgoing = models.ForeignKey(
        Representative,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("outgoing principal"),
    )
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="takeovers",
        verbose_name=_("successor"),
    )
    reason = models.TextField(_("reason"), blank=True)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=HandoverStatus.choices,
        default=HandoverStatus.STARTED,
        editable=False,
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("begun by"),
    )
    created_at = models.DateTimeField(_("begun on"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True)
    note = models.TextField(_("note"), blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = pgettext_lazy("of a principal", "hand-over")
        verbose_name_plural = pgettext_lazy("of a principal", "hand-overs")
        permissions = [("confirm_handover", "Can confirm that another principal takes over")]
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(status__in=OPEN_HANDOVERS),
                name="alliances_handover_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return str(self.school)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_HANDOVERS

    @property
    def by_principal(self) -> bool:
        """The outgoing principal began it, not the secretariat."""
        return self.started_by_id == self.outgoing.user_id


class HandoverEvent(Event):
    """What happened to a hand-over."""

    record = models.ForeignKey(Handover, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
