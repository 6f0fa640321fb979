"""What the audit trail hears of: Wagtail's own log, roles given and taken, tasks that begin."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_save, pre_save
from django.dispatch import receiver
from django_tasks.signals import task_finished, task_started
from wagtail.models import ModelLogEntry, PageLogEntry

from association.core.audit import build_entry, record_act
from association.core.capacities import forget_capacities
from association.core.enums import Act
from association.core.origin import begin_task, end_task, present

User = get_user_model()
# A draft is nobody's truth yet, and the editor saves one every few seconds.
DRAFTS = {"wagtail.edit"}
WATCHED = ("is_active", "is_superuser", "username", "last_name", "first_name", "email", "password")


@receiver(post_save, sender=ModelLogEntry)
@receiver(post_save, sender=PageLogEntry)
def copy_log_entry(instance: Any, created: bool, raw: bool, **_kwargs: Any) -> None:
    """Copy what Wagtail logs of pages, pictures, documents, settings and accounts."""
    draft = isinstance(instance, PageLogEntry) and instance.action in DRAFTS
    if raw or draft or not created:
        return
    entry = build_entry(
        action=instance.action,
        user=instance.user,
        label=instance.label,
        moment=instance.timestamp,
    )
    kind = instance.content_type.model_class()
    entry.object_type = kind._meta.label_lower if kind else ""
    entry.object_id = str(instance.object_id)
    entry.save(force_insert=True)


@receiver(m2m_changed, sender=User.groups.through)
def record_roles(
    instance: Any, action: str, reverse: bool, pk_set: Collection[Any] | None, **_kwargs: Any
) -> None:
    """Record that a person got or lost a role, whoever did it and in whatever way."""
    if action == "pre_clear":
        pk_set = _members(instance, reverse)
    elif action not in {"post_add", "post_remove"}:
        return
    act = Act.GIVE_ROLE if action == "post_add" else Act.TAKE_ROLE
    others = (User if reverse else Group)._default_manager.filter(pk__in=pk_set or ())
    for other in others:
        person, group = (other, instance) if reverse else (instance, other)
        record_act(
            action=f"core.{act}", user=_somebody(), obj=person, label=f"{person} · {group.name}"
        )
    forget_capacities([other.pk for other in others] if reverse else [instance.pk])


@receiver(pre_save, sender=User)
def record_person(
    instance: Any, raw: bool, update_fields: Collection[str] | None, **_kwargs: Any
) -> None:
    """Record that an account was switched off or on, or changed in what it is known by."""
    watched = [name for name in WATCHED if update_fields is None or name in update_fields]
    if raw or instance._state.adding or not watched:
        return
    before = type(instance)._base_manager.filter(pk=instance.pk).values(*watched).first()
    changes = {
        name: (before[name], getattr(instance, name))
        for name in watched
        if before and before[name] != getattr(instance, name)
    }
    active = changes.pop("is_active", None)
    if active is not None:
        act = Act.ACTIVATE_PERSON if active[1] else Act.DEACTIVATE_PERSON
        record_act(action=f"core.{act}", user=_somebody(), obj=instance)
        forget_capacities([instance.pk])
    if changes:
        action = f"core.{Act.CHANGE_PERSON}"
        record_act(action=action, user=_somebody(), obj=instance, changes=changes)


@receiver(task_started)
def follow_task(task_result: Any, **_kwargs: Any) -> None:
    """Let the audit trail tell which task it was."""
    begin_task(task_result.task.name)


@receiver(task_finished)
def leave_task(**_kwargs: Any) -> None:
    """Let the worker be itself again."""
    end_task()


def _members(instance: Any, reverse: bool) -> list[Any]:
    rows = instance.user_set if reverse else instance.groups
    return list(rows.values_list("pk", flat=True))


def _somebody() -> Any:
    """Return who is signed in at the screen through which this happens, None where nobody is."""
    request = present().request
    user = getattr(request, "user", None)
    return user if user is not None and user.is_authenticated else None
