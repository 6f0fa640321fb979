"""A school's answers of its last check of itself, as far as they can begin the next one."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from association.peer_review.checklists.form import ChecklistForm
from association.peer_review.checklists.questions import Group, Question, all_questions, groups_of
from association.peer_review.enums import AnswerType, RoundKind
from association.peer_review.models import Submission, Visit

WORDS = (AnswerType.YES_NO, AnswerType.CHOICE)


@dataclass(frozen=True, slots=True)
class LastTime:
    """answers: as the present checklist takes them. on: the day they are of."""

    answers: dict[str, Any]
    on: dt.date


def last_time(visit: Visit) -> LastTime | None:
    """Return what a school answered in an earlier check of itself, None where nothing fits.

    An answer fits where the item is still asked in the same way. Notes and photos say what was
    seen then, and never come along.
    """
    earlier = Submission.objects.filter(
        visit__school=visit.school_id,
        visit__round__kind=RoundKind.SELF,
        visit__round__opens_on__lte=visit.round.opens_on,
    ).exclude(visit=visit)
    last = earlier.select_related("visit__round__checklist").order_by("-visited_on", "-pk").first()
    if last is None:
        return None
    groups = groups_of(visit.round.checklist)
    then = groups_of(last.visit.round.checklist)
    answers = _carried(last.answers, groups, {each.code: each for each in all_questions(then)})
    return LastTime(answers, last.visited_on) if answers else None


def same_as(form: ChecklistForm, last: LastTime) -> frozenset[str]:
    """Return the names of a form's answers that stand as they did last time."""
    names = set()
    for block in form.blocks:
        given = _row_of(last.answers, block.group, block.number)
        names |= {
            asked.name
            for asked in block.asked
            if asked.answer is not None
            and asked.question.code in given
            and str(asked.answer.value()) == str(given[asked.question.code])
        }
    return frozenset(names)


def _row_of(answers: Mapping[str, Any], group: Group, number: int) -> Mapping[str, Any]:
    if not group.repeats:
        return answers
    rows = answers.get(group.key, [])
    return rows[number - 1] if number <= len(rows) else {}


def _carried(
    given: Mapping[str, Any], groups: Sequence[Group], then: Mapping[str, Question]
) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for group in groups:
        if group.repeats:
            rows = [_fitting(group.questions, row, then) for row in given.get(group.key, [])]
            kept |= {group.key: rows} if any(rows) else {}
        else:
            kept |= _fitting(group.questions, given, then)
    return kept


def _fitting(
    questions: Iterable[Question], given: Mapping[str, Any], then: Mapping[str, Question]
) -> dict[str, Any]:
    return {
        question.code: given[question.code]
        for question in questions
        if question.code in given and _fits(question, then.get(question.code), given[question.code])
    }


def _fits(question: Question, then: Question | None, value: Any) -> bool:
    if then is None or then.answer_type != question.answer_type:
        return False
    if question.answer_type in WORDS:
        return value in question.answers
    return question.answer_type != AnswerType.PHOTO
