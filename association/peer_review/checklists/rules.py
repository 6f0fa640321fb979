"""What a checklist must keep to before it is saved or put in use."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from association.peer_review.checklists.conditions import (
    Comparison,
    UnreadableCondition,
    read_condition,
)
from association.peer_review.checklists.questions import Question
from association.peer_review.enums import AnswerType

CONDITIONS = ("required_if", "show_if", "fails_if")
ORDERINGS = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: the code of an item and the name of its field."""

    code: str
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


def problems_of(questions: Sequence[Question]) -> list[Problem]:
    """Return everything that is wrong with the questions of a whole checklist, in their order."""
    twice = [code for code, times in Counter(q.code for q in questions).items() if times > 1]
    problems = [Problem(code, "code", _("This code stands there twice.")) for code in twice]
    for place, question in enumerate(questions):
        problems += _own_problems(question)
        for field in CONDITIONS:
            problems += _condition_problems(field, questions, place)
    return problems


def _own_problems(question: Question) -> Iterator[Problem]:
    def problem(field: str, sentence: str) -> Problem:
        return Problem(question.code, field, sentence)

    kind = question.answer_type
    keys = [choice.key for choice in question.choices]
    if kind == AnswerType.CHOICE and (len(keys) < 2 or len(set(keys)) < len(keys)):
        yield problem("choices", _("Give at least two choices, each with a key of its own."))
    if question.sensitive and kind != AnswerType.YES_NO:
        yield problem(
            "answer_type",
            _("A competitor-sensitive item is answered by yes or no, never by what was seen."),
        )
    if question.photo_on_fail and not question.failing:
        yield problem("photo_on_fail", _("This item never fails: say when it does."))
    if None not in (question.minimum, question.maximum) and question.minimum > question.maximum:
        yield problem("maximum", _("The most is less than the least."))


def _condition_problems(field: str, questions: Sequence[Question], place: int) -> Iterator[Problem]:
    question = questions[place]
    text = getattr(question, field)
    if not text:
        return
    try:
        condition = read_condition(text)
    except UnreadableCondition as error:
        yield Problem(question.code, field, str(error))
        return
    # The answer itself may decide whether it fails, not whether it is asked.
    known = questions[: place + 1] if field == "fails_if" else questions[:place]
    seen = {earlier.code: earlier for earlier in known}
    anywhere = {other.code for other in questions}
    for comparison in condition.comparisons():
        if sentence := _what_is_wrong(comparison, question, seen=seen, anywhere=anywhere):
            yield Problem(question.code, field, sentence)


def _what_is_wrong(
    comparison: Comparison, question: Question, *, seen: Mapping[str, Question], anywhere: set[str]
) -> str:
    """Return a sentence, or nothing where the comparison is sound."""
    code = comparison.code
    other = seen.get(code)
    if other is None:
        if code == question.code:
            told = _("The item cannot depend on its own answer.")
        elif code in anywhere:
            told = _("%(code)s is asked later; a condition looks back only.") % {"code": code}
        else:
            told = _("There is no item %(code)s.") % {"code": code}
        return told
    if other.repeats and other.section != question.section:
        return _("%(code)s is answered several times, so it is not clear which is meant.") % {
            "code": code
        }
    check = _CHECKS.get(other.answer_type)
    if check is None:
        return _("%(code)s is a text or a photo: nothing can be compared with it.") % {"code": code}
    return check(comparison, other)


def _number_problem(comparison: Comparison, other: Question) -> str:
    if isinstance(comparison.value, Decimal):
        return ""
    return _("%(code)s is a number: compare it with one.") % {"code": other.code}


def _word_problem(comparison: Comparison, other: Question) -> str:
    if comparison.sign in ORDERINGS:
        return _("%(code)s can be = or != only.") % {"code": other.code}
    if comparison.value in other.answers:
        return ""
    return _("%(code)s is never answered by “%(word)s”; it takes %(answers)s.") % {
        "code": other.code,
        "word": comparison.value,
        "answers": ", ".join(other.answers),
    }


_CHECKS: dict[str, Callable[[Comparison, Question], str]] = {
    AnswerType.YES_NO: _word_problem,
    AnswerType.CHOICE: _word_problem,
    AnswerType.NUMBER: _number_problem,
}
