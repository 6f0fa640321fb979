import hashlib
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from association.core import clock
from association.core.bilingual import Bilingual
from association.core.regulated import Event, Regulated
from association.pledges.enums import VERSION_TRANSITIONS, VersionStatus


class CovenantVersionQuerySet(models.QuerySet):
    """What the association says about covenant versions."""

    def current(self) -> Self:
        """The version in force; at most one."""
        return self.filter(status=VersionStatus.CURRENT)

    def drafts(self) -> Self:
        """Still being written; at most one."""
        return self.filter(status=VersionStatus.DRAFT)


class CovenantVersion(Bilingual, Regulated, ClusterableModel):
    """One version of the integrity covenant (行业自律诚信公约) with its eight promises.

    A draft can be edited. Once in force its words are frozen, in Python and in the database; a
    change is a new version.
    """

    transitions = VERSION_TRANSITIONS

    number = models.PositiveSmallIntegerField(_("version"), unique=True, editable=False)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=VersionStatus.choices,
        default=VersionStatus.DRAFT,
        editable=False,
    )
    title_zh = models.CharField(_("title in Chinese"), max_length=80)
    title_en = models.CharField(_("title in English"), max_length=120)
    preamble_zh = models.TextField(_("preamble in Chinese"))
    preamble_en = models.TextField(_("preamble in English"))
    closing_zh = models.TextField(_("closing terms in Chinese"))
    closing_en = models.TextField(_("closing terms in English"))
    effective_from = models.DateField(_("in force from"), null=True, editable=False)
    # Until when schools that signed an earlier version are asked to sign this one. What they
    # signed stays in force afterwards all the same.
    sign_by = models.DateField(_("to be signed anew by"), null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = CovenantVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        verbose_name = _("covenant version")
        verbose_name_plural = _("covenant versions")
        permissions = [
            ("edit_covenant", "Can draft a covenant version"),
            ("publish_covenant", "Can put a covenant version in force"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["status"],
                condition=Q(status="current"),
                name="pledges_covenantversion_one_in_force",
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
    def preamble(self) -> str:
        return self.in_language("preamble")

    @property
    def closing(self) -> str:
        return self.in_language("closing")

    @property
    def is_draft(self) -> bool:
        return self.status == VersionStatus.DRAFT

    def full_text(self, language: str) -> str:
        """Return the exact text a signer reads, in one language, line by line.

        language: a Django language code. The text is what a signature's hash is made from.
        """
        colon = ": " if language.startswith("en") else "："
        promises = (
            f"{promise.code} {promise.in_language('title', language)}{colon}"
            f"{promise.in_language('text', language)}"
            for promise in self.promises.all()
        )
        title, preamble, closing = (
            self.in_language(field, language) for field in ("title", "preamble", "closing")
        )
        return "\n".join([title, preamble, *promises, closing])


class CovenantVersionEvent(Event):
    """What happened to a covenant version."""

    record = models.ForeignKey(CovenantVersion, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class Promise(Bilingual, ClusterableModel):
    """One of the eight promises (承诺)."""

    version = ParentalKey(CovenantVersion, on_delete=models.CASCADE, related_name="promises")
    code = models.CharField(_("code"), max_length=4)
    key = models.CharField(_("key"), max_length=20)
    title_zh = models.CharField(_("title in Chinese"), max_length=40)
    title_en = models.CharField(_("title in English"), max_length=80)
    text_zh = models.TextField(_("text in Chinese"))
    text_en = models.TextField(_("text in English"))

    class Meta:
        ordering = ["code"]
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="pledges_promise_code")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def title(self) -> str:
        return self.in_language("title")

    @property
    def text(self) -> str:
        return self.in_language("text")


class _PromiseDetail(Bilingual, models.Model):
    code = models.CharField(_("code"), max_length=5)
    text_zh = models.CharField(_("text in Chinese"), max_length=160)
    text_en = models.CharField(_("text in English"), max_length=240)

    class Meta:
        abstract = True
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    @property
    def text(self) -> str:
        return self.in_language("text")


class ChecklistItem(_PromiseDetail):
    """What a check looks at to see a promise kept (检查项)."""

    promise = ParentalKey(Promise, on_delete=models.CASCADE, related_name="checklist_items")

    class Meta(_PromiseDetail.Meta):
        verbose_name = _("checklist item")
        verbose_name_plural = _("checklist items")
        constraints = [
            models.UniqueConstraint(fields=["promise", "code"], name="pledges_checklistitem_code")
        ]


class BreachCode(_PromiseDetail):
    """A way of breaking a promise (违诺情形)."""

    promise = ParentalKey(Promise, on_delete=models.CASCADE, related_name="breach_codes")

    class Meta(_PromiseDetail.Meta):
        verbose_name = _("breach code")
        verbose_name_plural = _("breach codes")
        constraints = [
            models.UniqueConstraint(fields=["promise", "code"], name="pledges_breachcode_code")
        ]


def text_hash(text: str) -> str:
    """Return the SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
