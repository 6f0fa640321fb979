from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NamedTuple, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from association.alliances.enums import CHANGE_TRANSITIONS, ChangeStatus
from association.alliances.models.school import Campus, School
from association.core import clock
from association.core.append_only import AppendOnly
from association.core.private_files import private_files
from association.core.regulated import Event, Regulated

LONGEST_REASON = 500
# What the association verifies on papers. The credit code is who the school is: it never changes.
OF_SCHOOL = (
    "name",
    "kind",
    "subject_field",
    "approved_scope",
    "licence_no",
    "licence_valid_until",
    "licence_long_term",
)
OF_CAMPUS = ("address", "street")
LICENCE = {"licence_no", "licence_valid_until", "licence_long_term"}


class Asked(NamedTuple):
    """One field that is to change. campus: key of the campus it belongs to, None for the school.

    old: as the register had it when it was asked. Both as text; empty where there is nothing.
    """

    campus: int | None
    name: str
    old: str
    new: str

    @property
    def field(self) -> models.Field:
        return (School if self.campus is None else Campus)._meta.get_field(self.name)

    @property
    def key(self) -> str:
        """How the field is called in `ChangeRequest.changes`."""
        return self.name if self.campus is None else f"campus-{self.campus}.{self.name}"

    @property
    def value(self) -> Any:
        """The new value as the model's field has it."""
        return as_value(self.field, self.new)


def as_text(value: Any) -> str:
    """Return a field's value as it is kept in JSON."""
    return "" if value is None else str(value)


def as_value(field: models.Field, text: str) -> Any:
    """Return what `as_text` made a text of."""
    return None if field.null and not text else field.to_python(text)


def _parts(key: str) -> tuple[int | None, str]:
    """Take `Asked.key` apart into campus and name."""
    place, _dot, name = key.rpartition(".")
    return (int(place.removeprefix("campus-")) if place else None), name


def _rank(key: str) -> tuple[int, int]:
    campus, name = _parts(key)
    return (campus or 0), (OF_SCHOOL if campus is None else OF_CAMPUS).index(name)


class ChangeRequestQuerySet(models.QuerySet):
    """What is said of change requests."""

    def open(self) -> Self:
        """Not decided yet."""
        return self.filter(status=ChangeStatus.OPEN)


class ChangeRequest(Regulated):
    """A school asks the association to change what it verified, with proof (变更申请).

    changes: by field, old and new value as text, in the form of `Asked.key`. What was asked stands
    as it was; the register itself changes by the verbs of `services/schools.py` alone.
    """

    transitions = CHANGE_TRANSITIONS

    code = models.CharField(_("change request"), max_length=12, unique=True, editable=False)
    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="change_requests")
    status = models.CharField(
        _("state"),
        max_length=10,
        choices=ChangeStatus.choices,
        default=ChangeStatus.OPEN,
        editable=False,
    )
    changes = models.JSONField(_("changes"))
    reason = models.TextField(_("why"), max_length=LONGEST_REASON)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked at"), default=clock.now, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    note = models.TextField(_("reasons"), max_length=LONGEST_REASON, blank=True)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("change request")
        verbose_name_plural = _("change requests")
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(status="open"),
                name="alliances_one_change_request_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="declined") | ~Q(note=""),
                name="alliances_change_declined_with_reasons",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_open(self) -> bool:
        return self.status == ChangeStatus.OPEN

    @property
    def look(self) -> str:
        """The key of the badge it wears."""
        return ChangeStatus(self.status).look

    def asked(self) -> Iterator[Asked]:
        """Yield what is to change, field by field, those of the school before its campuses'."""
        # PostgreSQL keeps no order of keys.
        for key in sorted(self.changes, key=_rank):
            yield Asked(*_parts(key), *self.changes[key])

    @property
    def of_licence(self) -> bool:
        """It asks for another number or another end of the licence."""
        return bool(LICENCE & set(self.changes))


class ChangeRequestEvent(Event):
    """What happened to a change request."""

    record = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="events")

    class Meta(Event.Meta):
        pass


class ChangeProof(AppendOnly):
    """A paper or photo that bears a change request out (证明材料); private, pixels or PDF alone."""

    request = models.ForeignKey(ChangeRequest, on_delete=models.PROTECT, related_name="proofs")
    file = models.FileField(storage=private_files, upload_to="alliances/proofs/")
    digest = models.CharField(_("checksum (SHA-256)"), max_length=64)

    class Meta:
        ordering = ["request", "pk"]
        verbose_name = _("proof of a change")
        verbose_name_plural = _("proofs of a change")

    def __str__(self) -> str:
        return f"{self.request} · {self.pk}"

    @property
    def ending(self) -> str:
        """The ending of its name, with the dot."""
        return PurePosixPath(self.file.name).suffix

    @property
    def kind(self) -> str:
        """What it is, for people."""
        return self.ending.removeprefix(".").upper()
