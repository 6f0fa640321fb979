import uuid
from typing import Any, Self

from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from association.alliances.models import School
from association.core import clock
from association.core.append_only import AppendOnly
from association.core.regulated import Event, Regulated
from association.peer_review.enums import VISIT_TRANSITIONS, RoundKind, Source, VisitStatus
from association.peer_review.models.round import Round


class Visit(Regulated):
    """One school checked in a round (走访): by peers, by its alliance, or by itself."""

    transitions = VISIT_TRANSITIONS

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="visits")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="visits")
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=VisitStatus.choices,
        default=VisitStatus.PLANNED,
        editable=False,
    )
    # A share of the visits is made once more, by others who do not know what the first found.
    again_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="again"
    )

    class Meta:
        ordering = ["round", "school__search_name", "pk"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [
            models.UniqueConstraint(
                fields=["round", "school"],
                condition=Q(again_of__isnull=True),
                name="peer_review_visited_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.round.code} · {self.school}"

    @property
    def takes_named_visitors(self) -> bool:
        """Its visitors are named by hand; elsewhere the schools that were drawn send them."""
        return bool(self.again_of_id) or self.round.kind in {RoundKind.SWEEP, RoundKind.RANDOM}

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Return the row, locked, and its school's row before it.

        A visit that is done opens a report, and that writes to the school. Whoever locks the school
        last may wait for somebody who leaves the association and holds it already.
        """
        if connection.features.has_select_for_update:
            School.locked(cls.objects.values_list("school", flat=True).get(pk=pk))
        return super().locked(pk)


class VisitEvent(Event):
    """What happened to a visit."""

    record = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class Seat(models.Model):
    """One visitor's place in a visit: the school that sends, and the person it names.

    A seat that ended keeps why; another seat takes its place.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="seats")
    school = models.ForeignKey(
        School,
        on_delete=models.PROTECT,
        null=True,
        related_name="seats",
        verbose_name=_("school that sends the visitor"),
    )
    visitor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="seats",
        verbose_name=_("visitor"),
    )
    since = models.DateTimeField(_("since"), default=clock.now)
    until = models.DateTimeField(_("until"), null=True)
    end_reason = models.CharField(_("reason"), max_length=200, blank=True)
    in_place_of = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="successor"
    )

    class Meta:
        ordering = ["visit", "pk"]
        verbose_name = _("visitor's place")
        verbose_name_plural = _("visitors' places")
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "school"],
                condition=Q(until__isnull=True),
                name="peer_review_seat_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.visit} ← {self.school or self.visitor}"


class Submission(AppendOnly):
    """Answers handed in for a visit, written once; a correction is a further submission.

    answers: by item code, as `checklists.answers` cleans them. failed: codes of failed items.
    key: made by whoever sends, so that the same answers sent twice are one row.
    """

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="submissions")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, related_name="submissions")
    key = models.UUIDField(default=uuid.uuid4, unique=True)
    source = models.CharField(_("came in"), max_length=10, choices=Source.choices)
    visited_on = models.DateField(_("day of the visit"))
    answers = models.JSONField(_("answers"))
    failed = models.JSONField(_("failed items"), default=list)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("entered by"),
    )
    entered_at = models.DateTimeField(_("entered at"), default=clock.now)

    class Meta:
        ordering = ["visit", "pk"]
        verbose_name = _("answers")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return f"{self.visit} · {self.visited_on}"
