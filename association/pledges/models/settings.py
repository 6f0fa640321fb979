from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from association.pledges.enums import Term

DAYS = [MinValueValidator(7), MaxValueValidator(120)]


@register_setting(icon="edit")
class PledgeSettings(BaseGenericSetting):
    """For how long a pledge is given, and when it is signed again (承诺期限和续签).

    A pledge keeps the days it was accepted with; a changed setting counts from the next on.
    """

    term_months = models.PositiveSmallIntegerField(
        _("a pledge is given for"), choices=Term.choices, default=Term.TWO_YEARS
    )
    renewal_days = models.PositiveSmallIntegerField(
        _("it can be signed again before its last day for, days"), default=60, validators=DAYS
    )
    sign_anew_days = models.PositiveSmallIntegerField(
        _("to sign a new version of the covenant, days"),
        default=60,
        validators=DAYS,
        help_text=_("Proposed where a new version is put in force; another day can be set there."),
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("term_months"), FieldPanel("renewal_days")],
            heading=_("Pledges that are accepted from now on"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("sign_anew_days")])],
            heading=_("Versions that are put in force from now on"),
        ),
    ]

    class Meta:
        verbose_name = _("terms of pledges")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    @classmethod
    def current(cls) -> Self:
        """Return the settings. Unlike `load` it writes no row, so that pages may only read."""
        return cls.objects.first() or cls()
