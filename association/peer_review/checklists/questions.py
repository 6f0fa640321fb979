"""A checklist as plain data: what the rules need to know of sections and items, and no more."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from association.core.bilingual import Bilingual
from association.peer_review.enums import AnswerType
from association.peer_review.models import ChecklistItem, ChecklistSection, ChecklistVersion

CHOICE_KEY = re.compile(r"[a-z][a-z0-9]{0,19}")
YES, NO, NOT_APPLICABLE = YES_NO_ANSWERS = ("yes", "no", "na")


@dataclass(frozen=True)
class Choice(Bilingual):
    """One answer to choose."""

    key: str
    text_zh: str
    text_en: str


@dataclass(frozen=True)
class Question:
    """One item. section: its key. repeats: whether that section is answered several times.

    item: the row it was read from, for its texts; None in the rules' own tests and in forms.
    """

    code: str
    answer_type: str
    section: str
    repeats: bool = False
    choices: tuple[Choice, ...] = ()
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    required: bool = True
    required_if: str = ""
    show_if: str = ""
    fails_if: str = ""
    photo_on_fail: bool = False
    sensitive: bool = False
    item: ChecklistItem | None = field(default=None, compare=False)

    @property
    def answers(self) -> tuple[str, ...]:
        """The words that may be answered, for items answered by a word."""
        if self.answer_type == AnswerType.YES_NO:
            return YES_NO_ANSWERS
        return tuple(choice.key for choice in self.choices)

    @property
    def failing(self) -> str:
        """The condition under which the item fails; empty where it cannot."""
        if not self.fails_if and self.answer_type == AnswerType.YES_NO:
            return f"{self.code} = {NO}"
        return self.fails_if

    def pass_fail_only(self, *, peer: bool) -> bool:
        """Whether nothing but yes, no or "does not apply" may be written down."""
        return peer and self.sensitive

    def takes_note(self, *, peer: bool) -> bool:
        """Whether a note may stand beside the answer. A text needs none."""
        return self.answer_type != AnswerType.TEXT and not self.pass_fail_only(peer=peer)

    def takes_photo(self, *, peer: bool) -> bool:
        """Whether photos may stand beside the answer. For photo items they are the answer."""
        can_fail = bool(self.failing) and self.answer_type != AnswerType.PHOTO
        return can_fail and not self.pass_fail_only(peer=peer)


@dataclass(frozen=True)
class Group:
    """A section with its questions."""

    section: ChecklistSection
    questions: tuple[Question, ...]

    @property
    def key(self) -> str:
        return self.section.key

    @property
    def repeats(self) -> bool:
        return self.section.repeats

    @property
    def name_code(self) -> str | None:
        """The item that names a room of a repeated section: its first one, where that is a text."""
        first = self.questions[0] if self.repeats and self.questions else None
        return first.code if first and first.answer_type == AnswerType.TEXT else None


def read_choices(lines: str) -> tuple[Choice, ...]:
    """Return the choices of an item from its lines, `key = 中文 | English`.

    Raises ValueError with the line that cannot be read.
    """
    return tuple(_read_choice(line) for line in lines.splitlines() if line.strip())


def _read_choice(line: str) -> Choice:
    key, _equals, texts = (part.strip() for part in line.partition("="))
    chinese, _bar, english = (part.strip() for part in texts.partition("|"))
    if not (CHOICE_KEY.fullmatch(key) and chinese and english):
        raise ValueError(line.strip())
    return Choice(key, chinese, english)


def question_of(
    values: Mapping[str, Any], *, section: str, repeats: bool, item: ChecklistItem | None = None
) -> Question:
    """Return a question from the fields of an item, as a form or a row gives them.

    Raises ValueError for choices that cannot be read.
    """
    of_choice = values["answer_type"] == AnswerType.CHOICE
    return Question(
        code=values["code"],
        answer_type=values["answer_type"],
        section=section,
        repeats=repeats,
        choices=read_choices(values["choices"]) if of_choice else (),
        minimum=values["minimum"],
        maximum=values["maximum"],
        required=values["required"],
        required_if=values["required_if"],
        show_if=values["show_if"],
        fails_if=values["fails_if"],
        photo_on_fail=values["photo_on_fail"],
        sensitive=values["competitor_sensitive"],
        item=item,
    )


def groups_of(version: ChecklistVersion) -> list[Group]:
    """Return the sections of a saved version with their questions, in order; three queries."""
    rows = ChecklistSection.objects.filter(version=version).prefetch_related("items__picture")
    return [
        Group(
            section,
            tuple(
                question_of(vars(item), section=section.key, repeats=section.repeats, item=item)
                for item in section.items.all()
            ),
        )
        for section in rows
    ]


def all_questions(groups: Iterable[Group]) -> Iterator[Question]:
    """Return every question of a checklist in order."""
    for group in groups:
        yield from group.questions
