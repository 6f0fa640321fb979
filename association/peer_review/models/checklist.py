from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from association.core import clock
from association.core.bilingual import Bilingual
from association.core.regulated import Event, Regulated
from association.peer_review.enums import (
    CHECKLIST_TRANSITIONS,
    AnswerType,
    ChecklistStatus,
    Severity,
)

ITEM_CODE = r"[A-Z][0-9]{2}[a-z]?"
SECTION_KEY = r"[a-z][a-z0-9]{1,19}"


class ChecklistVersionQuerySet(models.QuerySet):
    """What the association says about checklist versions."""

    def current(self) -> Self:
        """The version in use; at most one."""
        return self.filter(status=ChecklistStatus.CURRENT)

    def drafts(self) -> Self:
        """Still being written; at most one."""
        return self.filter(status=ChecklistStatus.DRAFT)


class ChecklistVersion(Bilingual, Regulated, ClusterableModel):
    """One version of the checklist (检查表), the same for self-checks, mutual visits and sweeps.

    A draft can be edited. Once in use its words are frozen, in Python and in the database; a
    change is a new version, and answers stay with the version they were given on.
    """

    transitions = CHECKLIST_TRANSITIONS

    number = models.PositiveSmallIntegerField(_("version"), unique=True, editable=False)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=ChecklistStatus.choices,
        default=ChecklistStatus.DRAFT,
        editable=False,
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120)
    intro_zh = models.TextField(_("introduction in Chinese"), max_length=1000)
    intro_en = models.TextField(_("introduction in English"), max_length=2000)
    effective_from = models.DateField(_("in use from"), null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ChecklistVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("checklist version")
        verbose_name_plural = _("checklist versions")
        permissions = [
            ("edit_checklist", "Can draft a checklist version"),
            ("publish_checklist", "Can put a checklist version in use"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="current"),
                name="peer_review_checklist_one_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self._state.adding and not self.number:
            last = type(self).objects.aggregate(last=models.Max("number"))["last"] or 0
            self.number = last + 1
        super().save(*args, **kwargs)

    @property
    def title(self) -> str:
        return self.in_language("title")

    @property
    def intro(self) -> str:
        return self.in_language("intro")

    @property
    def is_draft(self) -> bool:
        return self.status == ChecklistStatus.DRAFT


class ChecklistVersionEvent(Event):
    """What happened to a checklist version."""

    record = models.ForeignKey(ChecklistVersion, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class ChecklistSection(Bilingual, Orderable, ClusterableModel):
    """Items that belong together; answered once, or once for each room, class or the like."""

    version = ParentalKey(ChecklistVersion, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(
        _("key"),
        max_length=20,
        validators=[RegexValidator(rf"\A{SECTION_KEY}\Z")],
        help_text=_("Small letters and digits, such as “rooms”. Answers are kept under it."),
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=40)
    title_en = models.CharField(_("title in English"), max_length=80)
    repeats = models.BooleanField(
        _("answered several times"),
        default=False,
        help_text=_("For each room, each class and the like."),
    )
    repeat_label_zh = models.CharField(
        _("what it is answered for, in Chinese"), max_length=20, blank=True
    )
    repeat_label_en = models.CharField(
        _("what it is answered for, in English"), max_length=40, blank=True
    )

    class Meta(Orderable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(fields=["version", "key"], name="peer_review_section_key")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        return self.in_language("title")

    @property
    def repeat_label(self) -> str:
        return self.in_language("repeat_label")


class ChecklistItem(Bilingual, Orderable):
    """One thing to look at (检查项), tied to a promise and to the breach it would be.

    choices: one to a line, `key = 中文 | English`. required_if, show_if, fails_if: conditions as
    `checklists.conditions` reads them. A picture in use is kept: it is part of what was asked.
    """

    section = ParentalKey(ChecklistSection, on_delete=models.CASCADE, related_name="items")
    code = models.CharField(
        _("code"),
        max_length=4,
        validators=[RegexValidator(rf"\A{ITEM_CODE}\Z")],
        help_text=_("Such as C11; a small letter may follow."),
    )
    promise = models.CharField(pgettext_lazy("code of a promise", "promise"), max_length=4)
    breach = models.CharField(
        _("breach code"), max_length=5, blank=True, help_text=_("What it would be if it fails.")
    )
    text_zh = models.CharField(_("text in Chinese"), max_length=160)
    text_en = models.CharField(_("text in English"), max_length=240)
    help_zh = models.CharField(_("how to look, in Chinese"), max_length=300, blank=True)
    help_en = models.CharField(_("how to look, in English"), max_length=400, blank=True)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("example picture"),
    )
    answer_type = models.CharField(
        _("answer"), max_length=10, choices=AnswerType.choices, default=AnswerType.YES_NO
    )
    choices = models.TextField(
        _("choices"),
        max_length=2000,
        blank=True,
        help_text=_("One to a line: key = 中文 | English"),
    )
    minimum = models.DecimalField(_("least"), max_digits=9, decimal_places=2, null=True, blank=True)
    maximum = models.DecimalField(_("most"), max_digits=9, decimal_places=2, null=True, blank=True)
    severity = models.CharField(
        _("severity"), max_length=2, choices=Severity.choices, default=Severity.S1
    )
    weight = models.PositiveSmallIntegerField(
        _("weight"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
        help_text=_("1 to 10; it orders the day's work and is never a school's score."),
    )
    required = models.BooleanField(_("must be answered"), default=True)
    required_if = models.CharField(
        _("must be answered if"),
        max_length=200,
        blank=True,
        help_text=_("A condition, such as: C13 = no and (C21 != yes or C73a > 3)"),
    )
    show_if = models.CharField(
        _("asked only if"),
        max_length=200,
        blank=True,
        help_text=_("A condition on earlier items."),
    )
    fails_if = models.CharField(
        _("fails if"),
        max_length=200,
        blank=True,
        help_text=_("A condition; left empty, a “no” fails. Such as: C73a < 3"),
    )
    photo_on_fail = models.BooleanField(_("photo when it fails"), default=False)
    competitor_sensitive = models.BooleanField(
        _("competitor-sensitive"),
        default=False,
        help_text=_(
            "Prices, rosters, enrolment, timetables: a visitor from another school only says "
            "yes or no, writes nothing out and takes no photo."
        ),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        constraints = [
            models.UniqueConstraint(fields=["section", "code"], name="peer_review_item_code"),
            models.CheckConstraint(
                condition=Q(weight__gte=1) & Q(weight__lte=10), name="peer_review_item_weight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def text(self) -> str:
        return self.in_language("text")

    @property
    def help(self) -> str:
        return self.in_language("help")
