"""What spreadsheet programs really write into a workbook, and what is taken from it."""

from datetime import date

import pytest

from association.alliances.roster.reading import read_sheet
from association.alliances.roster.sheet import Unreadable
from tests.roster.books import (
    CODES,
    HEADER,
    NOTE,
    PLACE_OF_RELATIONS,
    package,
    parse,
    parse_rows,
    row_xml,
    school,
    sheet_xml,
    xlsx,
)

DATED = [*HEADER, "有效期至"]
STYLES = """<s:styleSheet xmlns:s="urn:main">
<s:numFmts><s:numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/>
<s:numFmt numFmtId="177" formatCode="0.00&quot;day&quot;"/></s:numFmts>
<s:cellStyleXfs><s:xf numFmtId="14"/><s:xf numFmtId="14"/></s:cellStyleXfs>
<s:cellXfs><s:xf numFmtId="0"/><s:xf numFmtId="14"/><s:xf numFmtId="31"/><s:xf numFmtId="57"/>
<s:xf numFmtId="176"/><s:xf numFmtId="177"/></s:cellXfs></s:styleSheet>"""


def dated(style: int, serial: str, *, properties="") -> bytes:
    """A workbook with one school whose last cell is a number under a style, prefixes and all."""
    cells = row_xml(*school()).removesuffix("</row>")
    workbook = (
        f'<x:workbook xmlns:x="urn:main" xmlns:rel="{PLACE_OF_RELATIONS}">{properties}'
        '<x:sheets><x:sheet name="台账" sheetId="1" rel:id="s"/></x:sheets></x:workbook>'
    )
    return package(
        sheet_xml(row_xml(*DATED), f'{cells}<c s="{style}"><v>{serial}</v></c></row>'),
        links={"t": ("styles", "/xl/styles.xml")},
        extra={"xl/styles.xml": STYLES, "xl/workbook.xml": workbook},
    )


@pytest.mark.parametrize("style", [1, 2, 3, 4])
def test_a_number_under_a_date_format_is_a_day_chinese_formats_included(style):
    assert parse(dated(style, "46309")).rows[0].licence_valid_until == date(2026, 10, 14)


@pytest.mark.parametrize("style", [0, 5])
def test_a_number_under_another_format_is_no_day(style):
    assert [f.reason for f in parse(dated(style, "46309")).faults] == ["date unreadable"]


def test_a_workbook_that_counts_from_1904_is_read_so():
    content = dated(1, "44847", properties='<x:workbookPr date1904="1"/>')
    assert parse(content).rows[0].licence_valid_until == date(2026, 10, 14)


@pytest.mark.parametrize("serial", ["9999999999", "-5", "1E300"])
def test_a_date_far_off_the_calendar_is_refused(serial):
    assert len(parse(dated(1, serial)).faults) == 1


def test_shared_strings_are_read_without_their_reading_aids():
    strings = (
        "<sst>"
        + "".join(f"<si><t>{text}</t></si>" for text in [*HEADER, CODES[0], "南", "体育"])
        + "<si><r><t>示范区</t></r><r><t>晨光学校</t></r><rPh><t>shifanqu</t></rPh></si></sst>"
    )
    rows = [
        "<row>" + "".join(f'<c t="s"><v>{place}</v></c>' for place in places) + "</row>"
        for places in ([0, 1, 2, 3], [7, 4, 5, 6])
    ]
    content = package(
        sheet_xml(*rows),
        links={"t": ("sharedStrings", "sharedStrings.xml")},
        extra={"xl/sharedStrings.xml": strings},
    )
    assert [row.name for row in parse(content).importable] == ["示范区晨光学校"]


def test_the_first_sheet_with_a_header_row_is_read_and_the_others_are_named():
    book = xlsx([["填表说明"]], [HEADER, school()], [HEADER, school(CODES[1])])
    parsed = parse(book)
    assert (parsed.title, [row.uscc for row in parsed.rows]) == ("表2", [CODES[0]])
    assert [(w.value, w.reason) for w in parsed.warnings] == [("表3", "sheet not read")]


def test_a_hidden_sheet_is_not_the_ledger():
    book = xlsx([HEADER, school()], [HEADER, school(CODES[1])], states=["hidden"])
    parsed = parse(book)
    assert [row.uscc for row in parsed.rows] == [CODES[1]]
    assert parsed.warnings == ()


def test_a_sheet_that_is_a_chart_is_passed_over():
    workbook = (
        f'<workbook xmlns:r="{PLACE_OF_RELATIONS}"><sheets><sheet name="图" r:id="c"/>'
        '<sheet name="台账" r:id="s"/></sheets></workbook>'
    )
    content = package(
        sheet_xml(row_xml(*HEADER), row_xml(*school())),
        links={"c": ("chartsheet", "chartsheets/sheet1.xml")},
        extra={"xl/workbook.xml": workbook},
    )
    assert parse(content).title == "台账"


@pytest.mark.parametrize("formula", ["=1+1", '="南"', '=HYPERLINK("http://example.org")'])
@pytest.mark.parametrize("place", [0, 1, 2, 4])
def test_a_row_with_a_formula_is_refused_wherever_it_stands(formula, place):
    row = school(CODES[0], "留意")
    row[place] = formula
    parsed = parse_rows(row, school(CODES[1]), header=[*HEADER, "自用"])
    assert [(f.row, f.column, f.value, f.reason) for f in parsed.faults] == [
        (2, [*HEADER, "自用"][place], formula, "formula")
    ]
    assert [row.uscc for row in parsed.importable] == [CODES[1]]


def test_the_stored_result_of_a_formula_is_not_trusted():
    cells = row_xml(*school()[:2]).removesuffix("</row>")
    computed = '<c t="str"><f>A1</f><v>南</v></c><c t="inlineStr"><is><t>体育</t></is></c></row>'
    parsed = parse(package(sheet_xml(row_xml(*HEADER), cells + computed)))
    assert [(f.value, f.reason) for f in parsed.faults] == [("=A1", "formula")]
    assert parsed.rows[0].alliance == ""


def test_a_total_counted_by_a_formula_is_still_no_row():
    assert len(parse_rows(school(), ["合计", '=COUNTA(A2:A2)&"家"']).rows) == 1


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_looks_like_a_formula_is_a_text(start):
    parsed = parse(package(sheet_xml(row_xml(*HEADER), row_xml(*school(name=f"{start}示范学校")))))
    assert [row.name for row in parsed.importable] == [f"{start}示范学校"]


def test_a_spreadsheet_error_is_refused_as_one():
    cells = row_xml(*school()[:2]).removesuffix("</row>")
    parsed = parse(package(sheet_xml(row_xml(*HEADER), cells + '<c t="e"><v>#REF!</v></c></row>')))
    assert ("error value", "#REF!") in [(f.reason, f.value) for f in parsed.faults]


def test_cells_keep_their_kind():
    content = package(
        sheet_xml(
            row_xml(*HEADER),
            '<row><c><v>7</v></c><c><v>1.5</v></c><c t="b"><v>1</v></c><c t="str"><v>x</v></c>'
            '<c><v>1e999</v></c><c><f>A1</f></c><c/><c t="d"><v>2026-10-14</v></c></row>',
        )
    )
    assert read_sheet(content, "a.xlsx").lines[1].cells == [
        7, 1.5, True, "x", "1e999", Unreadable("formula", "=A1"), None, "2026-10-14",
    ]  # fmt: skip


def test_the_note_above_the_header_and_the_header_may_stand_lower():
    parsed = parse_rows(school(), above=[["台账"], [NOTE], [], [None, "制表：秘书处"]])
    assert [row.line for row in parsed.rows] == [6]
