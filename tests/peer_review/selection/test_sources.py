"""What people type becomes the numbers of a source, or a sentence that says why not."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.peer_review import selection
from association.peer_review.selection.sources import Part, check_result
from association.peer_review.selection.typed import SEPARATORS
from tests.peer_review.selection import making

FULL_WIDTH = str.maketrans("0123456789,;:+|/", "０１２３４５６７８９，；：＋｜／")
(SSQ,) = making.issues("ssq", 1)
(FC3D,) = making.issues("fc3d", 1)


@pytest.mark.parametrize(
    "text",
    [
        "3 9 12 20 27 31 5",
        "03，09，12，20，27，31 ＋ 05",
        "31、27、20、12、9、3 | 5",
        "０３　０９　１２　２０　２７　３１　０５",
        "03091220273105",
        " 3-9-12-20-27-31 / 5 ",
        "3\n9\n12\n20\n27\n31\n5",
    ],
)
def test_the_ways_people_type_a_result_all_mean_the_same(text):
    assert selection.read_result(SSQ, text) == ((3, 9, 12, 20, 27, 31), (5,))


def test_digits_drawn_in_order_keep_their_order_and_may_repeat():
    assert selection.read_result(FC3D, "７０７") == ((7, 0, 7),)
    assert FC3D.in_key([[7, 0, 7]]) == "7./0./7./"


def test_balls_are_sorted_and_the_last_one_stands_apart():
    assert SSQ.in_key([[31, 3, 9, 12, 20, 27], [5]]) == "3.9.12.20.27.31./5./"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "“福彩双色球”: 7 numbers are needed, 0 were typed."),
        ("3 9 12 20 27 31", "“福彩双色球”: 7 numbers are needed, 6 were typed."),
        ("3 9 12 20 27 31 5 6", "“福彩双色球”: 7 numbers are needed, 8 were typed."),
        ("3 9 12 20 27 34 5", "“福彩双色球”: 34 is not between 1 and 33."),
        ("0 9 12 20 27 31 5", "“福彩双色球”: 0 is not between 1 and 33."),
        ("3 9 12 20 27 31 17", "“福彩双色球”: 17 is not between 1 and 16."),
        ("3 9 12 12 27 31 5", "“福彩双色球”: 12 stands there twice."),
        ("3 9 12 20 27 xx 5", "“福彩双色球”: only numbers belong here, “x” is none."),
        ("3 9 12 20 27 ③ 5", "“福彩双色球”: only numbers belong here, “③” is none."),
    ],
)
def test_what_cannot_be_a_result_is_refused_in_words(text, words):
    with pytest.raises(selection.ResultFault) as refused:
        selection.read_result(SSQ, text)
    assert str(refused.value) == words


def test_a_fault_tells_which_source_it_is():
    announcement = making.announce()
    results = making.results_of(announcement)
    with pytest.raises(selection.ResultFault) as refused:
        selection.draw(announcement, [*results[:2], "1 2"], making.CODE, drawn_at=making.DRAWN)
    assert refused.value.place == 2


def test_endless_input_is_cut_and_refused():
    with pytest.raises(selection.ResultFault):
        selection.read_result(SSQ, "9" * 1_000_000)
    sound = "3 9 12 20 27 31 5"
    assert selection.read_result(SSQ, sound + " " * 1000 + "6") == ((3, 9, 12, 20, 27, 31), (5,))


@given(st.data())
def test_typed_numbers_come_out_the_same_however_they_are_separated(data):
    kind = data.draw(st.sampled_from(sorted(selection.LOTTERIES)))
    (source,) = making.issues(kind, 1)
    words = making.typed(source, random.Random(data.draw(st.integers()))).split()
    expected = selection.read_result(source, " ".join(words))
    gaps = st.text(SEPARATORS, min_size=1, max_size=3)
    text = "".join(word + data.draw(gaps) for word in words)
    assert selection.read_result(source, text) == expected
    assert selection.read_result(source, text.translate(FULL_WIDTH)) == expected


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_and_never_read_wrongly(text):
    for source in (SSQ, FC3D):
        try:
            numbers = selection.read_result(source, text)
        except selection.ResultFault:
            continue
        assert check_result(source, numbers) == numbers


@pytest.mark.parametrize(
    "facts",
    [(0, 1, 9), (101, 0, 999), (3, 5, 4), (6, 1, 5), (1, -1, 5), (1, 0, 10**9)],
)
def test_a_part_nobody_could_draw_is_refused(facts):
    with pytest.raises(selection.DrawError):
        Part(*facts)


@pytest.mark.parametrize("issue", ["2026135", "第2026135期", "第２０２６１３５期"])
def test_an_issue_is_known_by_its_digits(issue):
    assert selection.lottery_source("ssq", issue=issue, date=making.DAY).issue == "2026135"


@pytest.mark.parametrize(("kind", "issue"), [("ssq", "26135"), ("dlt", "2026135"), ("ssq", "")])
def test_an_issue_of_another_length_is_refused(kind, issue):
    with pytest.raises(selection.DrawError):
        selection.lottery_source(kind, issue=issue, date=making.DAY)


def test_an_unknown_lottery_and_numbers_without_a_name_are_refused():
    part = Part(1, 0, 9)
    with pytest.raises(selection.DrawError):
        selection.lottery_source("bingo", issue="1", date=making.DAY)
    for name in ("  ", "长" * 61):
        with pytest.raises(selection.DrawError):
            selection.numbers_source(name=name, issue="1", date=making.DAY, part=part)


def test_a_source_survives_its_json():
    for kind in selection.LOTTERIES:
        (source,) = making.issues(kind, 1)
        assert selection.Source.from_json(source.as_json()) == source
