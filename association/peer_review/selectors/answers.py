"""Answers that were handed in, beside the questions they answer, and who may read them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from association.alliances.permissions import schools_of
from association.peer_review.checklists.conditions import read_condition
from association.peer_review.checklists.form import YES_NO_LABELS
from association.peer_review.checklists.questions import Group, Question, all_questions
from association.peer_review.enums import AnswerType, ReportStatus, RoundKind, VisitStatus
from association.peer_review.models import Report, Submission, Visit
from association.peer_review.permissions import round_policy, visit_policy
from association.peer_review.selectors.board import BoardVisit

BESIDE = ("_note", "_photo")


@dataclass(frozen=True, slots=True)
class Told:
    """One question with its answer in words. open: it does not hold, so there is work to do.

    photos: the names of those that may be shown.
    """

    code: str
    text: str
    answer: str
    note: str
    open: bool
    photos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldBlock:
    """A section, or one room or class of a repeated one (number from 1; 0 for neither)."""

    title: str
    label: str
    number: int
    told: list[Told]


def readable_answers(user: Any, found: BoardVisit) -> list[Submission]:
    """Return those of a visit's answers that a user may read.

    A self-check is for the school, whoever runs the round and the secretariat. A visit's answers
    are sealed until all are in: everybody reads the own, and what they typed in, alone. Then
    visitors, whoever runs the round and the secretariat read all; a school that sends a visitor
    reads that visitor's. The visited school reads all once the report is final.
    What of it is left out for some of them says `read_whole`.
    """
    given = found.all_answers
    own = set(schools_of(user).values_list("pk", flat=True))
    at_own = found.visit.school_id in own
    if found.visit.round.kind == RoundKind.SELF:
        return given if at_own or _reads_all(user, found.visit) else []
    if at_own:
        return given if _is_final(found.visit) else []
    seats = {place.seat.pk for place in found.places if place.seat.visitor_id == user.pk}
    if found.visit.status == VisitStatus.DONE:
        if seats or _reads_all(user, found.visit):
            return given
        seats = {place.seat.pk for place in found.places if place.seat.school_id in own}
    return [each for each in given if each.seat_id in seats or each.entered_by_id == user.pk]


def _reads_all(user: Any, visit: Visit) -> bool:
    """Say whether a user runs the visit's round, or reads all visits for the secretariat."""
    return visit_policy.user_has_permission(
        user, "view"
    ) or round_policy.user_has_permission_for_instance(user, "run", visit.round)


def _is_final(visit: Visit) -> bool:
    return Report.objects.filter(visit=visit, status=ReportStatus.FINAL).exists()


def read_whole(user: Any, visit: Visit, given: Iterable[Submission]) -> set[int]:
    """Return the keys of those answers that a user reads with nothing left out.

    What stands beside competitor-sensitive items is for the visited school, the secretariat and
    the visitor whose answers they are; a lead may act for a competitor.
    """
    runs_all = round_policy.user_has_permission(user, "run")
    if runs_all or schools_of(user).filter(pk=visit.school_id).exists():
        return {each.pk for each in given}
    return {each.pk for each in given if each.seat and each.seat.visitor_id == user.pk}


def without_sensitive(answers: Mapping[str, Any], groups: Sequence[Group]) -> dict[str, Any]:
    """Return answers without the notes and photos beside competitor-sensitive items.

    groups: of the version that was answered. Yes, no and "does not apply" stay.
    """
    names = {f"{code}{beside}" for code in _sensitive(groups) for beside in BESIDE}
    return _without(answers, names)


def keep_sensitive(
    answers: Mapping[str, Any], before: Mapping[str, Any], groups: Sequence[Group]
) -> dict[str, Any]:
    """Return answers with the notes and photos that `without_sensitive` left out before.

    before: what is being corrected. They stay where the answer beside them is still the same, so
    that a correction by somebody who may not read them does not lose them.
    """
    codes = _sensitive(groups)
    kept = _kept(before, answers, codes) | dict(answers)
    for name, rows in answers.items():
        earlier = before.get(name)
        if rows and _is_rows(rows) and _is_rows(earlier) and len(rows) == len(earlier):
            pairs = zip(earlier, rows, strict=True)
            kept[name] = [_kept(old, row, codes) | dict(row) for old, row in pairs]
    return kept


def _kept(before: Mapping[str, Any], now: Mapping[str, Any], codes: list[str]) -> dict[str, Any]:
    same = [code for code in codes if code in now and now[code] == before.get(code)]
    names = [f"{code}{beside}" for code in same for beside in BESIDE]
    return {name: before[name] for name in names if name in before}


def _sensitive(groups: Sequence[Group]) -> list[str]:
    return [question.code for question in all_questions(groups) if question.sensitive]


def _without(answers: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    return {
        name: [_without(row, names) for row in answer] if _is_rows(answer) else answer
        for name, answer in answers.items()
        if name not in names
    }


def _is_rows(answer: Any) -> bool:
    """Say whether these are the rooms or classes of a repeated section."""
    return isinstance(answer, list) and all(isinstance(row, Mapping) for row in answer)


def told_answers(
    given: Mapping[str, Any],
    groups: Sequence[Group],
    *,
    failed: Iterable[str],
    photos: Container[str] = (),
) -> list[ToldBlock]:
    """Return answers in words, in the checklist's order; sections without any are left out.

    groups: of the version that was answered. failed: the codes of the items that failed. photos:
    the names of those that may be shown.
    """
    failed = set(failed)
    blocks = []
    for group in groups:
        rows = given.get(group.key, []) if group.repeats else [given]
        for number, row in enumerate(rows, start=1):
            context = {name: _comparable(answer) for name, answer in (given | row).items()}
            told = [
                _told(question, row, context, failed, photos)
                for question in group.questions
                if _given(question, row)
            ]
            if told:
                section = group.section
                label = section.repeat_label or section.title
                blocks.append(ToldBlock(section.title, label, number * group.repeats, told))
    return blocks


def _given(question: Question, row: Mapping[str, Any]) -> bool:
    return any(f"{question.code}{beside}" in row for beside in ("", *BESIDE))


def _told(
    question: Question,
    row: Mapping[str, Any],
    context: Mapping[str, Any],
    failed: set[str],
    photos: Container[str],
) -> Told:
    answer = row.get(question.code, "")
    own = answer if question.answer_type == AnswerType.PHOTO else row.get(f"{question.code}_photo")
    return Told(
        code=question.code,
        text=question.item.text if question.item else "",
        answer=_in_words(question, answer),
        note=row.get(f"{question.code}_note", ""),
        open=question.code in failed and _fails(question, context),
        photos=tuple(name for name in own or () if name in photos),
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
