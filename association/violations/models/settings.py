from django.core.exceptions import ValidationError
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
    appeal_days = models.PositiveSmallIntegerField(
        _("for the school to appeal, calendar days"), default=21, validators=DAYS
    )
    appeal_answer_days = models.PositiveSmallIntegerField(
        _("to answer an appeal, calendar days"), default=21, validators=DAYS
    )
    appeal_people = models.PositiveSmallIntegerField(
        _("people who hear an appeal, an odd number"),
        default=3,
        validators=[MinValueValidator(3), MaxValueValidator(15)],
    )
    objection_days = models.PositiveSmallIntegerField(
        _("to answer an objection, working days"), default=3, validators=DAYS
    )
    objection_long_days = models.PositiveSmallIntegerField(
        _("where others must help, working days"), default=7, validators=DAYS
    )
    repair_days = models.PositiveSmallIntegerField(
        _("to answer who asks for repair, working days"), default=15, validators=DAYS
    )
    repair_months_s2 = models.PositiveSmallIntegerField(
        _("months before a repair, S2"), default=3, validators=[MaxValueValidator(12)]
    )
    repair_months_s3 = models.PositiveSmallIntegerField(
        _("months before a repair, S3"), default=12, validators=[MaxValueValidator(36)]
    )
    filing_days = models.PositiveSmallIntegerField(
        _("for a department to acknowledge a filing, working days"), default=5, validators=DAYS
    )

    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("answer_days"), FieldPanel("mend_days")]),
                FieldRowPanel([FieldPanel("appeal_days"), FieldPanel("appeal_answer_days")]),
                FieldRowPanel([FieldPanel("objection_days"), FieldPanel("objection_long_days")]),
                FieldRowPanel([FieldPanel("repair_days"), FieldPanel("filing_days")]),
                FieldRowPanel([FieldPanel("repair_months_s2"), FieldPanel("repair_months_s3")]),
            ],
            heading=_("Deadlines"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel(f"quorum_s{each}") for each in (1, 2, 3)]),
                FieldPanel("appeal_people"),
            ],
            heading=_("Quorum, at least two people"),
        ),
    ]

    class Meta:
        verbose_name = _("cases and their clocks")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)

    def repair_months(self, severity: str) -> int:
        """Return the months an entry stands at least before a repair can be asked for."""
        return self.repair_months_s3 if severity == "S3" else self.repair_months_s2

    def clean(self) -> None:
        """Refuse an even number of people to hear an appeal: it could end without an outcome."""
        super().clean()
        if self.appeal_people is not None and self.appeal_people % 2 == 0:
            raise ValidationError({"appeal_people": _("Please choose an odd number.")})

    def quorum_of(self, severity: str) -> int:
        """Return the votes a severity needs; raises AttributeError for another word."""
        return getattr(self, f"quorum_{severity.lower()}")
