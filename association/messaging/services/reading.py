"""A person opens their messages."""

from typing import Any

from association.core import clock
from association.messaging.models import Message


def mark_read(*, message: Message, acting_user: Any) -> None:
    """Note when its recipient first opened a message."""
    Message.objects.unread().filter(pk=message.pk, recipient=acting_user).update(
        read_at=clock.now()
    )


def mark_all_read(*, acting_user: Any) -> int:
    """Note all of a person's messages as read; return how many were not."""
    return Message.objects.unread().filter(recipient=acting_user).update(read_at=clock.now())
