"""The association itself, the counters its numbers come from, and what limits attempts."""

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from association.core.audit_entry import AuditEntry

__all__ = ["AssociationProfile", "Attempts", "AuditEntry", "CalendarDay", "Counter"]


class Counter(models.Model):
    """The last number given out in a series and year. Written by `next_number` alone."""

    series = models.CharField(max_length=40)
    year = models.PositiveIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="core_counter_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class Attempts(models.Model):
    """How often something was tried in the present window. Written by `limits.spend` alone.

    whom: a keyed digest of who tried, so that the table names nobody.
    """

    scope = models.CharField(max_length=40)
    whom = models.CharField(max_length=32)
    attempts = models.PositiveIntegerField()
    until = models.BigIntegerField(db_index=True)  # seconds since 1970, when the window ends

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scope", "whom"], name="core_attempts_one_row")
        ]

    def __str__(self) -> str:
        return f"{self.scope}: {self.attempts}"


class CalendarDay(models.Model):
    """A day on which the association's calendar departs from the published one (工作日历).

    Asked before the published holidays: for a year that is not published yet, or a local rule.
    """

    day = models.DateField(_("day"), unique=True)
    working = models.BooleanField(
        _("working day"),
        default=False,
        help_text=_(
            "Ticked: people work on it, even if it is a Saturday or Sunday. Not ticked: a day off."
        ),
    )
    note = models.CharField(_("note"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("calendar day")
        verbose_name_plural = _("calendar days")
        ordering = ["-day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.kind} {self.note}".rstrip()

    @property
    def kind(self) -> str:
        """Whether people work on it, in words."""
        return gettext("working day") if self.working else gettext("day off")


@register_setting(icon="home")
class AssociationProfile(BaseGenericSetting):
    """The association's name, hotline and record numbers, as every page shows them (协会)."""

    name_zh = models.CharField(_("name in Chinese"), max_length=80, default="民办教育协会")
    name_en = models.CharField(
        _("name in English"), max_length=120, default="Private Education Association"
    )
    hotline = models.CharField(
        _("hotline"), max_length=30, blank=True, help_text=_("Shown on every page.")
    )
    office_hours = models.CharField(_("office hours"), max_length=80, blank=True)
    address = models.CharField(_("office address"), max_length=160, blank=True)
    supervising_authority = models.CharField(_("supervising authority"), max_length=80, blank=True)
    authority_hotline = models.CharField(
        _("authority's hotline"), max_length=30, blank=True, default="12345"
    )
    icp_no = models.CharField(
        _("ICP record number"),
        max_length=60,
        blank=True,
        help_text=_("Left empty, the number of the server's configuration is shown."),
    )
    psb_no = models.CharField(_("police record number"), max_length=60, blank=True)

    panels = [
        MultiFieldPanel([FieldPanel("name_zh"), FieldPanel("name_en")], heading=_("Name")),
        MultiFieldPanel(
            [
                FieldPanel("hotline"),
                FieldPanel("office_hours"),
                FieldPanel("address"),
                FieldPanel("supervising_authority"),
                FieldPanel("authority_hotline"),
            ],
            heading=_("How to reach it"),
        ),
        MultiFieldPanel([FieldPanel("icp_no"), FieldPanel("psb_no")], heading=_("Record numbers")),
    ]

    class Meta:
        verbose_name = _("association profile")

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        from association.core.public import bump_public_site  # noqa: PLC0415 -- it counts with `Counter`

        super().save(*args, **kwargs)
        bump_public_site()

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if (get_language() or "").startswith("en") else self.name_zh

    @property
    def shown_icp_no(self) -> str:
        """The ICP number for the footer (互联网信息服务管理办法 art. 12)."""
        return self.icp_no or settings.ICP_NUMBER
