from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.append_only import AppendOnly
from association.peer_review.models.round import Round


class Draw(models.Model):
    """The public draw of a round (抽签): announced first, drawn from public results afterwards.

    announcement: all that was fixed before anybody could know the results; it never changes.
    sealed_code: the association's one-time code, encrypted until it is revealed.
    record: announcement, results, code, seed and outcome, as anybody may download it.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, related_name="draw")
    announcement = models.JSONField(_("announcement"), editable=False)
    announced_at = models.DateTimeField(_("announced at"), default=clock.now, editable=False)
    sealed_code = models.CharField(max_length=400, editable=False)
    record = models.JSONField(_("record"), null=True, editable=False)
    drawn_at = models.DateTimeField(_("drawn at"), null=True, editable=False)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("draw")
        verbose_name_plural = _("draws")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.round.code}"

    @property
    def results_known_on(self) -> str:
        """The day of the last announced source, as an ISO date; empty where none is told."""
        return max((source.get("date", "") for source in self.announcement["sources"]), default="")


class Amendment(AppendOnly):
    """What was changed after the draw, and why: it stands on the public record (回避与替补).

    entry: one JSON object, as `selection.record` describes amendments.
    """

    draw = models.ForeignKey(Draw, on_delete=models.PROTECT, related_name="amendments")
    sequence = models.PositiveIntegerField(_("sequence"))
    entry = models.JSONField(_("entry"))
    acting_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        ordering = ["sequence"]
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [
            models.UniqueConstraint(fields=["draw", "sequence"], name="peer_review_amendment_once")
        ]

    def __str__(self) -> str:
        return f"{self.draw} · {self.sequence}"
