"""The audit trail as people read it: who did what to which object, and what changed, in words."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.core.capacities import words_for
from association.core.enums import Act
from association.core.models import AuditEntry

TOGETHER = 500  # entries for which the words of capacities are asked at once
ROLES = {f"core.{Act.GIVE_ROLE}", f"core.{Act.TAKE_ROLE}"}
NAME_AND_GROUP = " · "  # as `receivers.record_roles` writes them


@dataclass(frozen=True, slots=True)
class Change:
    """A field with its old and new value; `told` is false where the values are not kept."""

    label: str
    told: bool
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        return f"{self.label}: {self.old or '—'} → {self.new or '—'}" if self.told else self.label


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words. `label` is what it calls its object, a role by its name."""

    entry: AuditEntry
    who: str
    capacity: str
    label: str
    changes: list[Change]


def in_words(entries: Iterable[AuditEntry]) -> Iterator[Told]:
    """Return entries in words, in their order. Their number does not change that of queries much.

    entries: with user and school selected along.
    """
    rest = iter(entries)
    while some := list(islice(rest, TOGETHER)):
        roles = {entry.pk: _role(entry) for entry in some}
        words = words_for({entry.capacity for entry in some} | set(roles.values()))
        people = _people_in(some)
        for entry in some:
            role = roles[entry.pk]
            yield Told(
                entry=entry,
                who=str(entry.user or ""),
                capacity=words[entry.capacity],
                label=entry.label.removesuffix(role) + words[role],
                changes=[
                    _change(entry, name, values, people) for name, values in entry.changes.items()
                ],
            )


def headings() -> list[str]:
    """Return the columns of the exported list."""
    return [
        pgettext("of an entry", "Number"),
        _("Time"),
        _("Done by"),
        _("User name"),
        _("Capacity"),
        _("Act"),
        _("Code of the act"),
        _("Kind"),
        pgettext("of an act", "Object"),
        _("Key of the object"),
        _("School"),
        _("Credit code"),
        _("Old state"),
        _("New state"),
        _("Changes"),
        _("Reason"),
        _("Request"),
    ]


WIDTHS = [10, 20, 16, 16, 24, 24, 28, 14, 34, 14, 30, 22, 14, 14, 40, 40, 36]


def rows(entries: Iterable[AuditEntry]) -> Iterator[Sequence[object]]:
    """Return the lines of the exported list, as `headings` has them."""
    for told in in_words(entries):
        entry = told.entry
        yield (
            entry.pk,
            _local(entry.moment),
            told.who or _("System"),
            entry.user.get_username() if entry.user else "",
            told.capacity,
            entry.act,
            entry.action,
            entry.kind,
            told.label,
            entry.object_id,
            entry.school.name if entry.school else "",
            entry.school.uscc if entry.school else "",
            entry.old_state,
            entry.new_state,
            "; ".join(map(str, told.changes)),
            entry.reason,
            entry.request_id,
        )


def _local(moment: dt.datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M:%S}"


def _role(entry: AuditEntry) -> str:
    """Return the group that an entry tells was given or taken, empty where it tells of none."""
    return entry.label.rpartition(NAME_AND_GROUP)[2] if entry.action in ROLES else ""


def _people_in(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """Return the names of the people whose keys stand in changes: one query, or none."""
    keys = {
        value
        for entry in entries
        for name, values in entry.changes.items()
        if _is_person(_field(entry, name))
        for value in values
        if value.isdecimal()
    }
    people = get_user_model()._base_manager.in_bulk(keys) if keys else {}
    return {str(key): str(person) for key, person in people.items()}


def _is_person(field: Any) -> bool:
    return getattr(field, "related_model", None) is get_user_model()


def _change(entry: AuditEntry, name: str, values: list[str], people: dict[str, str]) -> Change:
    field = _field(entry, name)
    label = capfirst(str(field.verbose_name)) if field else name
    if not values:
        return Change(label=label, told=False)
    named = [people.get(value, value) for value in values] if _is_person(field) else values
    old, new = (_value_in_words(field, value) for value in named)
    return Change(label=label, told=True, old=old, new=new)


def _field(entry: AuditEntry, name: str) -> Any:
    """Return the field that a change is about; `campus.address` is one of a record's campus."""
    of_part, _dot, own = name.rpartition(".")
    try:
        model = entry.object_model()
        if of_part and model:
            model = apps.get_model(model._meta.app_label, of_part)
        return model._meta.get_field(own) if model else None
    except (LookupError, FieldDoesNotExist):
        return None


def _value_in_words(field: Any, value: str) -> str:
    if isinstance(field, models.BooleanField):
        return {"True": _("yes"), "False": _("no")}.get(value, value)
    return str(dict(getattr(field, "flatchoices", [])).get(value, value))
