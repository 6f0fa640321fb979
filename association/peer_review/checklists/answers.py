"""Whole sets of answers, held against the checklist they answer.

Answers are plain JSON by item code: a word, a number, a text, or a list of photos' names. Beside a
code there may be `CODE_note` (text) and `CODE_photo` (names). A section that is answered several
times is a list of such objects under its key.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from association.peer_review.checklists.conditions import read_condition
from association.peer_review.checklists.questions import Group, Question
from association.peer_review.checklists.rooms import Place, place_of, room_name
from association.peer_review.enums import AnswerType

MAX_ROWS = 40
MAX_TEXT = 500
MAX_PHOTOS = 6
MAX_NAME = 120
LARGEST = Decimal(10) ** 7


@dataclass(frozen=True)
class Failure:
    """An item that did not hold.

    row: which room or class, from 1; None where there is one. room: its name, where it has one.
    """

    code: str
    question: Question
    row: int | None = None
    note: str = ""
    photos: tuple[str, ...] = ()
    room: str = ""

    @property
    def place(self) -> Place:
        return place_of(self.code, self.room, self.row or 0)


@dataclass
class Checked:
    """What came of the answers.

    answers: cleaned, without hidden items. errors: where (`C11`, `C11_note`, `rooms-0-C73b`, rows
    from 0) and a sentence. failures: what fails, in the checklist's order.
    """

    answers: dict[str, Any] = field(default_factory=dict)
    errors: list[tuple[str, str]] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def failed_codes(self) -> list[str]:
        """The codes of what fails, each once."""
        return list(dict.fromkeys(failure.code for failure in self.failures))


class _Refusal(ValueError):
    """An answer that cannot be taken; `str()` is fit to be shown."""


def check_answers(
    groups: Sequence[Group],
    answers: Mapping[str, Any],
    *,
    peer: bool,
    with_photos: bool = True,
    voices: int = 1,
) -> Checked:
    """Hold answers against a checklist. Nothing is raised: whatever is wrong is said.

    groups: of the version that was answered. peer: a visitor from another school answers, so
    competitor-sensitive items take yes, no or "does not apply" and nothing beside it.
    with_photos: photos can have come along; on paper they cannot, so none is missed.
    voices: of how many people's answers these were put together; what stands beside an answer, and
    the rooms, may be as many times as much.
    """
    checked = Checked()
    if not isinstance(answers, Mapping):
        checked.errors.append(("", _("These are no answers.")))
        return checked
    taker = _Taker(checked, peer=peer, with_photos=with_photos, voices=voices)
    known: set[str] = set()
    outer: dict[str, Any] = {}
    for group in groups:
        if group.repeats:
            known.add(group.key)
            taker.take_rows(group, answers.get(group.key), outer)
        else:
            known |= _names(group)
            cleaned = taker.take(group, answers, outer, prefix="", row=None)
            checked.answers |= cleaned
    checked.errors += [
        (str(name)[:MAX_NAME], _("This checklist has no such item."))
        for name in answers
        if name not in known
    ]
    return checked


def _names(group: Group) -> set[str]:
    return {f"{q.code}{suffix}" for q in group.questions for suffix in ("", "_note", "_photo")}


def is_blank(value: Any) -> bool:
    """Say whether nothing was answered."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


@dataclass
class _Taker:
    """Takes answers group by group and writes down what is wrong or fails."""

    checked: Checked
    peer: bool
    with_photos: bool
    voices: int = 1

    def take_rows(self, group: Group, rows: Any, outer: Mapping[str, Any]) -> None:
        rows = [] if rows is None else rows
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) for row in rows):
            self.error(group.key, _("This section is answered as a list."))
            return
        if len(rows) > (most := MAX_ROWS * self.voices):
            self.error(group.key, _("At most %(count)s can be told.") % {"count": most})
            return
        told = [(n, row) for n, row in enumerate(rows) if not all(map(is_blank, row.values()))]
        if not told and any(question.required for question in group.questions):
            told = [(0, {})]
        kept, names = [], _names(group)
        for number, row in told:
            prefix = f"{group.key}-{number}-"
            for name in row:
                if name not in names:
                    self.error(prefix + str(name)[:MAX_NAME], _("This checklist has no such item."))
            before = len(self.checked.failures)
            cleaned = self.take(group, row, dict(outer), prefix=prefix, row=len(kept) + 1)
            kept += [cleaned] if cleaned else []
            here = self.checked.failures[before:]
            self.checked.failures[before:] = [
                replace(each, room=room_name(group.name_code, cleaned)) for each in here
            ]
        if kept:
            self.checked.answers[group.key] = kept

    def take(
        self,
        group: Group,
        given: Mapping[str, Any],
        context: dict[str, Any],
        *,
        prefix: str,
        row: int | None,
    ) -> dict[str, Any]:
        """Return the cleaned answers of one group or row; `context` learns them for conditions."""
        cleaned: dict[str, Any] = {}
        for question in group.questions:
            if question.show_if and not read_condition(question.show_if).holds(context):
                continue
            before = len(self.checked.errors)
            value = self.value(question, given, context, prefix)
            beside = self.beside(question, given, prefix)
            if len(self.checked.errors) > before or (value is None and not beside):
                continue
            cleaned |= beside
            if value is not None:
                cleaned[question.code] = value
                context[question.code] = _compared(value)
                self.look_for_failure(question, cleaned, context, prefix=prefix, row=row)
        return cleaned

    def value(
        self, question: Question, given: Mapping[str, Any], context: Mapping, prefix: str
    ) -> Any:
        raw = given.get(question.code)
        if not is_blank(raw):
            try:
                value = _READ[question.answer_type](raw, question, self.voices)
            except _Refusal as refusal:
                self.error(prefix + question.code, str(refusal))
                return None
            if not is_blank(value):
                return value
        needs_photo = question.answer_type == AnswerType.PHOTO
        if self.is_required(question, context) and (self.with_photos or not needs_photo):
            self.error(prefix + question.code, _("Please answer this."))
        return None

    def is_required(self, question: Question, context: Mapping[str, Any]) -> bool:
        if question.required or not question.required_if:
            return question.required
        return read_condition(question.required_if).holds(context)

    def beside(self, question: Question, given: Mapping[str, Any], prefix: str) -> dict[str, Any]:
        """Return the note and photos beside an answer."""
        found: dict[str, Any] = {}
        for suffix, allowed, read in (
            ("_note", question.takes_note(peer=self.peer), _text),
            ("_photo", question.takes_photo(peer=self.peer), _photos),
        ):
            name = question.code + suffix
            raw = given.get(name)
            if is_blank(raw):
                continue
            if not allowed:
                self.error(
                    prefix + name,
                    _("This item is answered by yes or no: nothing is written out or photographed.")
                    if question.pass_fail_only(peer=self.peer)
                    else _("Nothing of this kind stands beside this item."),
                )
                continue
            try:
                found[name] = read(raw, question, self.voices)
            except _Refusal as refusal:
                self.error(prefix + name, str(refusal))
        return found

    def look_for_failure(
        self,
        question: Question,
        cleaned: Mapping[str, Any],
        context: Mapping[str, Any],
        *,
        prefix: str,
        row: int | None,
    ) -> None:
        if not question.failing or not read_condition(question.failing).holds(context):
            return
        code = question.code
        photos = tuple(cleaned.get(f"{code}_photo", ()))
        self.checked.failures.append(
            Failure(code, question, row, cleaned.get(f"{code}_note", ""), photos)
        )
        wants_photo = question.photo_on_fail and question.takes_photo(peer=self.peer)
        if wants_photo and self.with_photos and not photos:
            self.error(f"{prefix}{code}_photo", _("Please take a photo of what you see."))

    def error(self, path: str, sentence: str) -> None:
        self.checked.errors.append((path, sentence))


def _compared(value: Any) -> Any:
    """Return an answer as conditions compare it; photos are never compared."""
    return Decimal(str(value)) if isinstance(value, int | float) else value


def _word(raw: Any, question: Question, _voices: int) -> str:
    if not isinstance(raw, str) or raw not in question.answers:
        raise _Refusal(_("Choose one of the answers."))
    return raw


def _number(raw: Any, question: Question, _voices: int) -> int | float:
    typed = unicodedata.normalize("NFKC", str(raw)).strip()
    try:
        number = Decimal(typed)
    except InvalidOperation:
        raise _Refusal(_("Write a number.")) from None
    if isinstance(raw, bool) or not number.is_finite() or abs(number) >= LARGEST:
        raise _Refusal(_("Write a number."))
    if number != round(number, 2):
        raise _Refusal(_("At most two places after the point."))
    if question.minimum is not None and number < question.minimum:
        raise _Refusal(_("At least %(number)s.") % {"number": plain_number(question.minimum)})
    if question.maximum is not None and number > question.maximum:
        raise _Refusal(_("At most %(number)s.") % {"number": plain_number(question.maximum)})
    return int(number) if number == int(number) else float(number)


def plain_number(number: Decimal) -> str:
    """Return a number without needless zeros: 3.50 as 3.5, 100.00 as 100."""
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"


def _text(raw: Any, _question: Question, voices: int) -> str:
    if not isinstance(raw, str):
        raise _Refusal(_("Write a text."))
    text = "".join(sign for sign in raw.replace("\r\n", "\n") if sign.isprintable() or sign == "\n")
    if len(text) > (most := (MAX_TEXT + 1) * voices - 1):  # one sign between two people's notes
        raise _Refusal(_("At most %(count)s characters.") % {"count": most})
    return text.strip()


def _photos(raw: Any, _question: Question, voices: int) -> list[str]:
    names = [raw] if isinstance(raw, str) else raw
    if not isinstance(names, list) or not all(
        isinstance(name, str) and 0 < len(name) <= MAX_NAME and name.isprintable() for name in names
    ):
        raise _Refusal(_("These are no photos."))
    if len(names) > (most := MAX_PHOTOS * voices):
        raise _Refusal(_("At most %(count)s photos.") % {"count": most})
    return names


_READ: dict[str, Callable[[Any, Question, int], Any]] = {
    AnswerType.YES_NO: _word,
    AnswerType.CHOICE: _word,
    AnswerType.NUMBER: _number,
    AnswerType.TEXT: _text,
    AnswerType.PHOTO: _photos,
}
