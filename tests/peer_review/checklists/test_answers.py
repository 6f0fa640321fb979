"""Whole sets of answers: what is taken, what is refused and where, what fails."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.peer_review.checklists.answers import (
    MAX_PHOTOS,
    MAX_ROWS,
    MAX_TEXT,
    check_answers,
)
from association.peer_review.enums import AnswerType
from tests.peer_review.checklists.made import group, question

NUMBER = question("C12", AnswerType.NUMBER, minimum=Decimal(1), maximum=Decimal(100))


def checked(answers, *questions, peer=False, **options):
    return check_answers([group(*questions)], answers, peer=peer, **options)


def places(result):
    return [place for place, _sentence in result.errors]


def test_answers_come_back_clean_and_only_what_was_asked():
    result = checked(
        {"C11": "yes", "C12": "１２．５０ ", "C14": " 二楼\r\n教室 ", "C11_note": ""},
        question("C11"),
        NUMBER,
        question("C14", AnswerType.TEXT),
    )
    assert result.errors == []
    assert result.answers == {"C11": "yes", "C12": 12.5, "C14": "二楼\n教室"}
    assert result.failures == []


def test_a_whole_number_stays_whole():
    assert checked({"C12": "12.00"}, NUMBER).answers == {"C12": 12}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (AnswerType.YES_NO, "maybe"),
        (AnswerType.YES_NO, True),
        (AnswerType.YES_NO, ["yes"]),
        (AnswerType.CHOICE, "yes"),
        (AnswerType.NUMBER, "many"),
        (AnswerType.NUMBER, "NaN"),
        (AnswerType.NUMBER, float("inf")),
        (AnswerType.NUMBER, True),
        (AnswerType.NUMBER, "1.234"),
        (AnswerType.NUMBER, 1e9),
        (AnswerType.NUMBER, {"a": 1}),
        (AnswerType.TEXT, 3),
        (AnswerType.TEXT, "长" * (MAX_TEXT + 1)),
        (AnswerType.TEXT, "\x00\x07"),
        (AnswerType.PHOTO, [1]),
        (AnswerType.PHOTO, [""]),
        (AnswerType.PHOTO, {"name": "x"}),
        (AnswerType.PHOTO, ["a"] * (MAX_PHOTOS + 1)),
    ],
)
def test_an_answer_of_the_wrong_kind_is_refused_at_its_place(kind, value):
    result = checked({"C11": value}, question("C11", kind))
    assert places(result) == ["C11"]
    assert result.answers == {}


@pytest.mark.parametrize(("value", "sentence"), [(0, "At least 1."), (100.5, "At most 100.")])
def test_a_number_out_of_range_is_told_the_range(value, sentence):
    assert checked({"C12": value}, NUMBER).errors == [("C12", sentence)]


@pytest.mark.parametrize("missing", [{}, {"C11": ""}, {"C11": None}, {"C11": "  "}])
def test_what_must_be_answered_is_missed(missing):
    assert checked(missing, question("C11")).errors == [("C11", "Please answer this.")]
    assert checked(missing, question("C11", required=False)).errors == []


def test_what_must_be_answered_depends_on_what_was_answered():
    more = question("C13", required=False, required_if="C11 = no")
    assert places(checked({"C11": "no"}, question("C11"), more)) == ["C13"]
    assert places(checked({"C11": "yes"}, question("C11"), more)) == []


def test_a_hidden_item_is_dropped_with_its_note_and_with_all_that_hangs_on_it():
    items = [
        question("C11"),
        question("C13", show_if="C11 = no"),
        question("C14", show_if="C13 = no"),
    ]
    given_too_much = {"C11": "yes", "C13": "no", "C13_note": "x", "C14": "no"}
    result = checked(given_too_much, *items)
    assert (result.answers, result.errors, result.failures) == ({"C11": "yes"}, [], [])
    assert checked({"C11": "no", "C13": "no", "C14": "no"}, *items).failed_codes == [
        "C11",
        "C13",
        "C14",
    ]


def test_a_no_fails_and_carries_its_note_and_photos():
    result = checked({"C11": "no", "C11_note": "锁着", "C11_photo": ["a.jpg"]}, question("C11"))
    [failure] = result.failures
    assert (failure.code, failure.row, failure.note, failure.photos) == (
        "C11",
        None,
        "锁着",
        ("a.jpg",),
    )


@pytest.mark.parametrize("answer", ["yes", "na"])
def test_yes_and_does_not_apply_do_not_fail(answer):
    assert checked({"C11": answer}, question("C11")).failures == []


def test_a_number_fails_by_its_condition():
    small = question("C12", AnswerType.NUMBER, fails_if="C12 < 3")
    assert checked({"C12": 2.5}, small).failed_codes == ["C12"]
    assert checked({"C12": 3}, small).failed_codes == []


def test_what_fails_wants_a_photo_unless_none_can_come_along():
    item = question("C11", photo_on_fail=True)
    assert places(checked({"C11": "no"}, item)) == ["C11_photo"]
    assert places(checked({"C11": "no"}, item, with_photos=False)) == []
    assert places(checked({"C11": "yes"}, item)) == []
    assert places(checked({}, question("C13", AnswerType.PHOTO))) == ["C13"]
    assert places(checked({}, question("C13", AnswerType.PHOTO), with_photos=False)) == []


@pytest.mark.parametrize("beside", [{"C61_note": "3980元"}, {"C61_photo": ["list.jpg"]}])
def test_a_competitor_writes_nothing_out_and_takes_no_photo(beside):
    item = question("C61", sensitive=True, photo_on_fail=True)
    [place] = beside
    seen = checked({"C61": "no", **beside}, item, peer=True)
    assert places(seen) == [place]
    assert seen.answers == {}
    assert checked({"C61": "no"}, item, peer=True).errors == []
    own = checked({"C61": "no", "C61_photo": ["list.jpg"], **beside}, item, peer=False)
    assert own.errors == []
    assert own.failed_codes == ["C61"]


@pytest.mark.parametrize("value", ["3980", "no, 3980", 3980])
def test_a_competitor_says_yes_or_no_and_nothing_else(value):
    result = checked({"C61": value}, question("C61", sensitive=True), peer=True)
    assert places(result) == ["C61"]
    assert result.answers == {}


def test_what_the_checklist_does_not_ask_is_refused():
    result = checked({"C11": "yes", "C99": "yes", "C11_x": "y"}, question("C11"))
    assert places(result) == ["C99", "C11_x"]
    assert result.answers == {"C11": "yes"}


ROOM = (
    question("C15", AnswerType.TEXT, repeats=True),
    question("C16", repeats=True),
    question("C17", repeats=True, show_if="C16 = no"),
)


def test_rooms_are_answered_each_for_itself():
    rows = [{"C15": "201", "C16": "yes", "C17": "no"}, {}, {"C15": "202", "C16": "no", "C17": "no"}]
    result = checked({"rooms": rows}, *ROOM)
    assert result.errors == []
    assert result.answers == {
        "rooms": [{"C15": "201", "C16": "yes"}, {"C15": "202", "C16": "no", "C17": "no"}]
    }
    assert [(f.code, f.row) for f in result.failures] == [("C16", 2), ("C17", 2)]
    assert result.failed_codes == ["C16", "C17"]


def test_a_mistake_in_a_room_has_the_place_where_it_was_typed():
    rows = [{}, {"C15": "202", "C16": "perhaps", "C99": "x"}]
    assert places(checked({"rooms": rows}, *ROOM)) == ["rooms-1-C99", "rooms-1-C16"]


def test_no_room_at_all_is_missed_where_one_is_needed():
    assert places(checked({"rooms": []}, *ROOM)) == ["rooms-0-C15", "rooms-0-C16"]
    assert places(checked({}, question("C16", repeats=True, required=False))) == []


@pytest.mark.parametrize("rooms", ["x", {"C15": "1"}, ["x"], [{}] * (MAX_ROWS + 1)])
def test_what_is_no_list_of_rooms_is_refused(rooms):
    assert places(checked({"rooms": rooms}, *ROOM)) == ["rooms"]


def test_what_are_no_answers_at_all_is_said():
    assert checked(["C11"], question("C11")).errors == [("", "These are no answers.")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)
NAMES = st.sampled_from(["C11", "C11_note", "C11_photo", "C12", "C13", "C61", "C61_note", "rooms"])


@given(st.dictionaries(NAMES | st.text(max_size=5), JSON | st.sampled_from(["yes", "no"])))
def test_whatever_is_sent_is_cleaned_or_told_and_clean_answers_stay_as_they_are(answers):
    groups = [
        group(
            question("C11"),
            NUMBER,
            question("C13", AnswerType.PHOTO, show_if="C11 = no"),
            question("C61", sensitive=True),
        ),
        group(*ROOM),
    ]
    result = check_answers(groups, answers, peer=True)
    assert "C61_note" not in result.answers
    again = check_answers(groups, result.answers, peer=True)
    assert again.answers == result.answers
    if not result.errors:
        assert again == result
