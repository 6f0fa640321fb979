from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.regulated import AppendOnly
from association.plaques.enums import ReplacementReason
from association.plaques.models.plaque import Plaque


class ReplacedCopy(AppendOnly):
    """A printed copy that no longer counts (作废实体牌). Whoever scans it is told so."""

    plaque = models.ForeignKey(Plaque, on_delete=models.PROTECT, related_name="replaced_copies")
    serial = models.PositiveSmallIntegerField(_("copy"))
    token = models.CharField(max_length=22, unique=True)
    reason = models.CharField(_("reason"), max_length=12, choices=ReplacementReason.choices)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    replaced_at = models.DateTimeField(_("replaced on"), default=clock.now)

    class Meta:
        ordering = ["-serial"]
        verbose_name = _("replaced copy")
        verbose_name_plural = _("replaced copies")
        constraints = [
            models.UniqueConstraint(
                fields=["plaque", "serial"], name="plaques_replacedcopy_one_serial"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plaque} · {self.serial}"
