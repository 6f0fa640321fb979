"""Regulated records: a status that moves through one door, and the history it leaves.

`change_status` and `record_event` are called by the verbs in each room's `services.py` and by
nothing else. Every event is written here, so whatever the public sees of a school changes its
version here too, in the same transaction.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from types import NoneType
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import connection, models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from association.core import announcing, audit, clock
from association.core.append_only import AppendOnly
from association.core.errors import InvalidTransition

# Texts may be long, private, or open something: the event keeps those that matter.
TELLABLE = (NoneType, bool, int, dt.date)


class Event(AppendOnly):
    """One act on a regulated record: what, old and new, why, who, when (事件).

    A concrete event has a foreign key `record` to its record with `related_name="events"`.
    """

    sequence = models.PositiveIntegerField(_("sequence"))
    verb = models.CharField(_("act"), max_length=40)
    old_status = models.CharField(_("old state"), max_length=20, blank=True)
    new_status = models.CharField(_("new state"), max_length=20, blank=True)
    reason = models.TextField(_("reason"), blank=True)
    acting_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("done by"),
    )
    created_at = models.DateTimeField(_("time"), default=clock.now)

    class Meta:
        abstract = True
        ordering = ["sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "sequence"], name="%(app_label)s_%(class)s_in_sequence"
            )
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.verb}"


class Regulated(models.Model):
    """A record whose `status` only `change_status` moves.

    `transitions` maps each status to those that may follow it. `school_field` names the foreign key
    to the school whose public page shows the record; empty where there is none. `audit_school` is
    the way to the key of the school whose matter it is, for the audit trail.
    """

    transitions: ClassVar[Mapping[str, Collection[str]]]
    school_field: ClassVar[str] = ""
    audit_school: ClassVar[str] = "school_id"

    class Meta:
        abstract = True

    def public_school(self) -> models.Model | None:
        """Return the school whose public page shows this record, or None."""
        return getattr(self, self.school_field) if self.school_field else None

    @classmethod
    def locked(cls, pk: Any) -> Self:
        """Return the row, locked until the transaction ends, and its school's row before it.

        On SQLite the IMMEDIATE transaction is the lock.
        """
        if cls.school_field and connection.features.has_select_for_update:
            cls._lock_schools_of([pk])
        return cls._default_manager.select_for_update(of=("self",), no_key=True).get(pk=pk)

    @classmethod
    def locked_together(cls, pks: Collection[Any]) -> models.QuerySet[Self]:
        """Return several rows, locked as `locked` does, in one order for everybody.

        Rows that do not exist are left out. Related rows may be selected along.
        """
        if cls.school_field and connection.features.has_select_for_update:
            cls._lock_schools_of(pks)
        rows = cls._default_manager.select_for_update(of=("self",), no_key=True)
        return rows.filter(pk__in=pks).order_by("pk")

    @classmethod
    def _lock_schools_of(cls, pks: Collection[Any]) -> None:
        """Every verb ends by writing to the school: whoever locks it last may wait for ever."""
        school = cls._meta.get_field(cls.school_field).related_model
        of_rows = cls._base_manager.filter(pk__in=pks).values(cls.school_field)
        rows = (
            school._base_manager.select_for_update(no_key=True)
            .filter(pk__in=of_rows)
            .order_by("pk")
        )
        list(rows.values_list("pk"))


@transaction.atomic
def change_status(
    *,
    record: Regulated,
    to: str,
    verb: str,
    acting_user: Any,
    reason: str = "",
    **changes: Any,
) -> Regulated:
    """Move a record to another status; the only place that does.

    record: any copy of the row; the row itself is locked and read again first.
    to: the new status. verb: one of the room's verbs, kept in event and audit entry.
    changes: further fields of the record, saved in the same write.
    Returns the locked row; `record` is brought up to date as well.
    Raises InvalidTransition when the row's present status does not allow `to`.
    """
    row = type(record).locked(record.pk)
    old, changed = row.status, _told_changes(row, changes)
    if to not in row.transitions.get(old, ()):
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    values = {"status": to, **changes}
    for copy in (row, record):
        for name, value in values.items():
            setattr(copy, name, value)
    row.save(update_fields=list(values))
    record_event(
        record=row,
        verb=verb,
        old_status=old,
        acting_user=acting_user,
        reason=reason,
        changed=changed,
    )
    return row


def _told_changes(row: Regulated, changes: Mapping[str, Any]) -> audit.Changes:
    """Return what the audit trail says of further fields: dates, numbers and keys, no texts."""
    told = {}
    for name, new in changes.items():
        old = getattr(row, row._meta.get_field(name).attname)
        values = (old, new.pk if isinstance(new, models.Model) else new)
        if values[0] != values[1]:
            told[name] = values if all(isinstance(v, TELLABLE) for v in values) else ()
    return told


@transaction.atomic
def record_event(
    *,
    record: Regulated,
    verb: str,
    acting_user: Any,
    old_status: str = "",
    reason: str = "",
    first: bool = False,
    changed: audit.Changes | None = None,
    **extra: Any,
) -> Event:
    """Append an event, write the audit entry, and bump the school's public version.

    first: the record was created just now, so the sequence starts at 1 without asking.
    changed: old and new value of fields that the event itself does not keep, for the audit trail.
    extra: further fields of the concrete event.
    Returns the event.
    """
    last = 0 if first else record.events.aggregate(last=Max("sequence"))["last"] or 0
    event = record.events.create(
        sequence=last + 1,
        verb=verb,
        old_status=old_status,
        new_status=getattr(record, "status", ""),
        reason=reason,
        acting_user=acting_user,
        **extra,
    )
    action = f"{record._meta.app_label}.{verb}"
    audit.build_entry(
        action=action,
        user=acting_user,
        obj=record,
        old_status=old_status,
        new_status=event.new_status,
        changes={**(changed or {}), **extra.get("changes", {})},
        reason=reason,
        moment=event.created_at,
    ).save(force_insert=True)
    school = record.public_school()
    if school is not None:
        bump_public_version(school)
    announcing.announce(action, [event])
    return event


def bump_public_version(*schools: models.Model) -> None:
    """Make every stored rendering of some schools outdated, in the transaction of the change."""
    keys = [school.pk for school in schools]
    type(schools[0])._base_manager.filter(pk__in=keys).update(
        public_version=F("public_version") + 1
    )


@transaction.atomic
def record_first_events(*, records: Sequence[Regulated], verb: str, acting_user: Any) -> None:
    """Do for many records, created just now, what `record_event(first=True)` does for one.

    records: rows of one model. Their number does not change the number of statements.
    Raises ValueError for a verb the audit trail does not know.
    """
    if not records:
        return
    model = type(records[0])
    now = clock.now()
    event_model = model.events.rel.related_model
    events = event_model.objects.bulk_create(
        event_model(
            record=record,
            sequence=1,
            verb=verb,
            new_status=getattr(record, "status", ""),
            acting_user=acting_user,
            created_at=now,
        )
        for record in records
    )
    action = f"{model._meta.app_label}.{verb}"
    audit.record_many(
        action=action,
        user=acting_user,
        objects=records,
        moment=now,
    )
    schools = [school for record in records if (school := record.public_school()) is not None]
    if schools:
        bump_public_version(*schools)
    announcing.announce(action, events)
