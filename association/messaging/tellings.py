"""How a room says which act is told to whom: one `Telling` for each verb that concerns somebody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from association.core import announcing
from association.core.announcing import Teller
from association.core.regulated import Event
from association.messaging.services import Draft, tell

Readers = Callable[[Sequence[Event]], Mapping[int, Iterable[Any]]]
Drafts = Callable[[Sequence[Event]], Iterable[Draft]]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What is told of events of one verb.

    kind: of the message. readers: takes the events, returns the people of each by the event's key.
    words: what stands in the braces, for one event. link: where to go, for one event.
    when: says whether an event is told. to_actor: whoever did it is told as well, as with a
    receipt. key: names the matter of an event where one is told of it only once, whatever follows.
    """

    kind: str
    readers: Readers
    words: Callable[[Any], Mapping[str, Any]]
    link: Callable[[Any], str]
    when: Callable[[Any], bool] = lambda _event: True
    to_actor: bool = False
    key: Callable[[Any], str] | None = None

    def __call__(self, events: Sequence[Event]) -> None:
        tell(self.drafts(events))

    def drafts(self, events: Sequence[Event]) -> list[Draft]:
        """Return what is told of some events."""
        wanted = [event for event in events if self.when(event)]
        readers = self.readers(wanted) if wanted else {}
        return [
            Draft(
                person=person,
                kind=self.kind,
                key=f"{self.key(event) if self.key else key_of(event)}:{self.kind}",
                words=self.words(event),
                link=self.link(event),
            )
            for event in wanted
            for person in readers.get(event.pk, ())
            if self.to_actor or person.pk != event.acting_user_id
        ]


def key_of(event: Event) -> str:
    """Return what names an event in the keys of its messages."""
    return f"{event._meta.label_lower}:{event.pk}"


def together(*parts: Drafts) -> Teller:
    """Return what tells one act in several ways: other words, or another link, for other people.

    parts: `Telling.drafts`, or a function like it. Whoever is in two of them is told by the first.
    """

    def tell_all(events: Sequence[Event]) -> None:
        first: dict[tuple[int, str], Draft] = {}
        for draft in (draft for part in parts for draft in part(events)):
            matter = draft.key.removesuffix(f":{draft.kind}")
            first.setdefault((draft.person.pk, matter), draft)
        tell(list(first.values()))

    return tell_all


def register_tellings(app_label: str, tellings: Mapping[str, Teller]) -> None:
    """Let a room's verbs be told; called once, in AppConfig.ready().

    tellings: by verb. Raises ValueError for a verb that is told already.
    """
    for verb, teller in tellings.items():
        announcing.register(f"{app_label}.{verb}", teller)
