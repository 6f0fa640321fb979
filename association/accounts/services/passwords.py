"""A password was changed, chosen anew, or set by a colleague."""

from django.db import transaction
from django.http import HttpRequest

from association.accounts.enums import Act
from association.accounts.models import User
from association.accounts.services.sessions import end_sessions, keep_only_this_session
from association.accounts.services.telling import note


@transaction.atomic
def note_new_password(*, person: User, request: HttpRequest | None) -> None:
    """End the sessions of a person whose password was changed just now, and tell them.

    request: of the owner who knew the old one, whose session goes on; None after a mailed link.
    """
    _end_links(person)
    if request is None:
        end_sessions(User.objects.filter(pk=person.pk))
        note(Act.RESET_PASSWORD, person=person, acting_user=person)
        return
    keep_only_this_session(request, person)
    note(Act.CHANGE_PASSWORD, person=person, acting_user=person)


@transaction.atomic
def note_set_password(*, person: User, acting_user: User) -> None:
    """End the sessions of a person for whom a colleague set a password just now, and tell them."""
    _end_links(person)
    end_sessions(User.objects.filter(pk=person.pk))
    note(Act.SET_PASSWORD, person=person, acting_user=acting_user)


def _end_links(person: User) -> None:
    person.mailed_links.filter(used_at=None).delete()
