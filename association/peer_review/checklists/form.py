"""A checklist as a form of plain HTML: for what was written on paper, and for a look beforehand."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from association.peer_review.checklists.answers import (
    MAX_ROWS,
    MAX_TEXT,
    Checked,
    check_answers,
    is_blank,
)
from association.peer_review.checklists.conditions import (
    Comparison,
    Condition,
    Joined,
    Not,
    read_condition,
)
from association.peer_review.checklists.questions import Group, Question, groups_of
from association.peer_review.enums import AnswerType
from association.peer_review.models import ChecklistVersion

YES_NO_LABELS = [
    ("yes", pgettext_lazy("checklist answer", "Yes")),
    ("no", pgettext_lazy("checklist answer", "No")),
    ("na", pgettext_lazy("checklist answer", "Does not apply")),
]
ADD = "add_row"
FIRST_ROWS = 1


@dataclass(frozen=True)
class Asked:
    """A question as it stands on the page: its fields, and what a script shows and hides by.

    name: of the answer's field. photo: under which name photos are kept; empty where none may be
    taken. show_if: the condition as JSON for the script, with the fields' names in it; empty where
    the question is always asked.
    """

    question: Question
    name: str
    answer: forms.BoundField | None
    note: forms.BoundField | None
    photo: str
    show_if: str
    pass_fail_only: bool


@dataclass(frozen=True)
class Block:
    """A section, or one room or class of a repeated one. number: which, from 1; 0 for neither."""

    group: Group
    number: int
    asked: tuple[Asked, ...]
    is_last: bool


class ChecklistForm(forms.Form):
    """Every question of a checklist, with notes; what is typed is kept, wrong or not.

    After `is_valid`, `checked` holds cleaned answers and what fails. A button named `add_row` with
    a section's key as its value asks for one more room or class: nothing is held against it yet.
    """

    # Names of the answers that stand as last time, and the day that was; see `selectors.last_time`.
    as_last_time: frozenset[str] = frozenset()
    last_time_on: dt.date | None = None
    use_required_attribute = False  # a hidden question is not missed; the server says what is

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, groups: Sequence[Group], peer: bool,
        answers: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        """groups: of the version. peer: as for `check_answers`. answers: to begin with."""
        super().__init__(data, initial=_flat(answers or {}))
        self.groups, self.peer = groups, peer
        self.checked = Checked()
        self.rows = {group.key: self._rows_of(group) for group in groups if group.repeats}
        for group in groups:
            for prefix in self._prefixes(group):
                for question in group.questions:
                    self._add_fields(question, prefix)

    @property
    def asks_for_a_row(self) -> bool:
        """Whether the person wants one more room or class instead of handing in."""
        return self.is_bound and self.data.get(ADD, "") in self.rows

    def is_valid(self) -> bool:
        return super().is_valid() and not self.asks_for_a_row

    def full_clean(self) -> None:
        if self.asks_for_a_row:
            self._errors, self.cleaned_data = ErrorDict(renderer=self.renderer), {}
        else:
            super().full_clean()

    @cached_property
    def blocks(self) -> list[Block]:
        """The page from top to bottom."""
        return [
            Block(
                group,
                number=number if group.repeats else 0,
                asked=tuple(self._asked(group, question, prefix) for question in group.questions),
                is_last=group.repeats and number == self.rows[group.key],
            )
            for group in self.groups
            for number, prefix in enumerate(self._prefixes(group), start=1)
        ]

    def clean(self) -> dict[str, Any]:
        """Hold all answers against the checklist; photos cannot come along on paper."""
        self.checked = check_answers(
            self.groups, self.given_answers(), peer=self.peer, with_photos=False
        )
        for name, sentence in self.checked.errors:
            self.add_error(name if name in self.fields else None, sentence)
        return self.checked.answers

    def given_answers(self) -> dict[str, Any]:
        """Return what was typed, as `check_answers` takes it, before any rule is asked."""
        answers: dict[str, Any] = {}
        for group in self.groups:
            rows = [self._given_row(group, prefix) for prefix in self._prefixes(group)]
            if group.repeats:
                answers[group.key] = rows
            else:
                answers |= rows[0]
        return answers

    def _given_row(self, group: Group, prefix: str) -> dict[str, str]:
        names = (f"{q.code}{suffix}" for q in group.questions for suffix in ("", "_note"))
        given = ((name, self.data.get(prefix + name, "")) for name in names)
        return {name: value for name, value in given if not is_blank(value)}

    def _rows_of(self, group: Group) -> int:
        if not self.is_bound:
            return max(FIRST_ROWS, len(self._initial_rows(group)))
        typed = self.data.get(f"{group.key}-rows", "")
        count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else FIRST_ROWS
        more = int(self.data.get(ADD) == group.key)
        return min(max(count, FIRST_ROWS) + more, MAX_ROWS)

    def _initial_rows(self, group: Group) -> set[str]:
        start = f"{group.key}-"
        return {name.split("-")[1] for name in self.initial if name.startswith(start)}

    def _prefixes(self, group: Group) -> Iterator[str]:
        if not group.repeats:
            yield ""
        else:
            yield from (f"{group.key}-{number}-" for number in range(self.rows[group.key]))

    def _add_fields(self, question: Question, prefix: str) -> None:
        if question.answer_type != AnswerType.PHOTO:
            self.fields[prefix + question.code] = _answer_field(question)
        if question.takes_note(peer=self.peer):
            self.fields[f"{prefix}{question.code}_note"] = forms.CharField(
                label=_("Note on %(code)s") % {"code": question.code},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "maxlength": MAX_TEXT}),
            )

    def _name(self, group: Group, code: str, prefix: str) -> str:
        """Return the name of the field that a condition in this group means by a code."""
        return prefix + code if any(q.code == code for q in group.questions) else code

    def _photo_name(self, question: Question, name: str) -> str:
        """For a photo item the photos are the answer, for others they stand beside it."""
        if question.answer_type == AnswerType.PHOTO:
            return "" if question.pass_fail_only(peer=self.peer) else name
        return f"{name}_photo" if question.takes_photo(peer=self.peer) else ""

    def _asked(self, group: Group, question: Question, prefix: str) -> Asked:
        name, note = prefix + question.code, f"{prefix}{question.code}_note"
        return Asked(
            question,
            name=name,
            answer=self[name] if name in self.fields else None,
            note=self[note] if note in self.fields else None,
            photo=self._photo_name(question, name),
            show_if=_for_script(question.show_if, lambda code: self._name(group, code, prefix)),
            pass_fail_only=question.pass_fail_only(peer=self.peer),
        )


def build_form(
    version: ChecklistVersion,
    *,
    peer: bool,
    data: Mapping[str, Any] | None = None,
    answers: Mapping[str, Any] | None = None,
) -> ChecklistForm:
    """Return a checklist as a form. Draw it with `peer_review/_checklist_form.html`.

    peer: whether a visitor from another school answers. data: what was posted. answers: cleaned
    ones to begin with. Three queries.
    """
    return ChecklistForm(data, groups=groups_of(version), peer=peer, answers=answers)


class _AnyText(forms.CharField):
    """Takes whatever was typed: `check_answers` says what is wrong with it, once."""

    def validate(self, value: str) -> None:
        """Nothing here."""


class _AnyChoice(forms.ChoiceField):
    """The same for words to choose."""

    def validate(self, value: str) -> None:
        """Nothing here."""


def _answer_field(question: Question) -> forms.Field:
    item = question.item
    shown = {
        "label": f"{question.code} {item.text}" if item else question.code,
        "help_text": item.help if item else "",
        "required": question.required or bool(question.required_if),  # what the label says
    }
    if question.answer_type == AnswerType.NUMBER:
        typed = {"inputmode": "decimal", "maxlength": 20, "autocomplete": "off"}
        return _AnyText(**shown, widget=forms.TextInput(attrs=typed))
    if question.answer_type == AnswerType.TEXT:
        return _AnyText(**shown, widget=forms.TextInput(attrs={"maxlength": MAX_TEXT}))
    choices = (
        YES_NO_LABELS
        if question.answer_type == AnswerType.YES_NO
        else [(choice.key, choice.in_language("text")) for choice in question.choices]
    )
    return _AnyChoice(**shown, choices=choices, widget=forms.RadioSelect)


def _for_script(condition: str, name_of: Callable[[str], str]) -> str:
    return json.dumps(_as_lists(read_condition(condition), name_of)) if condition else ""


def _as_lists(condition: Condition, name_of: Callable[[str], str]) -> list[Any]:
    """Return a condition as js/checklist.js reads it, such as ["and", ["=", "C13", "no"], …]."""
    match condition:
        case Comparison(code=code, sign=sign, value=value):
            return [sign, name_of(code), value if isinstance(value, str) else float(value)]
        case Joined(word=word, parts=parts):
            return [word, *(_as_lists(part, name_of) for part in parts)]
        case Not(part=part):
            return ["not", _as_lists(part, name_of)]


def _flat(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers by the names of the form's fields."""
    flat: dict[str, Any] = {}
    for name, value in answers.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                flat |= {f"{name}-{number}-{code}": answer for code, answer in row.items()}
        else:
            flat[name] = value
    return flat
