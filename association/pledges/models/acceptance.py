from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.core import clock
from association.pledges.enums import AcceptanceOutcome
from association.pledges.models.pledge import Pledge


class Acceptance(models.Model):
    """Signed pledges that one person accepts in one go (批量接受).

    The key makes it safe to repeat.
    """

    key = models.CharField(max_length=40, unique=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("accepted by"),
    )
    asked_at = models.DateTimeField(_("begun on"), default=clock.now, editable=False)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("acceptance of many pledges")
        verbose_name_plural = _("acceptances of many pledges")

    def __str__(self) -> str:
        return self.key


class AcceptanceLineQuerySet(models.QuerySet):
    """What is said of the lines."""

    def waiting(self) -> Self:
        """Nothing was tried yet."""
        return self.filter(outcome=AcceptanceOutcome.WAITING)


class AcceptanceLine(models.Model):
    """What became of one of the pledges. The act itself is in the pledge's events.

    why: what stood against it, empty unless it was refused.
    """

    acceptance = models.ForeignKey(Acceptance, on_delete=models.CASCADE, related_name="lines")
    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(
        pgettext_lazy("of many pledges", "outcome"),
        max_length=10,
        choices=AcceptanceOutcome.choices,
        default=AcceptanceOutcome.WAITING,
        editable=False,
    )
    why = models.CharField(_("reason"), max_length=300, blank=True, editable=False)

    objects = AcceptanceLineQuerySet.as_manager()

    class Meta:
        ordering = ["acceptance", "pk"]
        verbose_name = _("pledge in an acceptance")
        verbose_name_plural = _("pledges in acceptances")
        constraints = [
            models.UniqueConstraint(
                fields=["acceptance", "pledge"], name="pledges_acceptanceline_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.acceptance} · {self.pledge}"
