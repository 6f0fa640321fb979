"""Codes and passkeys: typed or given when signing in, when setting up, when asked once more."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import validate_totp_code
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, SignupWebAuthnForm
from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from association.accounts import attempts, services
from association.accounts.models import User
from association.accounts.second_code import find_by_code
from association.accounts.second_factor import factors_of

NOT_RIGHT = _("This code is not right. Look once more: it changes every half minute.")
PASSKEY_NOT_RIGHT = _("This passkey does not fit. Try again, or use another way.")
# What a browser sends for a passkey may be anything.
NOT_A_PASSKEY = (TypeError, ValueError, KeyError, AttributeError, IndexError)
CODE_WIDGET = {
    "autocomplete": "one-time-code",
    "inputmode": "numeric",
    "autocapitalize": "none",
    "spellcheck": "false",
}


class CredentialField(forms.JSONField):
    """What a passkey answers, as the page's script writes it; whatever else comes is refused."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except (ValueError, RecursionError) as error:  # numbers of 5,000 digits, endless brackets
            raise ValidationError(PASSKEY_NOT_RIGHT, code="wrong") from error


class CodeForm(forms.Form):
    """A code from the app, or a recovery code, of a person who knows their password."""

    code = forms.CharField(
        label=pgettext_lazy("second factor", "Code"),
        help_text=_("Six digits from the app, or one of your recovery codes."),
        max_length=40,
        widget=forms.TextInput(attrs=CODE_WIDGET),
    )

    def __init__(self, *args: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.user = request, user
        if Authenticator.Type.TOTP not in factors_of(user):
            self.fields["code"].label = _("Recovery code")
            self.fields["code"].help_text = _("One of the codes that you printed.")

    def clean_code(self) -> str:
        """Look at the code within its budget. `authenticator` is what it was right for."""
        attempts.begin_code(self.request, self.user)
        self.authenticator = find_by_code(self.user, self.cleaned_data["code"])
        if self.authenticator is None:
            if attempts.code_failed(self.request, self.user):
                services.tell_of_wrong_codes(person=self.user)
            raise ValidationError(NOT_RIGHT, code="wrong")
        attempts.code_was_right(self.request, self.user)
        return self.cleaned_data["code"]

    def save(self) -> None:
        """Note in the session that the person proved who they are."""
        self.authenticator.user = self.user
        post_authentication(self.request, self.authenticator)
        if self.authenticator.type == Authenticator.Type.RECOVERY_CODES:
            services.tell_of_used_code(person=self.user)


class PasswordForm(forms.Form):
    """One's password once more."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError(_("This is not your password."), code="wrong")
        return password


class AppForm(ActivateTOTPForm):
    """The first code of an app that was set up just now."""

    code = forms.CharField(
        label=_("Code that the app shows now"),
        max_length=40,
        widget=forms.TextInput(attrs=CODE_WIDGET),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, user=request.user, **kwargs)
        self.request = request

    def clean_code(self) -> str:
        attempts.begin_code(self.request, self.user)
        code = self.cleaned_data["code"]
        if not validate_totp_code(self.secret, code):
            raise ValidationError(NOT_RIGHT, code="wrong")
        attempts.code_was_right(self.request, self.user)
        return code


class PasskeyForm(AuthenticateWebAuthnForm):
    """The answer of a passkey.

    user: whose second factor it is to be, or None when it signs in by itself; then its owner
    was verified by the device, which makes two factors of it.
    """

    credential = CredentialField()

    def __init__(self, *args: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.request = request
        self.passwordless = user is None

    def clean_credential(self) -> Authenticator:
        address = attempts.address_of(self.request)
        if seconds := attempts.wait(attempts.PASSKEY, address):
            raise attempts.TooManyTries(seconds)
        try:
            return super().clean_credential()
        except NOT_A_PASSKEY as error:
            attempts.spend(attempts.PASSKEY, address)
            raise ValidationError(PASSKEY_NOT_RIGHT, code="wrong") from error
        except ValidationError:
            attempts.spend(attempts.PASSKEY, address)
            raise


class AddPasskeyForm(SignupWebAuthnForm):
    """A new passkey with a name that its owner knows it by."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("So that you know it again, for example “my phone”."),
        max_length=60,
        required=False,
    )
    credential = CredentialField()

    def clean(self) -> dict[str, Any]:
        """Check the answer to our challenge; the device must have verified its owner."""
        self.cleaned_data["passwordless"] = True
        try:
            return super().clean()
        except NOT_A_PASSKEY as error:
            raise ValidationError(PASSKEY_NOT_RIGHT, code="wrong") from error


def begin_passkey(user: User | None) -> dict[str, Any]:
    """Return what a browser needs to ask for a passkey: of a person, or of whoever it is."""
    return webauthn.begin_authentication(user)
