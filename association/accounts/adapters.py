"""Where allauth asks the house: limits, addresses, stages, texts, keys."""

import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from association.accounts import attempts, sealing
from association.accounts.models import User
from association.accounts.second_factor import is_last_factor, must_have_second_factor
from association.core.models import AssociationProfile

# Its list of sessions has a place for an address; the house keeps none.
NO_ADDRESS = "0.0.0.0"  # noqa: S104 -- nothing is bound to it
INACTIVE = _("This account cannot be used.")


class AccountAdapter(DefaultAccountAdapter):
    """allauth's accounts, within the rules of the house. Sign-up is closed: people are invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return NO_ADDRESS

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: str | None = None, **kw: Any
    ) -> None:
        """Say what we say ourselves; allauth's own messages come as templates and are left out."""
        if message:
            messages.add_message(request, level, message)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Return who these belong to, or None. Deactivated people are nobody.

        credentials: username, which may be an e-mail address, and password.
        Raises TooManyTries, before the password is looked at.
        """
        name = credentials["username"]
        attempts.begin_password(request, name)
        user = authenticate(request, **credentials)
        if user is None:
            attempts.password_failed(request, name)
        else:
            attempts.password_was_right(request, name)
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """Say whether this is the password of who is signed in. Raises TooManyTries."""
        found = self.authenticate(self.request, username=user.username, password=password)
        return found is not None and found.pk == user.pk

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        if user.is_active:
            return None
        messages.error(request, INACTIVE)
        return redirect("accounts:sign_in")

    def get_login_stages(self) -> list[str]:
        return ["association.accounts.stages.SecondFactorStage"]

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        return not confirmed_lately(self.request)


def confirmed_lately(request: HttpRequest) -> bool:
    """Say whether a person proved who they are, in any way, within the last quarter of an hour."""
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < attempts.QUARTER


class SecondFactorAdapter(DefaultMFAAdapter):
    """allauth's second factor: its secrets are encrypted, its texts are ours."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This passkey does not fit. Try again, or use another way."),
    }

    def get_totp_issuer(self) -> str:
        return AssociationProfile.load().name_zh

    def get_totp_label(self, user: User) -> str:
        return user.username

    def _get_site_name(self) -> str:
        return AssociationProfile.load().name_zh

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return super().get_public_key_credential_user_entity(user) | {
            "name": user.username,
            "display_name": str(user),
        }

    def generate_authenticator_name(self, user: User, type: str) -> str:  # noqa: A002 -- its name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}

    def encrypt(self, text: str) -> str:
        return sealing.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        return sealing.decrypt(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        needed = must_have_second_factor(authenticator.user)
        return not (needed and is_last_factor(authenticator))
