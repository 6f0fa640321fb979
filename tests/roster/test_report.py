"""The report for programs, and the list a secretary works through."""

import io
import json

import pytest
from openpyxl import load_workbook

from association.alliances.roster.faults import Fault
from association.alliances.roster.report import ImportReport, errors_workbook

CHECKSUM = Fault(18, "信用代码", "52370799MJE6719411", "uscc checksum")
SWAPPED = Fault(34, "经度 / 纬度", "36.7 / 119.1", "coordinates swapped")
UNKNOWN = Fault(None, "法人", "", "unknown column")


def report(*errors, warnings=()):
    return ImportReport(
        rows=3, created=1, unchanged=1, errors=list(errors), warnings=list(warnings)
    )


def saved(*errors, warnings=()):
    return load_workbook(io.BytesIO(errors_workbook(report(*errors, warnings=warnings))))


def test_the_report_is_json_of_the_promised_shape():
    stored = json.loads(json.dumps(report(CHECKSUM, warnings=[UNKNOWN]).to_dict()))
    message = stored["errors"][0].pop("message")
    assert stored.pop("warnings")[0]["row"] is None
    assert stored == {
        "rows": 3,
        "created": 1,
        "updated": 0,
        "unchanged": 1,
        "errors": [
            {
                "row": 18,
                "column": "信用代码",
                "value": "52370799MJE6719411",
                "reason": "uscc checksum",
            }
        ],
    }
    assert message == CHECKSUM.sentence()


def test_a_stored_report_is_read_again():
    first = report(CHECKSUM, warnings=[SWAPPED, UNKNOWN])
    assert ImportReport.from_dict(json.loads(json.dumps(first.to_dict()))) == first


def test_the_workbook_lists_refused_rows_and_remarks_apart():
    book = saved(CHECKSUM, warnings=[SWAPPED, UNKNOWN])
    errors, warnings = book.worksheets
    assert [cell.value for cell in errors[2]] == [
        18, "信用代码", "52370799MJE6719411", "uscc checksum", CHECKSUM.sentence(),
    ]  # fmt: skip
    assert [row[0].value for row in warnings.iter_rows(min_row=2)] == [34, None]
    assert errors.max_row == 2


@pytest.mark.parametrize(
    "value", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")']
)
def test_what_looks_like_a_formula_stays_a_text(value):
    cell = saved(Fault(1, "单位名称", value, "name missing")).worksheets[0]["C2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    assert cell.value.strip() == value.strip()


def test_a_column_name_is_no_formula_either():
    cell = saved(Fault(None, "=cmd", "", "unknown column")).worksheets[0]["B2"]
    assert (cell.data_type, cell.value, bool(cell.quotePrefix)) == ("s", "=cmd", True)


def test_characters_that_no_workbook_can_hold_are_left_out():
    assert (
        saved(Fault(1, "单位名称", "示\x0b范", "name missing")).worksheets[0]["C2"].value == "示范"
    )
