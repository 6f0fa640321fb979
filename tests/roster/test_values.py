"""Each column is read strictly; what is not understood is refused, for a reason."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.alliances.roster import dates, licences, values
from association.alliances.roster.text import as_text, narrow, value_of, visible
from association.alliances.roster.values import BadValue
from tests.roster.books import CODES

LAST = date(2026, 10, 14)


def reason_of(read, cell) -> str:
    with pytest.raises(BadValue) as caught:
        read(cell)
    return caught.value.reason


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (" 示范区\u3000 学校\n", "示范区 学校"),
        ("示\u200b范\u202e区\x07", "示范区"),
        (7, "7"),
        (7.0, "7"),
        (7.25, "7.25"),
        (True, "TRUE"),
        (date(2026, 2, 6), "2026-02-06"),
        (datetime(2026, 2, 6), "2026-02-06"),  # noqa: DTZ001 -- a spreadsheet has no time zone
    ],
)
def test_a_cell_is_shown_as_a_clean_text(cell, text):
    assert as_text(cell) == text


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert visible(visible(text)) == visible(text)
    assert narrow(narrow(text)) == narrow(text)


@pytest.mark.parametrize("cell", [None, "", "  ", "无", "暂无", "/", "／", "-", "——", "N/A"])
def test_a_cell_that_says_nothing_is_empty(cell):
    assert value_of(cell) == ""
    assert reason_of(values.name, cell) == "name missing"
    assert reason_of(values.credit_code, cell) == "uscc missing"
    assert reason_of(values.alliance, cell) == "alliance missing"
    assert values.phone(cell) == ""
    assert dates.validity(cell) == (None, False)


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("示范 区墨香 体育培训学校", "示范区墨香体育培训学校"),
        ("示范区（北）学校 ", "示范区（北）学校"),
        ("示范区 ABC 英语 培训", "示范区 ABC 英语培训"),
        ("ABC  School", "ABC School"),
    ],
)
def test_a_name_loses_the_spaces_between_chinese_characters_only(cell, name):
    assert values.name(cell) == name


def test_a_text_longer_than_its_column_is_refused():
    assert values.name("名" * 120) == "名" * 120
    assert reason_of(values.name, "名" * 121) == "text too long"


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (CODES[0][:-1], "uscc length"),
        (CODES[0][:-1] + "V", "uscc checksum"),
        ("5237O799MJE000013U", "uscc format"),
        (913707007456765000, "uscc as number"),
        (9.13707007456765e17, "uscc as number"),
        ("9.13707E+17", "uscc as number"),
    ],
)
def test_an_unsound_code_is_refused(cell, reason):
    if reason == "uscc checksum":
        cell = CODES[0][:-1] + "T"
    assert reason_of(values.credit_code, cell) == reason


def test_a_code_that_survived_as_a_number_is_taken():
    assert values.credit_code(913700007456765902) == "913700007456765902"


@pytest.mark.parametrize(
    ("direction", "code"), [("东", "east"), ("南", "south"), ("西", "west"), ("北", "north")]
)
@pytest.mark.parametrize(
    "spelling",
    ["{}", "{}联盟", "{}部联盟", "{}片区", "行业自律联盟({})", "行业自律联盟（{}）", " {} 部 联盟"],
)
def test_an_alliance_is_known_under_all_its_names(direction, code, spelling):
    assert values.alliance(spelling.format(direction)) == code


@pytest.mark.parametrize(
    "cell", ["中联盟", "东南", "东联盟西", "联盟", "行业自律联盟()", "South", 1]
)
def test_an_alliance_that_does_not_exist_is_refused(cell):
    assert reason_of(values.alliance, cell) == "alliance unknown"


@pytest.mark.parametrize(
    ("cell", "kind", "field"),
    [
        ("文化艺术", "training", "arts"),
        ("文化艺术类", "training", "arts"),
        ("体育类培训", "training", "sports"),
        (" 科 技 ", "training", "science"),
        ("语言培训", "training", "language"),
        ("学科", "training", "academic"),
        ("幼儿园", "kindergarten", None),
        ("民办学校", "school", None),
        ("托管", "daycare", None),
        (None, None, None),
    ],
)
def test_the_scope_tells_kind_and_field(cell, kind, field):
    assert values.scope(cell)[:2] == (kind, field)


def test_of_several_subjects_the_first_is_the_main_one():
    scope = values.scope("体育、文化艺术")
    assert scope == ("training", "sports", "体育、文化艺术", True)
    assert values.scope("体育/体育类").has_more is False


@pytest.mark.parametrize("cell", ["驾驶", "体育、驾驶", "、", "类"])
def test_a_scope_that_is_not_known_is_refused(cell):
    assert reason_of(values.scope, cell) == "scope unknown"


@pytest.mark.parametrize(
    "cell",
    [
        "2026-10-14", "2026.10.14", "2026年10月14日", "2026/10/14", "20261014", 20261014,
        "２０２６年１０月１４日", "2026-10-14 00:00:00", "2026-10-14T00:00:00Z", "2026—10—14",
        "2023-10-15至2026-10-14", "2023年10月15日到2026年10月14日", LAST,
        datetime(2026, 10, 14, 8, 30),  # noqa: DTZ001 -- a spreadsheet has no time zone
    ],
)  # fmt: skip
def test_a_day_is_read_in_every_spelling(cell):
    assert dates.validity(cell) == (LAST, False)


@given(st.dates(date(1990, 1, 1), date(2199, 12, 31)))
def test_every_day_of_the_calendar_is_read(day):
    assert dates.validity(f"{day.year}年{day.month}月{day.day}日").until == day
    assert dates.validity(f"{day:%Y%m%d}").until == day


@pytest.mark.parametrize("cell", ["长期", "长期有效", " 长 期 ", "2020-01-01至长期", "永久"])
def test_a_licence_may_have_no_end(cell):
    assert dates.validity(cell) == (None, True)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2021-02-30", "date impossible"),
        ("2026-13-01", "date impossible"),
        ("20260231", "date impossible"),
        ("0202-10-14", "date impossible"),
        (date(1899, 12, 31), "date impossible"),
        ("2026年", "date unreadable"),
        ("14/10/2026", "date unreadable"),
        ("明年", "date unreadable"),
        ("2023-10-15至", "date unreadable"),
        (46309, "date unreadable"),
        (True, "date unreadable"),
    ],
)
def test_what_is_no_day_is_refused(cell, reason):
    assert reason_of(dates.validity, cell) == reason


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("0536—0209295", "0536-0209295"),
        ("05360209295", "0536-0209295"),
        ("(0536) 0209295", "0536-0209295"),
        ("０５３６－０２０９２９５", "0536-0209295"),
        ("0536-0209295-801", "0536-0209295-801"),
        ("0536-0209295转801", "0536-0209295-801"),
        ("010-01234567", "010-01234567"),
        ("138 0000 0000", "13800000000"),
        (13800000000, "13800000000"),
        ("+86 138-0000-0000", "13800000000"),
        ("400 123 4567", "400-123-4567"),
    ],
)
def test_a_telephone_number_gets_one_form(cell, number):
    assert values.phone(cell) == number


@pytest.mark.parametrize("cell", ["12345", "1380000000", "0209295", "问校长", "12800000000"])
def test_a_telephone_number_that_cannot_be_called_is_doubted(cell):
    assert reason_of(values.phone, cell) == "phone unreadable"


def test_a_licence_number_is_read_into_its_parts():
    assert licences.parse("教民137079970000001号") == ("1", "370799", "7", "0000001")
    assert licences.parse(" 教民 1370799 7 0000001 号") == ("1", "370799", "7", "0000001")
    assert licences.parse("3707996000001") == ("", "370799", "6", "000001")


@pytest.mark.parametrize("number", ["人社民37079920001", "教民137079970000001", "鲁字第5号"])
def test_a_licence_number_of_another_form_is_no_reason_to_refuse(number):
    expected = [] if number.startswith("教民") else ["licence format"]
    assert licences.doubts(number, kind="training", code=CODES[0]) == expected


@pytest.mark.parametrize(
    ("number", "kind", "doubts"),
    [
        ("教民137079970000001号", "training", []),
        ("教民137079960000001号", "kindergarten", []),
        ("教民137079950000001号", "school", []),
        ("教民137079930000001号", "school", []),
        ("教民137079970000001号", "kindergarten", ["licence level mismatch"]),
        ("教民137079960000001号", "training", ["licence level mismatch"]),
        ("教民137079970000001号", "daycare", []),
        ("教民137070570000001号", "training", ["licence division mismatch"]),
        ("教民137070070000001号", "training", []),
        ("", "training", []),
    ],
)
def test_a_licence_number_is_compared_with_kind_and_division(number, kind, doubts):
    assert licences.doubts(number, kind=kind, code=CODES[0]) == doubts
