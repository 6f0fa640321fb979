"""Regulated records: a status that moves through one door, and the history it leaves.

`change_status` and `record_event` are called by the verbs in each room's `services.py` and by
nothing else. Every event is written here, so whatever the public sees of a school changes its
version here too, in the same transaction.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import get_active_log_context, log, registry

from association.core import clock
from association.core.errors import InvalidTransition


class AppendOnlyQuerySet(models.QuerySet):
    """Rows that may be added and read. The database refuses the rest as well."""

    def update(self, **kwargs: Any) -> int:
        raise TypeError(f"{self.model.__name__} is append-only: rows are never changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{self.model.__name__} is append-only: rows are never deleted.")


class AppendOnly(models.Model):
    """A row that is written once. Pair it with `append_only()` in the migration."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only: rows are never changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise TypeError(f"{type(self).__name__} is append-only: rows are never deleted.")


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
    to the school whose public page shows the record; empty where there is none.
    """

    transitions: ClassVar[Mapping[str, Collection[str]]]
    school_field: ClassVar[str] = ""

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
            cls._lock_school_of(pk)
        return cls._default_manager.select_for_update(of=("self",)).get(pk=pk)

    @classmethod
    def _lock_school_of(cls, pk: Any) -> None:
        """Every verb ends by writing to the school: whoever locks it last may wait for ever."""
        school = cls._meta.get_field(cls.school_field).related_model
        of_row = cls._base_manager.filter(pk=pk).values(cls.school_field)
        list(school._base_manager.select_for_update().filter(pk__in=of_row).values_list("pk"))


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
    old = row.status
    if to not in row.transitions.get(old, ()):
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    values = {"status": to, **changes}
    for copy in (row, record):
        for name, value in values.items():
            setattr(copy, name, value)
    row.save(update_fields=list(values))
    record_event(record=row, verb=verb, old_status=old, acting_user=acting_user, reason=reason)
    return row


@transaction.atomic
def record_event(
    *,
    record: Regulated,
    verb: str,
    acting_user: Any,
    old_status: str = "",
    reason: str = "",
    first: bool = False,
    **extra: Any,
) -> Event:
    """Append an event, write the audit entry, and bump the school's public version.

    first: the record was created just now, so the sequence starts at 1 without asking.
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
    log(
        instance=record,
        action=f"{record._meta.app_label}.{verb}",
        user=acting_user,
        data={"old": old_status, "new": event.new_status, "reason": reason},
        timestamp=event.created_at,
    )
    school = record.public_school()
    if school is not None:
        type(school)._base_manager.filter(pk=school.pk).update(
            public_version=F("public_version") + 1
        )
    return event


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
    event_model.objects.bulk_create(
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
    _log_many(records, verb=verb, acting_user=acting_user, timestamp=now)
    schools = [school for record in records if (school := record.public_school()) is not None]
    if schools:
        type(schools[0])._base_manager.filter(pk__in=[school.pk for school in schools]).update(
            public_version=F("public_version") + 1
        )


def _log_many(
    records: Sequence[Regulated], *, verb: str, acting_user: Any, timestamp: dt.datetime
) -> None:
    """Write the entries that Wagtail's `log()` would write one by one."""
    model = type(records[0])
    action = f"{model._meta.app_label}.{verb}"
    if not registry.action_exists(action):
        message = f"unknown log action: {action}"
        raise ValueError(message)
    entries = registry.get_log_model_for_model(model)
    context = get_active_log_context()
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    entries.objects.bulk_create(
        entries(
            content_type=content_type,
            object_id=str(record.pk),
            label=entries.objects.get_instance_title(record),
            action=action,
            timestamp=timestamp,
            user=acting_user or context.user,
            uuid=context.uuid,
            data={"old": "", "new": getattr(record, "status", ""), "reason": ""},
        )
        for record in records
    )
