"""What a way out of the house has to be able to do."""

import datetime as dt
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from association.messaging.models import Message, Reach


class Unreachable(Exception):
    """Nothing was handed over; trying again later may help."""


class Refused(Exception):
    """The other side will never take this message to this address."""


class Uncertain(Exception):
    """The connection broke when the message may have been taken already."""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message on one way. reference: the same at every attempt."""

    reference: UUID
    address: str
    message: Message


class Adapter(ABC):
    """One way out: e-mail, short messages, an official account.

    A message is never handed over twice. What broke in between is asked of the other side by its
    reference; who cannot be asked leaves it to a person.
    """

    channel: ClassVar[str]
    needs_phone: ClassVar[bool] = False
    can_be_asked: ClassVar[bool] = False  # overrides `was_sent`

    @abstractmethod
    def address_of(self, person: Any, reach: Reach | None, email: str) -> str:
        """Return where a person is reached on this way; empty where they are not.

        email: asked for instead of the person's present address; mostly empty.
        """

    @abstractmethod
    def send(self, letter: Letter) -> None:
        """Hand a letter over. Raises Unreachable, Refused or Uncertain."""

    def was_sent(self, letter: Letter) -> bool:
        """Say whether the other side has a letter, by its reference.

        Asked only of a way that `can_be_asked`. Raises Unreachable where it cannot be asked now.
        """
        raise NotImplementedError

    def carries(self, message: Message) -> bool:
        """Say whether a message has what this way needs."""
        return True

    def earliest(self, moment: dt.datetime) -> dt.datetime:
        """Return when a message of a moment may leave. At once by default."""
        return moment


class PhoneAdapter(Adapter):
    """A way that rings a telephone: with the short text, to the number a person gave, by day."""

    needs_phone = True

    def address_of(self, person: Any, reach: Reach | None, email: str) -> str:
        return reach.phone if reach else ""

    def carries(self, message: Message) -> bool:
        return bool(message.short_zh)

    def earliest(self, moment: dt.datetime) -> dt.datetime:
        """Return the moment itself by day, else eight in the morning that follows the night."""
        first, last = settings.MESSAGE_PHONE_HOURS
        local = timezone.localtime(moment)
        if first <= local.hour < last:
            return moment
        day = local.date() + dt.timedelta(days=local.hour >= last)
        return timezone.make_aware(dt.datetime.combine(day, dt.time(first)))
