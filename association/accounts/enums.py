from django.db import models
from django.utils.translation import gettext_lazy as _


class LinkPurpose(models.TextChoices):
    """What a mailed link does."""

    SIGN_IN = "sign_in", _("Sign in")
    EMAIL = "email", _("Confirm an e-mail address")


class Act(models.TextChoices):
    """What happens to an account; kept in the audit trail as `accounts.<act>`."""

    SIGN_IN = "sign_in", _("Signed in")
    SIGN_OUT = "sign_out", _("Signed out")
    WRONG_CODE = "wrong_code", _("Typed wrong second-factor codes")
    USE_CODE = "use_code", _("Used a recovery code")
    CHANGE_PASSWORD = "change_password", _("Changed the password")
    RESET_PASSWORD = "reset_password", _("Chose a new password by a mailed link")
    SET_PASSWORD = "set_password", _("Set a person's password")
    CHANGE_EMAIL = "change_email", _("Changed the e-mail address")
    SET_UP_APP = "set_up_app", _("Set up the authenticator app")
    REMOVE_APP = "remove_app", _("Removed the authenticator app")
    ADD_PASSKEY = "add_passkey", _("Added a passkey")
    REMOVE_PASSKEY = "remove_passkey", _("Removed a passkey")
    NEW_CODES = "new_codes", _("Made new recovery codes")
    END_SESSIONS = "end_sessions", _("Ended sessions on other devices")
    RESET_SECOND_FACTOR = "reset_second_factor", _("Reset a person's second factor")

    @property
    def sentence(self) -> str:
        """What the person is written about it; empty where no letter is sent."""
        return SENTENCES.get(self, "")


# Each is read by the owner of the account, in a letter.
SENTENCES = {
    Act.WRONG_CODE: _(
        "Somebody who has your password, or a link from your mail, typed a wrong second-factor "
        "code several times."
    ),
    Act.USE_CODE: _("A recovery code was used to sign in. It works no more."),
    Act.CHANGE_PASSWORD: _("Your password was changed. All other devices were signed out."),
    Act.RESET_PASSWORD: _(
        "A new password was chosen by a link from your mail. All devices were signed out."
    ),
    Act.SET_PASSWORD: _(
        "A colleague set a password for you and signed you out everywhere. Sign in with it, then "
        "choose one of your own."
    ),
    Act.CHANGE_EMAIL: _("The e-mail address of your account was changed."),
    Act.SET_UP_APP: _("An authenticator app was set up for your account."),
    Act.REMOVE_APP: _("The authenticator app was removed from your account."),
    Act.ADD_PASSKEY: _("A passkey was added to your account."),
    Act.REMOVE_PASSKEY: _("A passkey was removed from your account."),
    Act.NEW_CODES: _("New recovery codes were made. The old ones work no more."),
    Act.RESET_SECOND_FACTOR: _(
        "A colleague reset your second factor and signed you out everywhere. You set up a new one "
        "when you next sign in."
    ),
}
