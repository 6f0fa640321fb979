"""Answers that were handed in, beside the questions they answer, and who may read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from association.alliances.permissions import schools_of
from association.peer_review.checklists.conditions import read_condition
from association.peer_review.checklists.form import YES_NO_LABELS
from association.peer_review.checklists.questions import Group, Question
from association.peer_review.enums import AnswerType
from association.peer_review.models import Submission
from association.peer_review.permissions import round_policy, visit_policy
from association.peer_review.selectors.board import BoardVisit


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer in words. open: it does not hold, so there is work to do."""

    code: str
    text: str
    answer: str
    note: str
    open: bool


@dataclass(frozen=True, slots=True)
class ToldBlock:
    """A section, or one room or class of a repeated one (number from 1; 0 for neither)."""

    title: str
    label: str
    number: int
    told: list[Told]


def readable_answers(user: Any, found: BoardVisit) -> list[Submission]:
    """Return those of a visit's answers that a user may read.

    The visited school, whoever runs the round and the secretariat read all; whoever visits reads
    the own alone.
    """
    row, given = found.visit.round, found.all_answers
    own = set(schools_of(user).values_list("pk", flat=True))
    if (
        found.visit.school_id in own
        or visit_policy.user_has_permission(user, "view")
        or round_policy.user_has_permission_for_instance(user, "run", row)
    ):
        return given
    seats = {
        place.seat.pk
        for place in found.places
        if place.seat.visitor_id == user.pk or place.seat.school_id in own
    }
    return [each for each in given if each.seat_id in seats]


def told_answers(submission: Submission, groups: Sequence[Group]) -> list[ToldBlock]:
    """Return answers in words, in the checklist's order; sections without any are left out.

    groups: of the version that was answered.
    """
    failed = set(submission.failed)
    blocks = []
    for group in groups:
        given = submission.answers
        rows = given.get(group.key, []) if group.repeats else [given]
        for number, row in enumerate(rows, start=1):
            context = {name: _comparable(answer) for name, answer in (given | row).items()}
            told = [
                _told(question, row, context, failed)
                for question in group.questions
                if _given(question, row)
            ]
            if told:
                section = group.section
                label = section.repeat_label or section.title
                blocks.append(ToldBlock(section.title, label, number * group.repeats, told))
    return blocks


def _given(question: Question, row: Mapping[str, Any]) -> bool:
    return question.code in row or f"{question.code}_note" in row


def _told(
    question: Question, row: Mapping[str, Any], context: Mapping[str, Any], failed: set[str]
) -> Told:
    answer = row.get(question.code, "")
    return Told(
        code=question.code,
        text=question.item.text if question.item else "",
        answer=_in_words(question, answer),
        note=row.get(f"{question.code}_note", ""),
        open=question.code in failed and _fails(question, context),
    )


def _fails(question: Question, context: Mapping[str, Any]) -> bool:
    """Say whether this very answer fails; of a repeated item one room may, and another not."""
    if not question.failing or question.code not in context:
        return False
    return read_condition(question.failing).holds(context)


def _comparable(answer: Any) -> Any:
    """Return an answer as conditions compare it: numbers as decimals."""
    is_number = isinstance(answer, int | float) and not isinstance(answer, bool)
    return Decimal(str(answer)) if is_number else answer


def _in_words(question: Question, answer: Any) -> str:
    if question.answer_type == AnswerType.YES_NO:
        return str(dict(YES_NO_LABELS).get(answer, answer))
    if question.answer_type == AnswerType.CHOICE:
        named = {choice.key: choice.in_language("text") for choice in question.choices}
        return named.get(answer, str(answer))
    if question.answer_type == AnswerType.PHOTO:
        return str(len(answer)) if isinstance(answer, list) else ""
    return str(answer)
