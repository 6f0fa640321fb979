"""Rules of a checklist: each mistake is found once, at its place, with a sentence."""

from decimal import Decimal

import pytest

from association.peer_review.checklists.questions import Choice, read_choices
from association.peer_review.checklists.rules import problems_of
from association.peer_review.enums import AnswerType
from tests.peer_review.checklists.made import LEVELS, question

YES = question("C11")
NUMBER = question("C12", AnswerType.NUMBER)
CHOICE = question("C13", AnswerType.CHOICE)
TEXT = question("C14", AnswerType.TEXT)
ROOM = question("C15", repeats=True)
BEFORE = [YES, NUMBER, CHOICE, TEXT, ROOM]


@pytest.mark.parametrize(
    "condition",
    ["C11 = no", "C12 > 3 and C13 = worn", "not (C11 = na or C12 != 3.5)"],
)
@pytest.mark.parametrize("field", ["show_if", "required_if", "fails_if"])
def test_a_sound_condition_is_no_problem(field, condition):
    assert problems_of([*BEFORE, question("C20", **{field: condition})]) == []


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("C99 = no", "There is no item C99."),
        ("C21 = no", "C21 is asked later; a condition looks back only."),
        ("C20 = no", "The item cannot depend on its own answer."),
        ("C11 > no", "C11 can be = or != only."),
        ("C11 = maybe", "C11 is never answered by “maybe”; it takes yes, no, na."),
        ("C11 = 3", "C11 is never answered by “3”; it takes yes, no, na."),
        ("C12 = no", "C12 is a number: compare it with one."),
        ("C13 = no", "C13 is never answered by “no”; it takes good, worn."),
        ("C14 = no", "C14 is a text or a photo: nothing can be compared with it."),
        ("C15 = no", "C15 is answered several times, so it is not clear which is meant."),
        ("C11 = ", "“C11 = ” ends too early: something is missing."),
    ],
)
@pytest.mark.parametrize("field", ["show_if", "required_if"])
def test_a_condition_that_does_not_hold_together_is_told(field, condition, sentence):
    asked = question("C20", **{field: condition})
    [problem] = problems_of([*BEFORE, asked, question("C21")])
    assert (problem.code, problem.field, problem.sentence) == ("C20", field, sentence)


def test_two_items_that_wait_for_each_other_are_told():
    one = question("C20", show_if="C21 = yes")
    other = question("C21", show_if="C20 = yes")
    [problem] = problems_of([one, other])
    assert str(problem) == "C20: C21 is asked later; a condition looks back only."


def test_the_own_answer_decides_whether_an_item_fails():
    assert problems_of([question("C20", AnswerType.NUMBER, fails_if="C20 < 3")]) == []


def test_a_condition_inside_a_room_means_the_same_room():
    inside = question("C16", repeats=True, show_if="C15 = no and C11 = yes")
    assert problems_of([*BEFORE, inside]) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (question("C20", AnswerType.CHOICE, choices=LEVELS[:1]), "choices"),
        (question("C20", AnswerType.CHOICE, choices=(*LEVELS, LEVELS[0])), "choices"),
        (question("C20", AnswerType.NUMBER, sensitive=True), "answer_type"),
        (question("C20", AnswerType.TEXT, sensitive=True), "answer_type"),
        (question("C20", AnswerType.NUMBER, photo_on_fail=True), "photo_on_fail"),
        (
            question("C20", AnswerType.NUMBER, minimum=Decimal(3), maximum=Decimal(2)),
            "maximum",
        ),
    ],
)
def test_an_item_that_contradicts_itself_is_told(wrong, field):
    [problem] = problems_of([wrong])
    assert (problem.code, problem.field) == ("C20", field)


def test_a_code_that_stands_there_twice_is_told():
    assert {p.field for p in problems_of([YES, question("C11")])} == {"code"}


def test_choices_are_read_from_lines():
    assert read_choices("good = 好 | Good\n\n worn=旧|Worn ") == LEVELS
    assert read_choices("a1 = 一 = 二 | One = two") == (Choice("a1", "一 = 二", "One = two"),)


@pytest.mark.parametrize("line", ["好 | Good", "good = 好", "Good = 好 | Good", "1 = 好 | Good"])
def test_a_choice_that_cannot_be_read_names_its_line(line):
    with pytest.raises(ValueError, match=r"Good|好") as refusal:
        read_choices(f"worn = 旧 | Worn\n{line}")
    assert str(refusal.value) == line
