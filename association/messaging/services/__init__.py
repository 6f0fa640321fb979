"""What may be done with messages."""

from association.messaging.services.delivering import deliver, deliver_due, settle_abandoned
from association.messaging.services.reaching import change_reach
from association.messaging.services.reading import mark_all_read, mark_read
from association.messaging.services.reminding import remind
from association.messaging.services.settling import leave_delivery, send_again
from association.messaging.services.telling import Draft, tell
from association.messaging.services.wording import change_text, reset_text

__all__ = [
    "Draft",
    "change_reach",
    "change_text",
    "deliver",
    "deliver_due",
    "leave_delivery",
    "mark_all_read",
    "mark_read",
    "remind",
    "reset_text",
    "send_again",
    "settle_abandoned",
    "tell",
]
