"""The header row is found and understood as a person would."""

import pytest

from association.alliances.roster import limits
from association.alliances.roster.columns import NAMES, Column, recognise
from association.alliances.roster.errors import RosterFileError
from tests.roster.books import CODES, HEADER, comma_separated, parse, parse_rows, school, xlsx


def error_of(*rows) -> RosterFileError:
    with pytest.raises(RosterFileError) as caught:
        parse(xlsx(rows))
    return caught.value


@pytest.mark.parametrize(
    ("title", "column"),
    [(name, column) for column, names in NAMES.items() for name in names]
    + [
        ("统一社会\n信用代码", Column.USCC),
        (" 信用 代码 ", Column.USCC),
        ("ｕｓｃｃ", Column.USCC),
        ("*机构名称", Column.NAME),
        ("机构名称（必填）", Column.NAME),
        ("机构名称(全称)*", Column.NAME),
        ("【必填】所属联盟：", Column.ALLIANCE),
        ("经度(GCJ-02)", Column.LONGITUDE),
        ("法人", None),
        ("", None),
        ("名称与地址", None),
    ],
)
def test_a_header_is_recognised_by_its_usual_names(title, column):
    assert recognise(title) == column


def test_no_name_means_two_columns():
    names = [name for names in NAMES.values() for name in names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("lines_above", [0, 1, limits.HEADER_LINES - 1])
def test_the_header_row_may_stand_anywhere_near_the_top(lines_above):
    parsed = parse_rows(school(), above=[["会员台账"]] * lines_above)
    assert [row.line for row in parsed.rows] == [lines_above + 2]


def test_a_header_row_far_down_is_not_looked_for():
    assert error_of(*[["台账"]] * limits.HEADER_LINES, HEADER, school()).code == "no header"


def test_a_note_that_holds_one_column_name_is_no_header():
    parsed = parse_rows(school(), above=[["备注", "请于月底前报送"]])
    assert len(parsed.rows) == 1


def test_columns_come_in_any_order_and_under_other_names():
    parsed = parse_rows(
        ["西联盟", "托管", CODES[2], "示范区托管中心"],
        header=["片区", "类别", "社会信用代码", "学校名称"],
    )
    row = parsed.importable[0]
    assert (row.alliance, row.kind, row.uscc, row.name) == (
        "west", "daycare", CODES[2], "示范区托管中心",
    )  # fmt: skip


def test_missing_columns_are_named():
    error = error_of(["机构名称", "备注"], ["示范区学校", ""])
    assert error.code == "columns missing"
    assert "统一社会信用代码、所属联盟" in error.message


def test_a_column_given_twice_is_refused_with_both_names():
    error = error_of([*HEADER, "机构名称"], school())
    assert error.code == "column twice"
    assert "单位名称" in error.message
    assert "机构名称" in error.message


def test_unknown_columns_are_told_and_not_read():
    parsed = parse_rows(school(CODES[0], "甲", "乙"), header=[*HEADER, "法人", "在校人数"])
    assert [(w.row, w.column, w.reason) for w in parsed.warnings] == [
        (None, "法人", "unknown column"),
        (None, "在校人数", "unknown column"),
    ]
    assert len(parsed.importable) == 1


def test_a_filled_column_without_a_header_is_told():
    parsed = parse_rows(school(CODES[0], None, "甲"), school(CODES[1], " ", None))
    assert [(w.column, w.reason) for w in parsed.warnings] == [("F", "column without header")]


def test_a_header_without_rows_is_refused():
    assert error_of(HEADER, ["合计", "0家"]).code == "no rows"


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_the_separator_of_a_csv_file_is_found(delimiter):
    content = comma_separated([["台账"], HEADER, school()], delimiter=delimiter)
    assert [row.uscc for row in parse(content, "ledger.csv").importable] == [CODES[0]]


def test_a_line_of_a_csv_file_keeps_its_number_after_a_cell_of_two_lines():
    content = comma_separated([HEADER, school(CODES[0], "甲\n乙"), [], school(CODES[1])])
    assert [row.line for row in parse(content, "ledger.csv").rows] == [2, 5]
