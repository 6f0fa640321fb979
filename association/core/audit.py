"""The audit trail: every act that matters leaves an entry, in the transaction of the act.

Acts on regulated records are written by `core.regulated`; what goes through Wagtail's own log (a
page is published, a picture changed) is copied by `core.receivers`. Everything else that matters
calls `record_act`.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone, translation
from wagtail.log_actions import LogActionRegistry, registry

from association.core import clock
from association.core.capacities import capacity_of
from association.core.models import AuditEntry
from association.core.origin import acting_through, present

Changes = Mapping[str, Sequence[str]]

# Of these only the name is kept: a person's contact, or what opens something.
UNTOLD = {"contact_name", "email", "nonce", "password", "phone", "secret", "token"}
LABEL_CHARACTERS = AuditEntry._meta.get_field("label").max_length


def register_verbs(
    actions: LogActionRegistry, *, app_label: str, verbs: type[models.TextChoices]
) -> None:
    """Register a room's verbs as `<app>.<verb>`; called from its `register_log_actions` hook."""
    for verb in verbs:
        actions.register_action(f"{app_label}.{verb.value}", verb.label, verb.label)


def record_act(
    *,
    action: str,
    user: Any,
    obj: models.Model | None = None,
    label: str = "",
    changes: Changes | None = None,
    reason: str = "",
    school: models.Model | None = None,
) -> AuditEntry:
    """Write an act into the audit trail. Call it in the transaction of the act.

    action: `<app>.<verb>`, registered by `register_verbs`. user: who did it, None for the system.
    obj: what it was done to. label: what to call that; the object's own name if empty.
    changes: old and new value of each field. Values of contacts and secrets are left out.
    school: whose matter it is; if not told, the one the object leads to (`audit_school`).
    Returns the entry. Raises ValueError for an act that no room has registered.
    """
    entry = build_entry(
        action=action,
        user=user,
        obj=obj,
        label=label,
        changes=changes,
        reason=reason,
        school=school,
    )
    entry.save(force_insert=True)
    return entry


def record_many(
    *, action: str, user: Any, objects: Sequence[models.Model], moment: dt.datetime | None = None
) -> None:
    """Write the same act for many objects. Their number does not change that of statements.

    moment: when it was done, now if not told. Errors are those of `record_act`.
    """
    with acting_through(present()):  # what is read of the person is read once for all
        entries = [
            build_entry(
                action=action,
                user=user,
                obj=obj,
                new_status=getattr(obj, "status", ""),
                moment=moment,
            )
            for obj in objects
        ]
    AuditEntry.objects.bulk_create(entries)


def build_entry(
    *,
    action: str,
    user: Any,
    obj: models.Model | None = None,
    label: str = "",
    changes: Changes | None = None,
    reason: str = "",
    school: models.Model | None = None,
    old_status: str = "",
    new_status: str = "",
    moment: dt.datetime | None = None,
) -> AuditEntry:
    """Return an entry that is not saved yet; arguments and errors are those of `record_act`."""
    if not registry.action_exists(action):
        message = f"unknown act: {action}"
        raise ValueError(message)
    school_id = school.pk if school else _school_id_of(obj)
    actor = user if getattr(user, "pk", None) else None
    return AuditEntry(
        moment=moment or clock.now(),
        user=actor,
        capacity=capacity_of(actor, school_id),
        action=action,
        object_type=obj._meta.label_lower if obj else "",
        object_id=str(obj.pk) if obj else "",
        label=(label or _name_of(obj))[:LABEL_CHARACTERS],
        school_id=school_id,
        old_status=old_status,
        new_status=new_status,
        changes=tellable(changes or {}),
        reason=reason,
        request_id=present().id,
    )


def tellable(changes: Changes) -> dict[str, list[str]]:
    """Return the changes without the values that are nobody's business; the fields stay."""
    return {
        name: [] if name.rpartition(".")[2] in UNTOLD else [_as_text(value) for value in values]
        for name, values in changes.items()
    }


def _as_text(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)


def _name_of(obj: models.Model | None) -> str:
    if obj is None:
        return ""
    # An object may name itself in the reader's language; the trail has one.
    with translation.override(settings.LANGUAGE_CODE):
        return str(obj)


def _school_id_of(obj: models.Model | None) -> int | None:
    """Follow `audit_school`, the way from an object to its school's key."""
    for step in getattr(obj, "audit_school", "school_id").split("."):
        obj = getattr(obj, step, None)
    return obj
