from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.regulated import Event, Regulated
from association.violations.enums import OBJECTION_TRANSITIONS, OPEN_OBJECTIONS, ObjectionStatus
from association.violations.models.case import LONGEST_FACTS, LONGEST_LINE, Case


def new_receipt() -> str:
    """Return an unguessable receipt, by which whoever objected reads the outcome."""
    return get_random_string(22)


class ObjectionQuerySet(models.QuerySet):
    """What is said of objections."""

    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(status__in=OPEN_OBJECTIONS)

    def overdue(self) -> Self:
        """Should be answered by now."""
        return self.open().filter(answer_by__lt=clock.today())


class Objection(Regulated):
    """Anyone concerned says that a published entry is wrong (异议, 山东省社会信用条例 art. 39).

    receipt: the key of the page on which whoever objected reads the outcome. who, contact: only
    where they gave it, and read by those who look at the objection alone. asked_others: why it
    takes the longer term. proposed_by: who proposed to withdraw the entry; another confirms it.
    """

    transitions = OBJECTION_TRANSITIONS
    audit_school = "case.school_id"

    code = models.CharField(_("objection"), max_length=12, unique=True, editable=False)
    receipt = models.CharField(max_length=22, unique=True, default=new_receipt, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="objections")
    by_school = models.BooleanField(_("by the school"), default=False)
    who = models.CharField(_("who objects"), max_length=60, blank=True)
    contact = models.CharField(_("phone or e-mail"), max_length=120, blank=True)
    words = models.TextField(_("what is wrong"), max_length=LONGEST_FACTS)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=ObjectionStatus.choices,
        default=ObjectionStatus.LODGED,
        editable=False,
    )
    lodged_at = models.DateTimeField(_("lodged at"), default=clock.now)
    answer_by = models.DateField(_("to be answered by"))
    asked_others = models.CharField(_("asked others"), max_length=LONGEST_LINE, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reasons = models.TextField(_("reasons"), max_length=LONGEST_FACTS, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["-lodged_at", "-pk"]
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="withdrawn")
                | (
                    Q(proposed_by__isnull=False, decided_by__isnull=False)
                    & ~Q(proposed_by=F("decided_by"))
                ),
                name="violations_withdrawal_takes_two",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_OBJECTIONS

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.answer_by < clock.today()


class ObjectionEvent(Event):
    """What happened to an objection."""

    record = models.ForeignKey(Objection, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
