"""Signing in, opening an account, choosing a password."""

from typing import Any

from django.contrib.auth import forms, password_validation
from django.db import IntegrityError, transaction
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from association.accounts.models import User
from association.core.errors import RuleError


def _password_rules() -> str:
    return " ".join(password_validation.password_validators_help_texts())


# Plain sentences: the rules stand in a paragraph, where Django's own list would not be allowed.
password_rules = lazy(_password_rules, str)


class SignInForm(forms.AuthenticationForm):
    """User name and password. Who was deactivated is told no more than a wrong password is."""

    error_messages = {
        "invalid_login": _(
            "This user name and password do not go together. Mind capital and small letters."
        ),
        "inactive": _("This account cannot be used."),
    }


class OpenAccountForm(forms.UserCreationForm):
    """A new account, opened by its owner. The e-mail address is for a lost password alone."""

    class Meta(forms.UserCreationForm.Meta):
        model = User
        fields = ("username", "last_name", "first_name", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, autocomplete in (
            ("last_name", "family-name"),
            ("first_name", "given-name"),
            ("email", "email"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
        self.fields["last_name"].required = self.fields["first_name"].required = True
        self.fields["last_name"].label = _("Surname")
        self.fields["first_name"].label = _("Given name")
        self.fields["username"].widget.attrs.pop("autofocus", None)
        self.fields["username"].help_text = _("What you type to sign in. Letters and digits.")
        self.fields["email"].help_text = _(
            "Only for a forgotten password. Without it, the secretariat sets a new one."
        )
        self.fields["password1"].help_text = password_rules()

    def save(self, commit: bool = True) -> User:
        """Save the account.

        Raises RuleError where another person took the name a moment ago.
        """
        try:
            with transaction.atomic():
                return super().save(commit=commit)
        except IntegrityError as error:
            taken = self.instance.unique_error_message(User, ["username"])
            raise RuleError(taken.messages[0]) from error


class ChangePasswordForm(forms.PasswordChangeForm):
    """A new password by someone who knows the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = password_rules()


class NewPasswordForm(forms.SetPasswordForm):
    """A new password by someone who holds the link from the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = password_rules()
