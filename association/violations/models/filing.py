from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from association.alliances.models import Department
from association.core import clock
from association.core.private_files import private_files
from association.core.regulated import Event, Regulated
from association.violations.enums import (
    FILING_TRANSITIONS,
    JOINT_VISIT_TRANSITIONS,
    RECEIVED,
    FilingKind,
    FilingStatus,
    JointVisitStatus,
)
from association.violations.models.case import LONGEST_FACTS, LONGEST_LINE, Case


class FilingQuerySet(models.QuerySet):
    """What is said of filings."""

    def with_the_department(self) -> Self:
        """Sent, or acknowledged already."""
        return self.filter(status__in=RECEIVED)

    def standing(self) -> Self:
        """Not dropped."""
        return self.exclude(status=FilingStatus.DROPPED)

    def unanswered(self) -> Self:
        """Sent and not acknowledged."""
        return self.filter(status=FilingStatus.SENT)

    def overdue(self) -> Self:
        """Sent, and the day for an answer is over."""
        return self.unanswered().filter(due_on__lt=clock.today())


class Filing(Regulated):
    """A case as an authority receives it (备案; 移送 where it is handed over).

    package: a ZIP file with letter, facts, evidence and table, made once. digest: its SHA-256, 64
    hexadecimal digits. signature: Ed25519 over the manifest, base64. due_on: by when the department
    should have answered. receipt_no, received_on: its number and day. source_reason: why the law
    requires to name who reported, which one person asks for and another agrees to.
    """

    transitions = FILING_TRANSITIONS
    audit_school = "case.school_id"

    code = models.CharField(_("filing"), max_length=12, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="filings")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="filings",
        verbose_name=_("department"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=FilingKind.choices)
    status = models.CharField(
        _("state"),
        max_length=12,
        choices=FilingStatus.choices,
        default=FilingStatus.PREPARED,
        editable=False,
    )
    package = models.FileField(storage=private_files, upload_to="violations/filings/", blank=True)
    digest = models.CharField(_("checksum (SHA-256)"), max_length=64, blank=True)
    signature = models.CharField(max_length=100, blank=True)
    prepared_at = models.DateTimeField(_("prepared at"), default=clock.now)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    due_on = models.DateField(_("answer expected by"), null=True)
    chased_at = models.DateTimeField(_("last reminded at"), null=True)
    receipt_no = models.CharField(_("number of the department"), max_length=60, blank=True)
    received_on = models.DateField(_("received on"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source_reason = models.CharField(
        _("why the source is named"), max_length=LONGEST_LINE, blank=True
    )
    source_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    source_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = FilingQuerySet.as_manager()

    class Meta:
        ordering = ["-prepared_at", "-pk"]
        verbose_name = _("filing")
        verbose_name_plural = _("filings")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department", "kind"],
                condition=~Q(status="dropped"),
                name="violations_one_filing_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(source_agreed_by__isnull=True)
                | (
                    Q(source_asked_by__isnull=False)
                    & ~Q(source_agreed_by=F("source_asked_by"))
                    & ~Q(source_reason="")
                ),
                name="violations_source_takes_two",
            ),
            models.CheckConstraint(
                condition=~Q(status="acknowledged")
                | (~Q(receipt_no="") & Q(received_on__isnull=False)),
                name="violations_acknowledged_with_number_and_day",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_overdue(self) -> bool:
        late = self.due_on is not None and self.due_on < clock.today()
        return self.status == FilingStatus.SENT and late


class FilingEvent(Event):
    """What happened to a filing."""

    record = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class JointVisit(Regulated):
    """A visit that a department makes and the association accompanies (联合检查).

    The department inspects, by its own law and with its own papers; the association asks for it,
    comes along and keeps a record. ending: why the association withdrew it, or why it did not take
    place, as the department reads it.
    """

    transitions = JOINT_VISIT_TRANSITIONS
    audit_school = "case.school_id"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="joint_visits")
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        related_name="joint_visits",
        verbose_name=_("department"),
    )
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=JointVisitStatus.choices,
        default=JointVisitStatus.ASKED,
        editable=False,
    )
    words = models.TextField(_("why it is asked for"), max_length=LONGEST_FACTS)
    wished_on = models.DateField(_("wished day"))
    asked_at = models.DateTimeField(_("asked at"), default=clock.now)
    agreed_on = models.DateField(_("day of the visit"), null=True)
    answer = models.TextField(_("the department's words"), max_length=1000, blank=True)
    held_on = models.DateField(_("took place on"), null=True)
    record_words = models.TextField(_("record"), max_length=LONGEST_FACTS, blank=True)
    ending = models.TextField(_("why it does not take place"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("joint visit")
        verbose_name_plural = _("joint visits")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "department"],
                condition=Q(status__in=["asked", "agreed"]),
                name="violations_one_joint_visit_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case} · {self.department}"


class JointVisitEvent(Event):
    """What happened to a joint visit."""

    record = models.ForeignKey(JointVisit, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
