"""Answers of several visitors, side by side: where they differ, and what becomes of them.

An item is compared by its answer; a section that is answered several times is compared whole.
Notes and photos beside an answer never make a difference: they are kept from everybody who gave
the answer that is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from association.peer_review.checklists.answers import MAX_PHOTOS, MAX_TEXT
from association.peer_review.checklists.questions import Group, Question
from association.peer_review.enums import AnswerType

BESIDE = ("_note", "_photo")
Answers = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Where visitors differ. key: an item's code, or that of a section answered several times.

    question: None for such a section. given: each visitor's answer, by the key of the place.
    """

    key: str
    group: Group
    question: Question | None
    given: Mapping[int, Any]


def differences(groups: Sequence[Group], given: Mapping[int, Answers]) -> list[Difference]:
    """Return where visitors differ, in the checklist's order.

    groups: of the version that was answered. given: answers by the key of the visitor's place.
    """
    found = []
    for key, group, question in _parts(groups):
        if _is_photos(question):
            continue
        values = {place: _bare(answers.get(key)) for place, answers in given.items()}
        first, *others = values.values()
        if any(other != first for other in others):
            found.append(Difference(key, group, question, values))
    return found


def merged(
    groups: Sequence[Group], given: Mapping[int, Answers], kept: Mapping[str, int]
) -> dict[str, Any]:
    """Return one set of answers out of several.

    given: answers by the key of the visitor's place. kept: for each difference, the place whose
    answer is kept. Raises KeyError where a difference is not told.
    """
    whole: dict[str, Any] = {}
    differing = {each.key for each in differences(groups, given)}
    for key, _group, question in _parts(groups):
        places = list(given)
        if key in differing:
            value = _bare(given[kept[key]].get(key))
            places = [kept[key]] + [
                place
                for place in places
                if place != kept[key] and _bare(given[place].get(key)) == value
            ]
        agreeing = [given[place] for place in places]
        if _is_photos(question):
            if photos := _joined(agreeing, key):
                whole[key] = photos
        elif key in agreeing[0]:
            whole[key] = agreeing[0][key]
        if question is not None:
            whole |= _beside(key, agreeing)
    return whole


def _parts(groups: Sequence[Group]) -> Iterator[tuple[str, Group, Question | None]]:
    for group in groups:
        if group.repeats:
            yield group.key, group, None
        else:
            for question in group.questions:
                yield question.code, group, question


def _is_photos(question: Question | None) -> bool:
    """No two people take the same photo, so photos are joined and never differ."""
    return question is not None and question.answer_type == AnswerType.PHOTO


def _joined(agreeing: Sequence[Answers], name: str) -> list[str]:
    return [photo for answers in agreeing for photo in answers.get(name, ())][:MAX_PHOTOS]


def _bare(value: Any) -> Any:
    """Return an answer without what stands beside it in the rows of a section."""
    if not isinstance(value, list) or not all(isinstance(row, Mapping) for row in value):
        return value
    return [
        {name: each for name, each in row.items() if not name.endswith(BESIDE)} for row in value
    ]


def _beside(code: str, agreeing: Sequence[Answers]) -> dict[str, Any]:
    notes = dict.fromkeys(answers.get(f"{code}_note", "") for answers in agreeing)
    photos = _joined(agreeing, f"{code}_photo")
    found: dict[str, Any] = {}
    if words := "\n".join(note for note in notes if note)[:MAX_TEXT]:
        found[f"{code}_note"] = words
    if photos:
        found[f"{code}_photo"] = photos
    return found
