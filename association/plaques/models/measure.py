from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from association.alliances.models import School
from association.core import clock
from association.core.regulated import Event, Regulated
from association.plaques.enums import PROPOSAL_TRANSITIONS, MeasureKind, ProposalStatus
from association.plaques.models.plaque import Plaque
from association.pledges.models import Promise


class MeasureProposalQuerySet(models.QuerySet):
    """What the association says about proposals."""

    def open(self) -> Self:
        """Waiting for a second person."""
        return self.filter(status=ProposalStatus.OPEN)


class MeasureProposal(Regulated):
    """A measure on a plaque that one person proposes and another decides (措施)."""

    transitions = PROPOSAL_TRANSITIONS
    audit_school = "plaque.school_id"

    plaque = models.ForeignKey(Plaque, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(_("measure"), max_length=10, choices=MeasureKind.choices)
    promise = models.ForeignKey(
        Promise,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("promise broken"),
    )
    reason = models.TextField(
        _("reason"), help_text=_("Parents read exactly these words. Name facts, no persons.")
    )
    # The case it rests on, by its code: cases live on a higher floor.
    basis = models.CharField(_("case"), max_length=12, blank=True, editable=False)
    until = models.DateField(_("suspended until"), null=True, editable=False)
    told_until = models.DateField(_("reason told until"), null=True, editable=False)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=ProposalStatus.choices,
        default=ProposalStatus.OPEN,
        editable=False,
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed on"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided on"), null=True, editable=False)
    carried_out_at = models.DateTimeField(_("carried out on"), null=True, editable=False)
    decision_note = models.TextField(_("note on the decision"), blank=True, editable=False)

    objects = MeasureProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        verbose_name = _("proposed measure")
        verbose_name_plural = _("proposed measures")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="plaques_measureproposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["open", "withdrawn"]) | Q(decided_by__isnull=False),
                name="plaques_measureproposal_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["reinstate", "restore"]) | Q(promise__isnull=False),
                name="plaques_measureproposal_names_a_promise",
            ),
            models.UniqueConstraint(
                fields=["plaque"],
                condition=Q(status="open"),
                name="plaques_measureproposal_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.plaque}"

    @property
    def is_precaution(self) -> bool:
        """It meets a danger while nothing is decided; what is decided says how long why is told."""
        return self.kind == MeasureKind.SUSPEND and self.told_until is None

    @property
    def school(self) -> School:
        return self.plaque.school


class MeasureProposalEvent(Event):
    """What happened to a proposal."""

    record = models.ForeignKey(MeasureProposal, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass
