"""Answers of several visitors, side by side: where they differ, and what becomes of them.

An item is compared by its answer. In a section that is answered several times, rooms of one name
are one room, and compared as such; a room that only some looked at is no difference, and kept.
Notes and photos beside an answer never make a difference: they are kept from everybody who gave
the answer that is kept.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from association.peer_review.checklists.questions import Group, Question
from association.peer_review.checklists.rooms import room_name, same_name
from association.peer_review.enums import AnswerType

Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What is compared as one: an item, or one room of a section answered several times.

    key: the item's code, or the section's key and the room's place among all rooms, from 0.
    given: the answers it stands in, by the key of the visitor's place, of those who looked at it.
    """

    key: str
    group: Group
    questions: tuple[Question, ...]
    number: int | None
    given: Mapping[int, Answers]

    @property
    def question(self) -> Question | None:
        """The one item; None for a room."""
        return self.questions[0] if self.number is None else None

    @property
    def room(self) -> str:
        """The room as the first visitor named it; empty for an item or without a name."""
        if self.number is None:
            return ""
        return room_name(self.group.name_code, next(iter(self.given.values())))

    @property
    def differs(self) -> bool:
        first, *others = (self.said(answers) for answers in self.given.values())
        return any(other != first for other in others)

    def said(self, answers: Answers) -> list[Any]:
        """Return what makes a difference: the answers alone, without photos and the room's name."""
        name = self.group.name_code if self.number is not None else None
        return [
            answers.get(each.code)
            for each in self.questions
            if each.answer_type != AnswerType.PHOTO and each.code != name
        ]

    def is_kept(self, place: int, agreed: Answers) -> bool:
        """Say whether the agreed answers say what the visitor of this place said."""
        if self.number is not None:
            rooms = agreed.get(self.group.key, [])
            agreed = rooms[self.number] if self.number < len(rooms) else {}
        return self.said(self.given[place]) == self.said(agreed)

    def merged(self, kept: int | None) -> dict[str, Any]:
        """Return one set of answers. kept: whose answer it is; None where they are the same."""
        first = next(iter(self.given)) if kept is None else kept
        same = self.said(self.given[first])
        others = [each for place, each in self.given.items() if place != first]
        agreeing = [self.given[first], *(each for each in others if self.said(each) == same)]
        whole: dict[str, Any] = {}
        for question in self.questions:
            whole |= _joined(question, agreeing)
        return whole


def differences(groups: Sequence[Group], given: Mapping[int, Answers]) -> list[Part]:
    """Return where visitors differ, in the checklist's order.

    groups: of the version that was answered. given: answers by the key of the visitor's place.
    """
    return [part for part in _parts(groups, given) if part.differs]


def merged(
    groups: Sequence[Group], given: Mapping[int, Answers], kept: Mapping[str, int]
) -> dict[str, Any]:
    """Return one set of answers out of several.

    given: answers by the key of the visitor's place. kept: for each difference, the place whose
    answer is kept. Raises KeyError where a difference is not told.
    """
    whole: dict[str, Any] = {}
    for part in _parts(groups, given):
        answers = part.merged(kept[part.key] if part.differs else None)
        if part.number is None:
            whole |= answers
        else:
            whole.setdefault(part.group.key, []).append(answers)
    return whole


def _parts(groups: Sequence[Group], given: Mapping[int, Answers]) -> Iterator[Part]:
    given = dict(sorted(given.items()))
    for group in groups:
        if group.repeats:
            for number, rooms in enumerate(_rooms(group, given)):
                yield Part(f"{group.key}-{number}", group, group.questions, number, rooms)
        else:
            for question in group.questions:
                yield Part(question.code, group, (question,), None, given)


def _rooms(group: Group, given: Mapping[int, Answers]) -> list[dict[int, Answers]]:
    """Return the rooms in the order in which they come up, each as every visitor saw it.

    Rooms of one name, or without any, are told apart by their order.
    """
    rooms: dict[tuple[str, int], dict[int, Answers]] = {}
    for place, answers in given.items():
        before: Counter[str] = Counter()
        for row in answers.get(group.key) or ():
            name = same_name(room_name(group.name_code, row))
            rooms.setdefault((name, before[name]), {})[place] = row
            before[name] += 1
    return list(rooms.values())


def _joined(question: Question, agreeing: Sequence[Answers]) -> dict[str, Any]:
    """Return an answer with the notes and photos of everybody who gave it."""
    code, found = question.code, {}
    if question.answer_type == AnswerType.PHOTO:
        found[code] = _photos(agreeing, code)
    elif code in agreeing[0]:
        found[code] = agreeing[0][code]
    notes = dict.fromkeys(answers.get(f"{code}_note", "") for answers in agreeing)
    found[f"{code}_note"] = "\n".join(note for note in notes if note)
    found[f"{code}_photo"] = _photos(agreeing, f"{code}_photo")
    return {name: value for name, value in found.items() if value not in ("", [])}


def _photos(agreeing: Sequence[Answers], name: str) -> list[str]:
    return [photo for answers in agreeing for photo in answers.get(name, ())]
