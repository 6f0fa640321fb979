"""Sessions end: one, all others, or all of a person at once."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import update_session_auth_hash
from django.db import transaction
from django.db.models import F, QuerySet
from django.http import HttpRequest

from association.accounts.enums import Act
from association.accounts.models import User
from association.accounts.services.telling import note
from association.accounts.sessions import SETTLED, own_session, remember_session


@transaction.atomic
def end_sessions(people: QuerySet[User]) -> None:
    """End all sessions of some people with their next click, in the transaction that is open."""
    pks = list(people.order_by("pk").values_list("pk", flat=True))
    User.objects.filter(pk__in=pks).update(
        session_epoch=F("session_epoch") + 1, rights_epoch=F("rights_epoch") + 1
    )
    UserSession.objects.filter(user__in=pks).delete()


def ask_again(people: QuerySet[User]) -> None:
    """Let it be looked up anew whether these people need a second factor."""
    User.objects.filter(pk__in=list(people.order_by("pk").values_list("pk", flat=True))).update(
        rights_epoch=F("rights_epoch") + 1
    )


@transaction.atomic
def end_other_sessions(*, request: HttpRequest, acting_user: User) -> None:
    """End every session of a person but the one that asks."""
    keep_only_this_session(request, acting_user)
    note(Act.END_SESSIONS, person=acting_user, acting_user=acting_user)


@transaction.atomic
def end_own_session(*, pk: int, acting_user: User) -> bool:
    """End one of a person's own sessions. Says whether there was such a one."""
    session = own_session(acting_user, pk)
    if session is None:
        return False
    session.end()
    note(Act.END_SESSIONS, person=acting_user, acting_user=acting_user)
    return True


def keep_only_this_session(request: HttpRequest, user: User) -> None:
    """End all sessions of a person, and let the one that asks go on under a new key."""
    settled = request.session.get(SETTLED)
    end_sessions(User.objects.filter(pk=user.pk))
    user.refresh_from_db()
    update_session_auth_hash(request, user)
    if settled is not None:
        request.session[SETTLED] = user.rights_epoch
    remember_session(request)
