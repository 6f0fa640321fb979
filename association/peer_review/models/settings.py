from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from association.core.public import bump_public_site
from association.peer_review.enums import Stratum

PERCENT = [MinValueValidator(1), MaxValueValidator(100)]


@register_setting(icon="tasks")
class DrawSettings(BaseGenericSetting):
    """How many of each stratum a random draw takes, in per cent (抽查比例).

    The defaults follow a published plan: 5, 10, 20 and 40 per cent. A draw that was announced
    keeps the rates it was announced with.
    """

    rate_a = models.PositiveSmallIntegerField(_("of A, per cent"), default=5, validators=PERCENT)
    rate_b = models.PositiveSmallIntegerField(_("of B, per cent"), default=10, validators=PERCENT)
    rate_c = models.PositiveSmallIntegerField(_("of C, per cent"), default=20, validators=PERCENT)
    rate_d = models.PositiveSmallIntegerField(_("of D, per cent"), default=40, validators=PERCENT)
    reports_per_step = models.PositiveSmallIntegerField(
        _("checked reports for a step up"),
        default=0,
        validators=[MaxValueValidator(20)],
        help_text=_(
            "So many reports about a school's plaque that proved true within a year lift it by one "
            "stratum. 0 leaves reports out."
        ),
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("rate_a"), FieldPanel("rate_b")]),
                FieldRowPanel([FieldPanel("rate_c"), FieldPanel("rate_d")]),
            ],
            heading=_("Share of each stratum that a random draw takes"),
        ),
        FieldPanel("reports_per_step"),
    ]

    class Meta:
        verbose_name = _("random draws")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @property
    def rates(self) -> dict[str, int]:
        """Per cent of each stratum."""
        return {
            Stratum.A.value: self.rate_a,
            Stratum.B.value: self.rate_b,
            Stratum.C.value: self.rate_c,
            Stratum.D.value: self.rate_d,
        }


WITHIN_YEAR = [MinValueValidator(1), MaxValueValidator(250)]


@register_setting(icon="history")
class FindingSettings(BaseGenericSetting):
    """Clocks of findings, in working days where not said otherwise (整改期限).

    A finding keeps the days it was told; a changed setting counts from the next finding on.
    """

    days_s1 = models.PositiveSmallIntegerField(
        _("to mend S1, working days"), default=7, validators=WITHIN_YEAR
    )
    days_s2 = models.PositiveSmallIntegerField(
        _("to mend S2, working days"), default=15, validators=WITHIN_YEAR
    )
    days_s3 = models.PositiveSmallIntegerField(
        _("to mend S3, working days"), default=5, validators=WITHIN_YEAR
    )
    correction_days = models.PositiveSmallIntegerField(
        _("to correct the facts, working days"), default=5, validators=WITHIN_YEAR
    )
    agreement_days = models.PositiveSmallIntegerField(
        _("visitors have to agree between themselves, working days"),
        default=3,
        validators=[MaxValueValidator(250)],
    )
    extension_days = models.PositiveSmallIntegerField(
        _("longest extension, working days"), default=15, validators=WITHIN_YEAR
    )
    lead_days = models.PositiveSmallIntegerField(
        _("overdue with the alliance before the secretariat takes it up, working days"),
        default=5,
        validators=WITHIN_YEAR,
    )
    settled_days = models.PositiveSmallIntegerField(
        _("between mending and re-check of S2, days"),
        default=7,
        validators=[MaxValueValidator(250)],
    )
    stale_days = models.PositiveSmallIntegerField(
        _("a peers' visit counts as long ago after, days"),
        default=365,
        validators=[MinValueValidator(30), MaxValueValidator(2000)],
    )
    shown_months = models.PositiveSmallIntegerField(
        _("closed findings are counted for, months"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(f"days_s{each}") for each in (1, 2, 3)]),
                FieldRowPanel([FieldPanel("correction_days"), FieldPanel("extension_days")]),
                FieldRowPanel([FieldPanel("lead_days"), FieldPanel("settled_days")]),
                FieldPanel("agreement_days"),
            ],
            heading=_("Deadlines"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("stale_days"), FieldPanel("shown_months")])],
            heading=_("On a school's public page"),
        ),
    ]

    class Meta:
        verbose_name = _("findings and their deadlines")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @transaction.atomic
    def save(self, *args: object, **kwargs: object) -> None:
        super().save(*args, **kwargs)
        bump_public_site()

    def days_to_mend(self, severity: str) -> int:
        """Return the working days a severity is given; raises AttributeError for another word."""
        return getattr(self, f"days_{severity.lower()}")
