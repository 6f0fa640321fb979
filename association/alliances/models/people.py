from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import Capacity
from association.alliances.models.alliance import Alliance
from association.alliances.models.school import School
from association.core import clock


class Representative(models.Model):
    """Who acts for a school, in what capacity, from when until when (学校代表)."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="representatives")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="representations"
    )
    capacity = models.CharField(_("capacity"), max_length=10, choices=Capacity.choices)
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(until__isnull=True, capacity="principal"),
                name="alliances_representative_one_principal",
            ),
            models.UniqueConstraint(
                fields=["school", "user"],
                condition=Q(until__isnull=True),
                name="alliances_representative_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.school}"


class AllianceLead(models.Model):
    """Who leads an alliance, from when until when (联盟组长)."""

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="leads")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="led_alliances"
    )
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("alliance lead")
        verbose_name_plural = _("alliance leads")
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "user"],
                condition=Q(until__isnull=True),
                name="alliances_lead_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.alliance}"


class AllianceVisitor(models.Model):
    """Who visits schools for an alliance, from when until when (走访员)."""

    alliance = models.ForeignKey(Alliance, on_delete=models.PROTECT, related_name="visitors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visited_alliances"
    )
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("alliance visitor")
        verbose_name_plural = _("alliance visitors")
        constraints = [
            models.UniqueConstraint(
                fields=["alliance", "user"],
                condition=Q(until__isnull=True),
                name="alliances_visitor_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.alliance}"
