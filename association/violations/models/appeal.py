from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from association.core import clock
from association.core.append_only import AppendOnly
from association.core.regulated import Event, Regulated
from association.violations.enums import APPEAL_TRANSITIONS, AppealStatus, Part
from association.violations.models.case import LONGEST_FACTS, Case
from association.violations.models.evidence import Statement


class AppealQuerySet(models.QuerySet):
    """What is said of appeals."""

    def open(self) -> Self:
        """Not answered yet."""
        return self.filter(status__in=[AppealStatus.LODGED, AppealStatus.HEARD])

    def to_name(self) -> Self:
        """Nobody was named to hear it."""
        return self.filter(status=AppealStatus.LODGED)

    def to_hear_by(self, user: object) -> Self:
        """On the table of somebody named who has not voted yet."""
        named = Q(case__people__user=user, case__people__part=Part.APPEAL)
        mine = self.filter(named, status=AppealStatus.HEARD)
        return mine.exclude(pk__in=AppealVote.objects.filter(user=user).values("appeal"))

    def overdue(self) -> Self:
        """Should be answered by now."""
        return self.open().filter(answer_by__lt=clock.today())


class Appeal(Regulated):
    """A school asks people not involved to look at a decision once more (申诉). One in a case.

    statement: its words and pieces. came_from: the state of the case before, to which a rejected
    appeal leads back. reasons: what the school reads of the outcome.
    """

    transitions = APPEAL_TRANSITIONS
    audit_school = "case.school_id"

    code = models.CharField(_("appeal"), max_length=12, unique=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="appeals")
    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="appeal")
    came_from = models.CharField(max_length=10, editable=False)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=AppealStatus.choices,
        default=AppealStatus.LODGED,
        editable=False,
    )
    lodged_at = models.DateTimeField(_("lodged at"), default=clock.now)
    answer_by = models.DateField(_("to be answered by"))
    decided_at = models.DateTimeField(_("decided at"), null=True)
    reasons = models.TextField(_("reasons"), max_length=4 * LONGEST_FACTS, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["-lodged_at", "-pk"]
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        permissions = [("hear_appeal", "Can hear appeals")]
        constraints = [
            models.UniqueConstraint(fields=["case"], name="violations_one_appeal_in_a_case"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_overdue(self) -> bool:
        open_still = self.status in {AppealStatus.LODGED, AppealStatus.HEARD}
        return open_still and self.answer_by < clock.today()


class AppealEvent(Event):
    """What happened to an appeal."""

    record = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class AppealVote(AppendOnly):
    """How one of the panel voted on an appeal, with the reasons the school reads."""

    appeal = models.ForeignKey(Appeal, on_delete=models.PROTECT, related_name="votes")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appeal_votes"
    )
    uphold = models.BooleanField(_("the appeal is right"))
    words = models.TextField(_("reasons"), max_length=1000)
    voted_at = models.DateTimeField(_("voted at"), default=clock.now)

    class Meta:
        ordering = ["appeal", "pk"]
        verbose_name = _("vote on an appeal")
        verbose_name_plural = _("votes on appeals")
        constraints = [
            models.UniqueConstraint(fields=["appeal", "user"], name="violations_one_appeal_vote")
        ]

    def __str__(self) -> str:
        return f"{self.appeal} · {self.user}"
