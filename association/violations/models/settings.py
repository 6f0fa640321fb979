from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

DAYS = [MinValueValidator(1), MaxValueValidator(60)]
PEOPLE = [MinValueValidator(2), MaxValueValidator(15)]


@register_setting(icon="history")
class CaseSettings(BaseGenericSetting):
    """Clocks and quorums of cases (案件时限和表决人数).

    A case keeps the days and the quorum it was given; a changed setting counts from the next on.
    """

    answer_days = models.PositiveSmallIntegerField(
        _("for the school's answer, working days"), default=5, validators=DAYS
    )
    mend_days = models.PositiveSmallIntegerField(
        _("to put right what a decision asks for, working days"), default=15, validators=DAYS
    )
    quorum_s1 = models.PositiveSmallIntegerField(
        _("votes in favour for S1"), default=2, validators=PEOPLE
    )
    quorum_s2 = models.PositiveSmallIntegerField(
        _("votes in favour for S2"), default=2, validators=PEOPLE
    )
    quorum_s3 = models.PositiveSmallIntegerField(
        _("votes in favour for S3"), default=3, validators=PEOPLE
    )

    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("answer_days"), FieldPanel("mend_days")])],
            heading=_("Deadlines"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel(f"quorum_s{each}") for each in (1, 2, 3)])],
            heading=_("Quorum, at least two people"),
        ),
    ]

    class Meta:
        verbose_name = _("cases and their clocks")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def quorum_of(self, severity: str) -> int:
        """Return the votes a severity needs; raises AttributeError for another word."""
        return getattr(self, f"quorum_{severity.lower()}")
