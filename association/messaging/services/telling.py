"""The outbox: what people are told is written in the transaction of what happened.

Nothing leaves the house here. After the commit a task delivers; should that be lost, the sweep
(`manage.py deliver_messages`) finds the rows all the same.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction

from association.core import clock
from association.messaging import adapters, tasks
from association.messaging.models import Delivery, Message, MessageText, Reach
from association.messaging.wording import FIELDS, fill, kind_of


@dataclass(frozen=True, kw_only=True)
class Draft:
    """One message to one person.

    kind: of a registered kind. key: names the event; a person is told once of it. words: what
    stands in the braces (see `wording.fill`). link: an address of this site, from its first slash.
    email: where to write instead of the person's present address.
    """

    person: Any
    kind: str
    key: str
    words: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    email: str = ""


@transaction.atomic
def tell(drafts: Sequence[Draft]) -> list[Message]:
    """Write messages into the outbox, with a delivery for each way the person can be reached by.

    Call it in the transaction of the event. People who left are not told; who was told of the event
    is not told again. The number of messages does not change that of statements.
    Returns the messages written. Raises KeyError for an unknown kind.
    """
    fresh = _fresh(drafts)
    if not fresh:
        return []
    texts = _texts_of({draft.kind for draft in fresh})
    now = clock.now()
    messages = Message.objects.bulk_create(
        Message(
            recipient=draft.person,
            kind=draft.kind,
            key=draft.key,
            link=draft.link,
            created_at=now,
            **fill(texts[draft.kind], draft.words),
        )
        for draft in fresh
    )
    _send_out(messages, fresh)
    return messages


def _fresh(drafts: Sequence[Draft]) -> list[Draft]:
    """Return the drafts to people who are here and have not been told, each once."""
    wanted = {(d.person.pk, d.key): d for d in drafts if d.person.is_active}
    told = Message.objects.filter(
        recipient__in={person for person, _key in wanted}, key__in={key for _person, key in wanted}
    )
    for pair in told.values_list("recipient", "key") if wanted else ():
        wanted.pop(pair, None)
    return list(wanted.values())


def _texts_of(kinds: set[str]) -> dict[str, Mapping[str, str]]:
    own = {row.kind: row for row in MessageText.objects.filter(kind__in=kinds)}
    return {
        code: {name: getattr(own[code], name) for name in FIELDS}
        if code in own
        else kind_of(code).words
        for code in kinds
    }


def _send_out(messages: Sequence[Message], drafts: Sequence[Draft]) -> None:
    ways = adapters.adapters()
    reach = Reach.objects.in_bulk(
        [m.recipient_id for m in messages] if any(w.needs_phone for w in ways) else [],
        field_name="user_id",
    )
    rows = []
    for message, draft in zip(messages, drafts, strict=True):
        for way in ways:
            address = way.address_of(draft.person, reach.get(draft.person.pk), draft.email)
            if address and way.carries(message):
                rows.append(
                    Delivery(
                        message=message,
                        channel=way.channel,
                        address=address,
                        reference=uuid.uuid4(),
                        next_at=way.earliest(message.created_at),
                    )
                )
    keys = [row.pk for row in Delivery.objects.bulk_create(rows)]
    if keys:
        transaction.on_commit(partial(tasks.deliver.enqueue, keys))
