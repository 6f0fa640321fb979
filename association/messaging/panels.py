"""On every desk: messages that were not opened yet."""

from typing import Any

from laces.components import Component

from association.core import panels
from association.messaging.models import Message

SHOWN = 3


class Unread(Component):
    """The newest unread messages of the reader, and how many there are."""

    template_name = "messaging/unread_panel.html"

    def __init__(self, messages: list[Message]) -> None:
        self.messages = messages

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"unread": self.messages[:SHOWN], "more": len(self.messages) > SHOWN}


def unread_panel(*, subject: Any, user: Any) -> Component | None:
    """Return the panel, None where all is read, or nobody is signed in. One query."""
    if not user.is_authenticated:
        return None
    rows = list(Message.objects.unread().filter(recipient=user)[: SHOWN + 1])
    return Unread(rows) if rows else None


def register() -> None:
    """Put the panel in its places; called once, in AppConfig.ready()."""
    for place in (
        panels.school_desk,
        panels.alliance_desk,
        panels.visitor_desk,
        panels.department_desk,
    ):
        place.register(unread_panel, order=5)
