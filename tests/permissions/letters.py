"""Messages for the matrix: one to the principal, and deliveries for a clerk to decide on."""

from types import SimpleNamespace

from association.accounts.models import User
from association.messaging.enums import Channel, DeliveryState
from association.messaging.models import Delivery
from association.messaging.services import tell
from tests.messaging.drafts import draft


def make_letters(records: SimpleNamespace, people: dict[str, User]) -> None:
    """Add messages and deliveries to the records."""
    told = {
        person: tell([draft(people[person], email=f"{person}@school.example")])[0]
        for person in ("principal", "foreign")
    }
    records.message, records.strange_message = told["principal"], told["foreign"]
    rows = Delivery.objects.filter(channel=Channel.EMAIL)
    records.doubted, records.waiting_delivery = (
        rows.get(message=told[person]) for person in ("principal", "foreign")
    )
    rows.filter(pk=records.doubted.pk).update(state=DeliveryState.UNCERTAIN)
