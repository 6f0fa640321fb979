"""From lines to rows: what counts as a row, which number it has, which rows exclude each other."""

import pytest

from association.alliances.roster.faults import SENTENCES, Fault
from tests.roster.books import CODES, HEADER, parse_rows, school

NUMBERED = ["序号", *HEADER]
LICENSED = ["单位名称", "统一社会信用代码", "所属联盟", "办学许可证号"]


def reasons(parsed):
    return [(fault.row, fault.reason) for fault in parsed.faults]


@pytest.mark.parametrize(
    "line",
    [
        [],
        [" ", "\u3000"],
        ["合计", "133家"],
        [None, "合 计：", 133],
        ["133家", "合计"],
        ["133家", None, None, "总计"],
        ["总计：133家"],
        ["小计"],
        HEADER,
    ],
)
def test_blank_lines_totals_and_repeated_headers_are_no_rows(line):
    parsed = parse_rows(school(CODES[0]), line, school(CODES[1]))
    assert [row.uscc for row in parsed.rows] == CODES[:2]
    assert parsed.faults == []


def test_a_row_with_a_credit_code_is_no_total_whatever_it_says():
    names = ["合计算法培训学校", "合计"]
    parsed = parse_rows(*[school(code, name=n) for code, n in zip(CODES, names, strict=False)])
    assert [row.name for row in parsed.importable] == names


def test_rows_have_the_number_of_the_file_or_of_the_line():
    parsed = parse_rows(
        [7, *school(CODES[0])],
        ["８", *school(CODES[1])],
        ["补", *school(CODES[2])],
        [None, *school(CODES[3])],
        header=NUMBERED,
        above=[["台账"]],
    )
    assert [(row.number, row.line) for row in parsed.rows] == [(7, 3), (8, 4), (5, 5), (6, 6)]


def test_without_a_column_of_numbers_rows_have_the_number_of_the_line():
    parsed = parse_rows(school(CODES[0]), [], school(CODES[1]))
    assert [row.number for row in parsed.rows] == [2, 4]


def test_a_number_that_stands_twice_is_told():
    parsed = parse_rows([1, *school(CODES[0])], [1, *school(CODES[1])], header=NUMBERED)
    assert [(w.row, w.value, w.reason) for w in parsed.warnings] == [
        (None, "1", "row number repeated")
    ]


def test_the_first_of_several_rows_with_one_code_stays():
    parsed = parse_rows(
        [1, *school(CODES[0])],
        [2, *school(CODES[1])],
        [3, *school(CODES[0].lower())],
        [4, *school(f" {CODES[0][:2]} {CODES[0][2:]}")],
        header=NUMBERED,
    )
    assert reasons(parsed) == [(3, "duplicate of row 1"), (4, "duplicate of row 1")]
    assert [row.number for row in parsed.importable] == [1, 2]


def test_a_refused_row_claims_no_code():
    parsed = parse_rows(
        [1, *school(CODES[0], alliance="中联盟")],
        [2, *school(CODES[0])],
        [3, *school(CODES[0])],
        header=NUMBERED,
    )
    assert reasons(parsed) == [(1, "alliance unknown"), (3, "duplicate of row 2")]


def test_a_row_that_is_refused_anyway_is_not_also_a_duplicate():
    parsed = parse_rows(school(CODES[0]), school(CODES[0], name=None))
    assert reasons(parsed) == [(3, "name missing")]


def test_a_row_tells_all_its_faults_at_once():
    parsed = parse_rows(["", "1", "中", "驾驶", "2021-02-30"], header=[*HEADER, "有效期"])
    assert {reason for _, reason in reasons(parsed)} == {
        "name missing", "uscc length", "alliance unknown", "scope unknown", "date impossible",
    }  # fmt: skip
    assert parsed.rows[0].importable is False


def test_a_short_line_is_read_as_one_with_empty_cells():
    assert set(reasons(parse_rows(["示范区学校"]))) == {
        (2, "uscc missing"),
        (2, "scope missing"),
        (2, "alliance missing"),
    }


def test_an_empty_scope_is_filled_from_the_licence_number_and_told():
    parsed = parse_rows(
        [*school(scope=None), "教民137079960000001号"], header=[*HEADER, "许可证编号"]
    )
    assert parsed.importable[0].kind == "kindergarten"
    assert [w.reason for w in parsed.all_warnings] == ["scope from licence number"]


def test_doubts_about_a_number_never_refuse_a_row():
    parsed = parse_rows([*school(), "鲁字5号", "请问校长"], header=[*HEADER, "许可证编号", "电话"])
    row = parsed.importable[0]
    assert (row.licence_no, row.phone) == ("鲁字5号", "")
    assert [(w.row, w.column, w.value, w.reason) for w in parsed.all_warnings] == [
        (2, "许可证编号", "鲁字5号", "licence format"),
        (2, "电话", "请问校长", "phone unreadable"),
    ]


def test_without_a_column_of_scopes_the_kind_comes_from_the_licence_or_stays_open():
    parsed = parse_rows(
        [*school(CODES[0])[:3], "教民137079970000001号"],
        [*school(CODES[1])[:3], "无"],
        header=LICENSED,
    )
    assert [row.kind for row in parsed.importable] == ["training", ""]


def test_every_reason_has_a_sentence():
    for reason in SENTENCES:
        sentence = Fault(
            1, "", "", reason if reason != "duplicate of row" else "duplicate of row 9"
        )
        assert len(sentence.sentence()) > 5
        assert "%(" not in sentence.sentence()
    assert "9" in Fault(1, "", "", "duplicate of row 9").sentence()
