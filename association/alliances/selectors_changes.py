"""What a change request says, beside what the register says now."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.alliances.enums import ChangeStatus
from association.alliances.models import Campus, ChangeRequest, School
from association.alliances.models.change_request import Asked, as_text
from association.alliances.permissions import change_policy


@dataclass(frozen=True, kw_only=True)
class AskedLine:
    """A field that is to change, in words. now: what the register says at present.

    changed: the register says something else by now than when it was asked, and not what is asked.
    """

    label: str
    old: str
    new: str
    now: str
    changed: bool


def asked_lines(request: ChangeRequest) -> list[AskedLine]:
    """Return what a request asks for, field by field. One query for the campuses."""
    campuses = {campus.pk: campus for campus in request.school.campuses.all()}
    return [_line(asked, request.school, campuses) for asked in request.asked()]


def open_change_of(school: School) -> ChangeRequest | None:
    """Return a school's request that waits for the association."""
    return school.change_requests.open().first()


def changes_of(school: School) -> QuerySet[ChangeRequest]:
    """Return all a school has asked for, the latest first."""
    return school.change_requests.all()


def changes_to_decide(user: Any) -> QuerySet[ChangeRequest]:
    """Return the open requests that a person may decide, the longest waiting first."""
    return change_policy.rows(user, "decide").order_by("asked_at", "pk")


def moves_a_gate(request: ChangeRequest) -> bool:
    """Say whether a request asks for another address."""
    return any(asked.name == "address" for asked in request.asked())


def gates_without_position(request: ChangeRequest) -> list[Campus]:
    """Return the campuses whose address an accepted request changed, and whose gate is nowhere."""
    asked = [each.campus for each in request.asked() if each.name == "address"]
    if not asked or request.status != ChangeStatus.ACCEPTED:
        return []
    return list(request.school.campuses.filter(pk__in=asked, latitude__isnull=True))


def asked_labels(request: ChangeRequest) -> list[str]:
    """Return the names of the fields a request is about, each once. No query."""
    return list(dict.fromkeys(str(asked.field.verbose_name) for asked in request.asked()))


def _line(asked: Asked, school: School, campuses: dict[int, Campus]) -> AskedLine:
    row = school if asked.campus is None else campuses.get(asked.campus)
    now = asked.old if row is None else as_text(getattr(row, asked.name))
    label = str(asked.field.verbose_name)
    if asked.campus is not None:
        label = _("%(campus)s: %(field)s") % {"campus": row or _("former campus"), "field": label}
    return AskedLine(
        label=label,
        old=_in_words(asked.field, asked.old),
        new=_in_words(asked.field, asked.new),
        now=_in_words(asked.field, now),
        changed=now not in {asked.old, asked.new},
    )


def _in_words(field: models.Field, text: str) -> str:
    if isinstance(field, models.BooleanField):
        return _("yes") if text == str(True) else _("no")
    if isinstance(field, models.DateField) and text:
        return date_format(field.to_python(text))
    return str(dict(field.flatchoices).get(text, text))
