"""People who sign in. Parents never need to."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person of the secretariat, an alliance, a school or a department (用户).

    Who has left is deactivated, never deleted: histories name their authors.
    """

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def get_full_name(self) -> str:
        """The name as its bearer writes it: surname first and unspaced where it is not Latin."""
        if (self.last_name + self.first_name).isascii():
            return super().get_full_name()
        return f"{self.last_name}{self.first_name}"

    @property
    def full_name(self) -> str:
        return self.get_full_name()
