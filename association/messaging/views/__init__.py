"""A person's own messages, and how they are reached."""

from association.messaging.views.inbox import inbox, message, read_all
from association.messaging.views.reach import reach

__all__ = ["inbox", "message", "reach", "read_all"]
