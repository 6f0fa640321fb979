from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.append_only import AppendOnly
from association.core.private_files import private_files
from association.violations.enums import CustodyAct, StatementKind
from association.violations.models.case import LONGEST_FACTS, LONGEST_LINE, Case


class Statement(AppendOnly):
    """What the school said in a case, word for word (陈述)."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="statements")
    kind = models.CharField(_("kind"), max_length=10, choices=StatementKind.choices)
    words = models.TextField(_("words"), max_length=LONGEST_FACTS)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    created_at = models.DateTimeField(_("written at"), default=clock.now)

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("statement in a case")
        verbose_name_plural = _("statements in cases")

    def __str__(self) -> str:
        return f"{self.case} · {self.get_kind_display()}"


class Evidence(AppendOnly):
    """A file that shows something, with the sum that proves it unchanged (证据).

    digest: SHA-256 of the file as it is kept, 64 hexadecimal digits. origin: where it comes from
    and when it was made. by_school: the school handed it in. statement: beside which words.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evidence")
    statement = models.ForeignKey(
        Statement, on_delete=models.PROTECT, related_name="evidence", null=True
    )
    title = models.CharField(_("what it shows"), max_length=LONGEST_LINE)
    origin = models.CharField(_("where it comes from"), max_length=LONGEST_LINE)
    file = models.FileField(storage=private_files, upload_to="violations/evidence/")
    digest = models.CharField(_("checksum (SHA-256)"), max_length=64)
    by_school = models.BooleanField(_("handed in by the school"), default=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("added by"),
    )
    added_at = models.DateTimeField(_("added at"), default=clock.now)

    class Meta:
        ordering = ["case", "pk"]
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")

    def __str__(self) -> str:
        return self.title


class Custody(AppendOnly):
    """Who had a piece of evidence in hand, when, and whether it was unchanged (保管链)."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody")
    act = models.CharField(_("act"), max_length=10, choices=CustodyAct.choices)
    intact = models.BooleanField(_("unchanged"), default=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    at = models.DateTimeField(_("at"), default=clock.now)

    class Meta:
        ordering = ["evidence", "pk"]
        verbose_name = _("custody of evidence")
        verbose_name_plural = _("custody of evidence")

    def __str__(self) -> str:
        return f"{self.evidence} · {self.get_act_display()}"
