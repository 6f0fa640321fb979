"""People who sign in. Parents never need to."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from association.accounts.enums import LinkPurpose
from association.core import clock


class User(AbstractUser):
    """A person of the secretariat, an alliance, a school or a department (用户).

    Who has left is deactivated, never deleted: histories name their authors.
    session_epoch: counted up to end all sessions of the person at once.
    rights_epoch: counted up when their rights may have changed, so that the need of a second
    factor is looked up again.
    """

    session_epoch = models.PositiveIntegerField(default=0, editable=False)
    rights_epoch = models.PositiveIntegerField(default=0, editable=False)

    class Meta(AbstractUser.Meta):
        constraints = [
            models.UniqueConstraint(
                Lower("username"),
                name="accounts_user_name_in_any_case",
                violation_error_message=_("A user with that username already exists."),
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        # People type their address in any case, and sign in with it.
        self.email = self.email.lower()
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        """The name as its bearer writes it: surname first and unspaced where it is not Latin."""
        if (self.last_name + self.first_name).isascii():
            return super().get_full_name()
        return f"{self.last_name}{self.first_name}"

    @property
    def full_name(self) -> str:
        return self.get_full_name()

    def _get_session_auth_hash(self, secret: Any = None) -> str:
        """Sessions carry this. It changes with the password, as Django's, and with the epoch."""
        return salted_hmac(
            "accounts.session", f"{self.session_epoch}:{self.password}", secret, algorithm="sha256"
        ).hexdigest()


class MailedLink(models.Model):
    """A link that was mailed and works once (一次性链接). Its secret is not in the database."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mailed_links")
    purpose = models.CharField(max_length=10, choices=LinkPurpose.choices)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the secret
    address = models.EmailField(blank=True)  # where it was sent
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} · {self.user}"

    @property
    def is_open(self) -> bool:
        return self.used_at is None and clock.now() < self.expires_at
