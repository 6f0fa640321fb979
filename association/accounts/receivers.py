"""Rights that end take their sessions along, whoever took them away and by whatever screen."""

from typing import Any

from allauth.account.signals import user_logged_in as signed_in_for_good
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import models
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.http import HttpRequest

from association.accounts.enums import Act
from association.accounts.models import User
from association.accounts.second_factor import next_step
from association.accounts.services import ask_again, end_sessions
from association.accounts.sessions import SETTLED, forget_session
from association.core.audit import record_act

TAKEN = {"post_remove", "pre_clear"}
WATCHED = {"is_active", "is_superuser"}


def connect() -> None:
    """Listen; called once, when all models are there."""
    m2m_changed.connect(on_groups_of_person, sender=User.groups.through)
    m2m_changed.connect(on_rights_of_person, sender=User.user_permissions.through)
    m2m_changed.connect(on_rights_of_group, sender=Group.permissions.through)
    pre_delete.connect(on_group_deleted, sender=Group)
    pre_save.connect(on_person_saved, sender=User)
    post_save.connect(on_person_written, sender=User)
    user_logged_in.connect(on_login)
    signed_in_for_good.connect(on_signed_in)
    user_logged_out.connect(on_signed_out)


def on_groups_of_person(
    *, instance: models.Model, action: str, reverse: bool, pk_set: set[int] | None, **_kw: Any
) -> None:
    """Groups given ask for the second factor again; groups taken away end the sessions."""
    people = _people(instance, reverse, pk_set)
    if action in TAKEN:
        end_sessions(people)
    elif action == "post_add":
        ask_again(people)
    if isinstance(instance, User):
        instance.refresh_from_db(fields=["session_epoch", "rights_epoch"])


def on_rights_of_person(
    *, instance: models.Model, action: str, reverse: bool, pk_set: set[int] | None, **_kw: Any
) -> None:
    """Single rights of a person, which no screen of ours gives, ask again as well."""
    if action in TAKEN | {"post_add"}:
        ask_again(_people(instance, reverse, pk_set))


def on_rights_of_group(
    *, instance: models.Model, action: str, reverse: bool, pk_set: set[int] | None, **_kw: Any
) -> None:
    """What a group may do changes what its people need."""
    if action in {"post_add", "post_remove", "pre_clear"}:
        groups = instance.group_set.all() if reverse else Group.objects.filter(pk=instance.pk)
        if reverse and pk_set is not None:
            groups = Group.objects.filter(pk__in=pk_set)
        ask_again(User.objects.filter(groups__in=groups))


def _people(instance: models.Model, reverse: bool, pks: set[int] | None) -> models.QuerySet[User]:
    """Return whom a change of a person's groups or rights is about.

    reverse: it came from the group's side; pks are then the people, or None when all of them go.
    """
    if not reverse:
        return User.objects.filter(pk=instance.pk)
    return instance.user_set.all() if pks is None else User.objects.filter(pk__in=pks)


def on_group_deleted(*, instance: Group, **_kw: Any) -> None:
    """A group that is gone took its people's rights along."""
    end_sessions(instance.user_set.all())


def on_person_saved(*, instance: User, update_fields: Any, **_kw: Any) -> None:
    """Look what the row was, so that `on_person_written` can tell what was given or taken."""
    instance._rights_changed = {}
    if instance.pk is None or (update_fields is not None and not WATCHED & set(update_fields)):
        return
    before = User.objects.filter(pk=instance.pk).values(*WATCHED).first() or {}
    instance._rights_changed = {
        name: getattr(instance, name)
        for name, was in before.items()
        if was != getattr(instance, name)
    }


def on_person_written(*, instance: User, **_kw: Any) -> None:
    """End the sessions of who was deactivated or is no superuser any more."""
    changed = instance._rights_changed
    if not changed:
        return
    person = User.objects.filter(pk=instance.pk)
    if all(changed.values()):
        ask_again(person)
    else:
        end_sessions(person)
    instance.refresh_from_db(fields=["session_epoch", "rights_epoch"])


def on_login(*, request: HttpRequest, user: User, **_kw: Any) -> None:
    """A new session knows from the start whether something is left to do."""
    if not next_step(user):
        epochs = User.objects.filter(pk=user.pk).values_list("rights_epoch", flat=True)
        request.session[SETTLED] = epochs.get()


def on_signed_in(*, request: HttpRequest, user: User, **_kw: Any) -> None:
    """Sent by allauth when all stages are passed."""
    record_act(action=f"accounts.{Act.SIGN_IN}", user=user, obj=user)


def on_signed_out(*, request: HttpRequest, user: User | None, **_kw: Any) -> None:
    """Whoever leaves is no longer listed as being here."""
    if user is not None:
        forget_session(request)
        record_act(action=f"accounts.{Act.SIGN_OUT}", user=user, obj=user)
