"""Which acts on covenants and pledges are told to whom."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse

from association.alliances.readers import of_school, people_of_members
from association.core.regulated import Event
from association.messaging.tellings import Telling, register_tellings
from association.messaging.wording import register_kinds
from association.pledges.enums import Verb


def _pledge_words(event: Event) -> dict[str, Any]:
    pledge = event.record
    return {
        "school": pledge.school.name,
        "receipt": pledge.receipt_no,
        "reason": event.reason,
        "until": pledge.in_force_until,
        "undo_until": pledge.undo_until,
    }


def _receipt(event: Event) -> str:
    pledge = event.record
    return reverse("pledges:receipt", args=[pledge.school.uscc, pledge.receipt_no])


def _every_member(events: Sequence[Event]) -> dict[int, list[Any]]:
    people = people_of_members()
    return {event.pk: people for event in events}


def _version_words(event: Event) -> dict[str, Any]:
    version = event.record
    return {
        "title": lambda: version.title,
        "number": version.number,
        "sign_by": version.sign_by,
    }


TELLINGS = {
    Verb.SIGN: Telling(
        kind="pledge_signed",
        readers=of_school(),
        words=_pledge_words,
        link=_receipt,
        to_actor=True,
    ),
    Verb.ACCEPT: Telling(
        kind="pledge_accepted", readers=of_school(), words=_pledge_words, link=_receipt
    ),
    Verb.RETURN: Telling(
        kind="pledge_returned", readers=of_school(), words=_pledge_words, link=_receipt
    ),
    Verb.PUBLISH_VERSION: Telling(
        kind="covenant_published",
        readers=_every_member,
        words=_version_words,
        link=lambda _event: reverse("alliances:desk"),
    ),
}


def register() -> None:
    """Register kinds and tellings; called once, in AppConfig.ready()."""
    register_kinds(Path(__file__).parent / "messages.toml")
    register_tellings("pledges", TELLINGS)
