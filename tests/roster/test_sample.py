"""The ledger a secretary has, in every form a spreadsheet program saves it."""

from collections import Counter
from datetime import date

import pytest

from tests.roster.books import EXPECTED, SAMPLE, comma_separated, parse, sample_rows

ALLIANCES = {"东": "east", "南": "south", "西": "west", "北": "north"}


@pytest.fixture(scope="module")
def sample():
    return parse(SAMPLE.read_bytes())


def by_number(parsed):
    return {row.number: row for row in parsed.rows}


def test_exactly_the_faulty_rows_are_refused_each_for_its_own_reason(sample):
    found = [(fault.row, fault.reason) for fault in sample.faults]
    assert found == [(row["row"], row["fault"]) for row in EXPECTED["faulty"]]


def test_all_other_rows_come_in(sample):
    assert len(sample.rows) == EXPECTED["rows"]
    assert len(sample.importable) == EXPECTED["importable"]
    assert Counter(row.alliance for row in sample.importable) == {
        ALLIANCES[name]: count for name, count in EXPECTED["by_alliance"].items()
    }


def test_the_swapped_pair_is_the_only_doubt(sample):
    assert [(w.row, w.column, w.reason) for w in sample.all_warnings] == [
        (34, "经度 / 纬度", "coordinates swapped")
    ]
    swapped = by_number(sample)[34]
    assert swapped.importable
    assert (round(swapped.latitude, 2), round(swapped.longitude, 2)) == (36.77, 119.11)


def test_a_fault_names_the_column_and_the_value_as_written(sample):
    shown = {fault.row: (fault.column, fault.value) for fault in sample.faults}
    assert shown[18] == ("统一社会信用代码", "52370799MJE6719411")
    assert shown[31] == ("统一社会信用代码", "")
    assert shown[56] == ("所属联盟", "中联盟")
    assert shown[67] == ("许可证有效期至", "2021-02-30")
    assert shown[78] == ("单位名称", "")


def test_a_row_is_understood_in_full(sample):
    row = by_number(sample)[5]
    assert (row.line, row.name, row.uscc) == (
        8,
        "示范区金苹果文化艺术培训学校",
        "52370799MJE597163U",
    )
    assert (row.alliance, row.kind, row.subject_field) == ("north", "training", "arts")
    assert (row.licence_no, row.approved_scope) == ("教民137079970000005号", "文化艺术")
    assert (row.licence_valid_until, row.licence_long_term) == (date(2028, 8, 7), False)
    assert (row.contact_name, row.phone) == ("孙校长", "0536-0984178")
    assert (row.address, row.street) == ("示范区北苑街道金苹果路295号", "北苑街道")
    assert row.source_crs == "gcj02"
    assert 36.7635 < row.latitude < 36.765
    assert 119.108 < row.longitude < 119.1095


@pytest.mark.parametrize(
    ("number", "day"),
    [
        (1, date(2026, 10, 14)),
        (2, date(2027, 2, 20)),
        (3, date(2029, 3, 10)),
        (4, date(2026, 2, 6)),
        (5, date(2028, 8, 7)),
        (6, date(2026, 7, 2)),
        (42, None),
    ],
)
def test_the_seven_ways_to_write_a_date_are_read(sample, number, day):
    row = by_number(sample)[number]
    assert (row.licence_valid_until, row.licence_long_term) == (day, day is None)


def test_names_lose_the_spaces_that_slipped_in(sample):
    assert by_number(sample)[6].name == "示范区星辰文化艺术培训学校"
    assert by_number(sample)[13].name == "示范区远航文化艺术培训学校有限公司"


def test_kinds_follow_the_scope(sample):
    kinds = Counter((row.kind, row.subject_field) for row in sample.rows)
    assert kinds["kindergarten", ""] == 28
    assert kinds["school", ""] == 11
    assert {field for kind, field in kinds if kind == "training"} == {
        "arts", "sports", "science", "language", "academic",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_saved_as_csv_the_ledger_says_the_same(sample, encoding):
    parsed = parse(comma_separated(sample_rows(), encoding), "ledger.csv")
    assert (parsed.rows, parsed.warnings) == (sample.rows, sample.warnings)


def test_with_its_columns_in_another_order_the_ledger_says_the_same(sample):
    rows = [list(reversed(row)) for row in sample_rows()]
    parsed = parse(comma_separated(rows), "ledger.csv")
    assert [(fault.row, fault.reason) for fault in parsed.faults] == [
        (fault.row, fault.reason) for fault in sample.faults
    ]
    assert [row.uscc for row in parsed.importable] == [row.uscc for row in sample.importable]
    assert [w.column for w in parsed.all_warnings] == ["纬度 / 经度"]
