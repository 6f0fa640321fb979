import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.alliances.models import School
from association.core import clock
from association.core.append_only import AppendOnly
from association.core.bilingual import Bilingual
from association.core.private_files import private_files
from association.core.regulated import Event, Regulated
from association.peer_review.checklists.rooms import Place, place_of
from association.peer_review.enums import (
    CONTESTABLE,
    FINDING_TRANSITIONS,
    EntryKind,
    ExtensionState,
    FindingStatus,
    Severity,
    VisitStatus,
)
from association.peer_review.models.visit import Visit

UNDECIDED = dt.timedelta(days=14)


class FindingQuerySet(models.QuerySet):
    """What is said of findings."""

    def of_others(self) -> Self:
        """Noted by visitors, not by the school about itself."""
        return self.filter(own=False)

    def unfinished(self) -> Self:
        """Not closed, and not fallen away."""
        return self.exclude(status__in=[FindingStatus.CLOSED, FindingStatus.WITHDRAWN])

    def to_mend(self) -> Self:
        """The school has to mend them; while facts are contested it need not yet."""
        return self.filter(status=FindingStatus.OPEN)

    def overdue(self) -> Self:
        """Not mended by the deadline: the alliance lead's matter."""
        waits = Q(extension=ExtensionState.ASKED)
        return self.to_mend().of_others().exclude(waits).filter(due_on__lt=clock.today())

    def long_overdue(self) -> Self:
        """Overdue for so long that the secretariat takes it up."""
        return self.overdue().filter(escalates_on__lte=clock.today())

    def undecided_long(self) -> Self:
        """Somebody's decision or second look has been awaited for two weeks (domain: fair clocks).

        Contested facts, time asked for, and what is said to be mended: none of them may rest for
        ever because somebody does nothing.
        """
        since = clock.today() - UNDECIDED
        contested = Q(status=FindingStatus.CONTESTED, duty_rests_since__lte=since)
        mended = Q(status=FindingStatus.MENDED, mended_on__lte=since)
        asked = Q(
            status=FindingStatus.OPEN,
            extension=ExtensionState.ASKED,
            entries__kind=EntryKind.EXTENSION,  # asked once, so there is one
            entries__for_school=True,
            entries__created_at__date__lte=since,
        )
        return self.of_others().filter(contested | mended | asked).distinct()

    def public(self) -> Self:
        """Those the public reads as counts, once their facts stand. Minor ones are not counted."""
        stands = Q(facts_stand_on__lte=clock.today())
        return (
            self.of_others()
            .exclude(severity=Severity.S1)
            .exclude(status__in=[FindingStatus.CONTESTED, FindingStatus.WITHDRAWN])
            # Whoever makes the visit again reads the public page too.
            .exclude(visit__again__status=VisitStatus.PLANNED)
            .filter(stands)
        )


class Finding(Bilingual, Regulated):
    """An item that did not hold on a visit, followed until it does (问题清单).

    facts: what the visitor saw, as corrected since. row: which room or class, from 1; 0 where
    there is one. room: its name, where it has one. own: the school noted it about itself; it is
    never public. facts_stand_on: the first day on which they can be read by others, after the
    school had its working days to correct them. due_on: the last day to mend. escalates_on: the
    first day on which it is the secretariat's matter. duty_rests_since: while facts are contested
    the deadline does not run.
    """

    transitions = FINDING_TRANSITIONS
    school_field = "school"

    code = models.CharField(_("finding"), max_length=12, unique=True, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="findings")
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="findings")
    item_code = models.CharField(_("item"), max_length=4)
    row = models.PositiveSmallIntegerField(_("which one"), default=0)
    room = models.CharField(_("name of the room"), max_length=500, blank=True)
    promise = models.CharField(pgettext_lazy("code of a promise", "promise"), max_length=4)
    breach = models.CharField(_("breach code"), max_length=5, blank=True)
    severity = models.CharField(_("severity"), max_length=2, choices=Severity.choices)
    text_zh = models.CharField(_("text in Chinese"), max_length=160)
    text_en = models.CharField(_("text in English"), max_length=240)
    facts = models.TextField(_("facts"), max_length=2000, blank=True)
    own = models.BooleanField(_("noted by the school itself"), default=False)
    self_reported = models.BooleanField(_("told by the school before the visit"), default=False)
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=FindingStatus.choices,
        default=FindingStatus.OPEN,
        editable=False,
    )
    told_on = models.DateField(_("told on"))
    facts_stand_on = models.DateField(_("facts stand from"))
    due_on = models.DateField(_("to be mended by"))
    escalates_on = models.DateField(_("with the secretariat from"))
    extension = models.CharField(
        _("more time"),
        max_length=10,
        choices=ExtensionState.choices,
        default=ExtensionState.NONE,
        editable=False,
    )
    extension_until = models.DateField(_("asked until"), null=True, editable=False)
    duty_rests_since = models.DateField(null=True, editable=False)
    mended_on = models.DateField(_("mended on"), null=True, editable=False)
    closed_on = models.DateField(_("closed on"), null=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        permissions = [("follow_finding", "Can decide on findings and re-check them")]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "item_code", "row"], name="peer_review_found_once"
            ),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("told_on")), name="peer_review_due_after_told"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} · {self.item_code}"

    @property
    def text(self) -> str:
        """What was looked at, in the reader's language."""
        return self.in_language("text")

    @property
    def place(self) -> Place:
        return place_of(self.item_code, self.room, self.row)

    @property
    def is_unfinished(self) -> bool:
        return self.status not in {FindingStatus.CLOSED, FindingStatus.WITHDRAWN}

    @property
    def is_overdue(self) -> bool:
        """Not mended although the last day is over; no request waits for an answer."""
        waits = self.extension == ExtensionState.ASKED
        return self.status == FindingStatus.OPEN and not waits and self.due_on < clock.today()

    @property
    def is_long_overdue(self) -> bool:
        """It is the secretariat's matter by now."""
        return self.is_overdue and not self.own and self.escalates_on <= clock.today()

    @property
    def facts_open(self) -> bool:
        """The school can still ask for the facts to be corrected."""
        waits = self.status in CONTESTABLE and not self.own
        return waits and clock.today() < self.facts_stand_on

    def days_left(self, day: dt.date | None = None) -> int:
        """Return how many days remain to mend; below zero once the deadline has passed."""
        return (self.due_on - (day or clock.today())).days


class FindingEvent(Event):
    """What happened to a finding."""

    record = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class Entry(AppendOnly):
    """What was said about a finding, by the school or to it; written once (往来).

    facts_before: what the facts read before this entry corrected them.
    """

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind.choices)
    for_school = models.BooleanField(_("the school speaks"), default=False)
    words = models.TextField(_("words"), max_length=2000)
    facts_before = models.TextField(blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("written by"),
    )
    created_at = models.DateTimeField(_("written at"), default=clock.now)

    class Meta:
        ordering = ["finding", "pk"]
        verbose_name = _("entry on a finding")
        verbose_name_plural = _("entries on findings")

    def __str__(self) -> str:
        return f"{self.finding} · {self.get_kind_display()}"


class EntryPhoto(AppendOnly):
    """A photo beside an entry, re-encoded and without metadata. Never public."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="photos")
    picture = models.FileField(storage=private_files, upload_to="peer_review/findings/")

    class Meta:
        ordering = ["entry", "pk"]
        verbose_name = _("photo on a finding")
        verbose_name_plural = _("photos on findings")

    def __str__(self) -> str:
        return str(self.entry)
