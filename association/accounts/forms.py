"""Signing in, opening an account, choosing a password."""

from collections.abc import Iterable
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms as plain
from django.contrib.auth import forms, password_validation
from django.db import IntegrityError, transaction
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from association.accounts import services
from association.accounts.adapters import INACTIVE
from association.accounts.models import User
from association.core.errors import RuleError


def _password_rules() -> str:
    # Chinese sentences end in a full-width point, which brings its own space.
    between = "" if (get_language() or "").startswith("zh") else " "
    return between.join(password_validation.password_validators_help_texts())


# Plain sentences: the rules stand in a paragraph, where Django's own list would not be allowed.
password_rules = lazy(_password_rules, str)


class RulesAtFirstPassword:
    """Django tells at the repetition what is wrong with a password; people look at the first."""

    def validate_password_for_user(self, user: User, field: str = "password2") -> None:
        super().validate_password_for_user(user, field.removesuffix("2") + "1")


class SignInForm(forms.AuthenticationForm):
    """User name or e-mail address, and password.

    Who was deactivated is told no more than a wrong password is.
    """

    username = plain.CharField(
        label=_("User name or e-mail address"),
        max_length=254,
        widget=plain.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "autofocus": True}
        ),
    )

    error_messages = {
        "invalid_login": _(
            "This name and password do not go together. Mind capital and small letters."
        ),
        "inactive": INACTIVE,
    }

    def __init__(self, request: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = _("User name or e-mail address")

    def clean(self) -> dict[str, Any]:
        """Find the person. Too many tries stand among the errors as `TooManyTries`."""
        name, password = (self.cleaned_data.get(key) for key in ("username", "password"))
        if name and password:
            adapter = get_adapter()
            self.user_cache = adapter.authenticate(self.request, username=name, password=password)
            if self.user_cache is None:
                raise self.get_invalid_login_error()
        return self.cleaned_data


class OpenAccountForm(RulesAtFirstPassword, forms.UserCreationForm):
    """A new account, opened by its owner.

    The e-mail address counts when its mailbox has answered: a mistyped one would hand a stranger
    the link for a forgotten password.
    """

    class Meta(forms.UserCreationForm.Meta):
        model = User
        fields = ("username", "last_name", "first_name", "email")

    def __init__(self, *args: Any, names_to_avoid: Iterable[str] = (), **kwargs: Any) -> None:
        """Take names that the password should not be made of, for example of the school."""
        super().__init__(*args, **kwargs)
        self.instance.names_to_avoid = list(names_to_avoid)
        for name, autocomplete in (
            ("last_name", "family-name"),
            ("first_name", "given-name"),
            ("email", "email"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
        self.fields["last_name"].required = self.fields["first_name"].required = True
        self.fields["email"].label = _("E-mail address")
        self.fields["last_name"].label = _("Surname")
        self.fields["first_name"].label = _("Given name")
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["username"].help_text = _("What you type to sign in. Letters and digits.")
        self.fields["email"].help_text = _(
            "For a forgotten password, a link to sign in, and letters about your account. Without "
            "it, the secretariat sets a new password."
        )
        self.fields["password1"].help_text = password_rules()

    def save(self, commit: bool = True) -> User:
        """Save the account, and write to its address, if one was given.

        Raises RuleError where another person took the name a moment ago.
        """
        address, self.instance.email = self.instance.email, ""
        try:
            with transaction.atomic():
                user = super().save(commit=commit)
                if address:
                    services.change_email(address=address, acting_user=user)
                return user
        except IntegrityError as error:
            taken = self.instance.unique_error_message(User, ["username"])
            raise RuleError(taken.messages[0]) from error


class ChangePasswordForm(RulesAtFirstPassword, forms.PasswordChangeForm):
    """A new password by someone who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = password_rules()

    def clean_old_password(self) -> str:
        """Look at the old password within the budget of signing in."""
        password = self.cleaned_data["old_password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise plain.ValidationError(
                self.error_messages["password_incorrect"], code="password_incorrect"
            )
        return password


class ForgottenPasswordForm(plain.Form):
    """An e-mail address to which a link is sent, if an account has it."""

    email = plain.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=plain.EmailInput(attrs={"autocomplete": "email"}),
    )

    def save(self, **_options: Any) -> None:
        """Have the link sent. Django's own options are about its own letters."""
        services.ask_for_password_link(self.cleaned_data["email"])


class NewPasswordForm(RulesAtFirstPassword, forms.SetPasswordForm):
    """A new password by someone who holds the link from the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = password_rules()


class SignInLinkForm(ForgottenPasswordForm):
    """An e-mail address to which a link to sign in is sent, if an account has it."""

    def save(self, **_options: Any) -> None:
        services.ask_for_sign_in_link(self.cleaned_data["email"])


class EmailForm(plain.Form):
    """The address of one's account; an empty one takes it away."""

    email = plain.EmailField(
        label=_("E-mail address"),
        max_length=254,
        required=False,
        widget=plain.EmailInput(attrs={"autocomplete": "email"}),
    )
