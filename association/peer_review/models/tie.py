from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from association.alliances.models import School
from association.core import clock
from association.peer_review.enums import TieKind


class TieQuerySet(models.QuerySet):
    """What is said of ties between schools."""

    def standing(self) -> Self:
        """Ties that hold now."""
        return self.filter(ended_at__isnull=True)

    def of(self, school: School) -> Self:
        """Ties on either side of which a school stands."""
        return self.filter(Q(first=school) | Q(second=school))


class Tie(models.Model):
    """Why two schools do not visit one another (关联与回避). Nobody but these two reads why.

    The school with the smaller key is `first`, so that a pair has one form.
    """

    first = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(School, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=TieKind.choices)
    reason = models.CharField(_("reason"), max_length=200)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("declared by"),
    )
    declared_at = models.DateTimeField(_("declared at"), default=clock.now)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    end_reason = models.CharField(_("why it ended"), max_length=200, blank=True)

    objects = TieQuerySet.as_manager()

    class Meta:
        ordering = ["-declared_at", "-pk"]
        verbose_name = _("tie between schools")
        verbose_name_plural = _("ties between schools")
        permissions = [("declare_tie", "Can declare and end ties between schools")]
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="peer_review_tie_in_order"
            ),
            models.UniqueConstraint(
                fields=["first", "second", "kind"],
                condition=Q(ended_at__isnull=True),
                name="peer_review_tie_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"
