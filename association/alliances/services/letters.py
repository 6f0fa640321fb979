"""What the people of a hand-over read by e-mail. Nothing is written to the database."""

from typing import Any

from django.conf import settings

from association.alliances.enums import HandoverStatus
from association.alliances.models import Handover
from association.core.letters import letter, send_letters

# The successor is known once they have accepted; before that nobody but the principal is told.
TELLS_SUCCESSOR = {HandoverStatus.CONFIRMED, HandoverStatus.REFUSED, HandoverStatus.CANCELLED}


def tell_of_handover(*, handover: Handover, status: str) -> int:
    """Write to the outgoing principal, and to the successor, where they have an e-mail address.

    status: what is told, one of HandoverStatus. A letter that is late tells what was, and the desk
    tells what is. Whoever did it is not written to. Returns the number of letters.
    """
    event = handover.events.filter(new_status=status).first()
    people = [handover.outgoing.user]
    if handover.successor and status in TELLS_SUCCESSOR:
        people.append(handover.successor)
    context = {
        "handover": handover,
        "school": handover.school,
        "status": status,
        "reason": event.reason,
        "site_url": settings.SITE_URL,
    }
    return send_letters(
        letter("alliances/mail/handover", context | {"person": person}, to=person.email)
        for person in people
        if _is_told(person, event.acting_user)
    )


def _is_told(person: Any, actor: Any) -> bool:
    return person.is_active and bool(person.email) and person != actor
