from django.db import models
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import AllianceCode
from association.core import clock
from association.plaques.enums import PublicState
from association.plaques.models.plaque import Plaque


class ScanCount(models.Model):
    """How often plaques of an alliance were scanned on a day. No address, device or cookie.

    The code is empty for schools that are members no more.
    """

    day = models.DateField(_("day"))
    alliance_code = models.CharField(
        _("alliance"), max_length=10, choices=AllianceCode.choices, blank=True
    )
    scans = models.PositiveIntegerField(_("scans"), default=0)

    class Meta:
        ordering = ["-day", "alliance_code"]
        constraints = [
            models.UniqueConstraint(
                fields=["day", "alliance_code"], name="plaques_scancount_one_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.scans}"


class OddScan(models.Model):
    """Scans of a plaque that should not be scanned: it is not hung, or may not hang any more."""

    day = models.DateField(_("day"), default=clock.today)
    plaque = models.ForeignKey(Plaque, on_delete=models.PROTECT, related_name="odd_scans")
    state = models.CharField(_("state"), max_length=14, choices=PublicState.choices)
    scans = models.PositiveIntegerField(_("scans"), default=0)

    class Meta:
        ordering = ["-day", "-scans"]
        verbose_name = _("odd scan")
        verbose_name_plural = _("odd scans")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "plaque", "state"], name="plaques_oddscan_one_row"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plaque} · {self.day}: {self.scans}"
