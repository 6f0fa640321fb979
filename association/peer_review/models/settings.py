from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

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
        default=2,
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
