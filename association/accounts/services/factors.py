"""The second factor: set up, kept, used, removed, reset."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.totp.internal.flows import activate_totp
from allauth.mfa.webauthn.internal.flows import add_authenticator
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext as _

from association.accounts.enums import Act
from association.accounts.models import User
from association.accounts.second_code import use_up
from association.accounts.second_factor import (
    FACTORS,
    has_second_factor,
    is_last_factor,
    keep_codes,
    must_have_second_factor,
    recovery_codes_of,
)
from association.accounts.services.sessions import end_sessions, keep_only_this_session
from association.accounts.services.telling import note
from association.core.errors import RuleError

REMOVED = {
    Authenticator.Type.TOTP: Act.REMOVE_APP,
    Authenticator.Type.WEBAUTHN: Act.REMOVE_PASSKEY,
}


@transaction.atomic
def set_up_app(*, request: HttpRequest, form: Form) -> None:
    """Let an authenticator app count from now on, in place of an earlier one.

    form: allauth's, valid. The first factor brings recovery codes along.
    """
    user = request.user
    Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).delete()
    activate_totp(request, form)
    use_up(
        Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP),
        form.cleaned_data["code"],
    )
    keep_only_this_session(request, user)
    note(Act.SET_UP_APP, person=user, acting_user=user)


@transaction.atomic
def add_passkey(*, request: HttpRequest, name: str, credential: dict[str, Any]) -> None:
    """Add a passkey whose answer was checked. The first factor brings recovery codes along."""
    user = request.user
    add_authenticator(request, name=name, credential=credential)
    keep_only_this_session(request, user)
    note(Act.ADD_PASSKEY, person=user, acting_user=user)


@transaction.atomic
def make_recovery_codes(*, request: HttpRequest) -> None:
    """Make new recovery codes; the old ones open nothing any more.

    Raises RuleError where there is no second factor that they could stand in for.
    """
    user = request.user
    if not has_second_factor(user):
        raise RuleError(_("Recovery codes stand in for a second factor. Set that up first."))
    generate_recovery_codes(request)
    note(Act.NEW_CODES, person=user, acting_user=user)


@transaction.atomic
def keep_recovery_codes(*, acting_user: User) -> None:
    """Note that a person keeps their recovery codes in a safe place."""
    codes = recovery_codes_of(acting_user)
    if codes is not None:
        keep_codes(codes)


@transaction.atomic
def remove_factor(*, request: HttpRequest, authenticator: Authenticator) -> None:
    """Take one's own app or passkey away; with the last one the recovery codes go too.

    Raises RuleError for the last one of a person who needs a second factor.
    """
    user = request.user
    User.objects.select_for_update().get(pk=user.pk)  # two tabs must not remove one each
    if is_last_factor(authenticator):
        if must_have_second_factor(user):
            raise RuleError(
                _("Your work needs a second factor. Set up another one, then remove this one.")
            )
        Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    authenticator.delete()
    keep_only_this_session(request, user)
    note(REMOVED[authenticator.type], person=user, acting_user=user)


@transaction.atomic
def reset_second_factor(*, person: User, reason: str, acting_user: User | None) -> None:
    """Take away all second factors of somebody who lost theirs, and sign them out everywhere.

    acting_user: a superuser, or None for a command on the server.
    Raises RuleError for oneself, for who has none, and where the colleague may not.
    """
    if acting_user is not None and not (acting_user.is_active and acting_user.is_superuser):
        raise RuleError(_("Only an administrator resets a second factor."))
    if acting_user is not None and acting_user.pk == person.pk:
        raise RuleError(_("Nobody resets their own second factor. Ask another administrator."))
    rows = Authenticator.objects.filter(user=person)
    if not rows.filter(type__in=FACTORS).exists():
        raise RuleError(_("This person has no second factor."))
    rows.delete()
    person.mailed_links.filter(used_at=None).delete()
    end_sessions(User.objects.filter(pk=person.pk))
    note(Act.RESET_SECOND_FACTOR, person=person, acting_user=acting_user, reason=reason)


@transaction.atomic
def tell_of_used_code(*, person: User) -> None:
    """Tell a person that a recovery code of theirs was used."""
    note(Act.USE_CODE, person=person, acting_user=person)


@transaction.atomic
def tell_of_wrong_codes(*, person: User) -> None:
    """Tell a person that somebody with their password fails at the second factor."""
    note(Act.WRONG_CODE, person=person, acting_user=None)


@transaction.atomic
def enrol(*, user: User, secret: str) -> None:
    """Give an account an app with a known secret and codes that are kept: for the demo and tests.

    secret: base32. Does nothing for who has a second factor.
    """
    if has_second_factor(user):
        return
    TOTP.activate(user, secret)
    keep_codes(RecoveryCodes.activate(user).instance)
