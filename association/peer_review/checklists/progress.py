"""How far a checklist on the page is filled in."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from association.peer_review.checklists.answers import is_blank
from association.peer_review.checklists.conditions import read_condition
from association.peer_review.checklists.form import Asked, ChecklistForm
from association.peer_review.enums import AnswerType

SECONDS = 10  # for an answer, on a walk through a school one knows
SECONDS_AGAIN = 4  # for a look at one that stands as last time


@dataclass(frozen=True, slots=True)
class Progress:
    """Of the questions that are asked now, how many are answered. minutes: the rest may take."""

    answered: int
    total: int
    minutes: int


def progress_of(form: ChecklistForm) -> Progress:
    """Count the answers of a form. What other answers hide is not counted, nor photos."""
    asked = list(_asked_now(form))
    answered = [each for each in asked if not is_blank(each.answer.value())]
    again = sum(each.name in form.as_last_time for each in answered)
    seconds = SECONDS * (len(asked) - len(answered)) + SECONDS_AGAIN * again
    return Progress(len(answered), len(asked), max(1, math.ceil(seconds / 60)))


def _asked_now(form: ChecklistForm) -> Iterator[Asked]:
    outer: dict[str, Any] = {}
    for block in form.blocks:
        context = dict(outer) if block.group.repeats else outer
        for asked in block.asked:
            condition = asked.question.show_if
            if asked.answer is None or (condition and not read_condition(condition).holds(context)):
                continue
            value = asked.answer.value()
            if not is_blank(value):
                context[asked.question.code] = _compared(asked, value)
            yield asked


def _compared(asked: Asked, value: Any) -> Any:
    if asked.question.answer_type != AnswerType.NUMBER:
        return value
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        return value
    return number if number.is_finite() else value
