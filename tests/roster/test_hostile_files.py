"""Files that are broken, huge or ill-meant get an answer, never a crash and never a guess."""

import io
import zipfile

import pytest

from association.alliances.roster import limits
from association.alliances.roster.errors import SENTENCES, RosterFileError
from association.alliances.roster.package import Budget
from association.alliances.roster.reading import ENCRYPTED_PACKAGE, OLE, read_sheet
from tests.roster.books import (
    CODES,
    HEADER,
    comma_separated,
    package,
    parse,
    row_xml,
    school,
    sheet_xml,
    xlsx,
)

TEXT_HEADER = ",".join(HEADER).encode()
DEFLATED_MEGABYTES = "0" * (2 * limits.RATIO_APPLIES_ABOVE_BYTES)


def code_of(content: bytes, filename="ledger.xlsx") -> str:
    """The code of the error; its message must be a finished sentence."""
    with pytest.raises(RosterFileError) as caught:
        parse(content, filename)
    assert caught.value.message
    assert "%(" not in caught.value.message
    return caught.value.code


def ledger_xml(*rows: str, before="") -> str:
    return sheet_xml(row_xml(*HEADER), *rows, before=before)


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"", "ledger.xlsx", "empty"),
        (b"\n \n", "ledger.csv", "empty"),
        (b"%PDF-1.7", "ledger.xlsx", "wrong type"),
        (b"%PDF-1.7", "ledger.csv", "wrong type"),
        (b"\x89PNG\r\n", "ledger.png", "wrong type"),
        (TEXT_HEADER, "ledger.xlsx", "wrong type"),
        (TEXT_HEADER, "ledger.docx", "wrong type"),
        (TEXT_HEADER, "ledger", "wrong type"),
        (OLE + b"\0" * 600, "ledger.xls", "old format"),
        (OLE + b"\0" * 600 + ENCRYPTED_PACKAGE, "ledger.xlsx", "password"),
        (b"PK\x03\x04 cut off", "ledger.xlsx", "damaged"),
        (TEXT_HEADER + b"\na,b\0,c", "ledger.csv", "encoding"),
        (TEXT_HEADER + b"\n\xff\xff,b", "ledger.csv", "encoding"),
        (b"\xef\xbb\xbfa," + "单位名称".encode("gb18030"), "ledger.csv", "encoding"),
        ("单位名称,信用代码".encode("utf-16"), "ledger.csv", "encoding"),
        (TEXT_HEADER + b'\n"never closed', "ledger.csv", "damaged"),
        (TEXT_HEADER + b"\n" + b"x" * limits.MAX_BYTES, "ledger.csv", "too large"),
    ],
)
def test_what_is_no_ledger_is_told_why(content, filename, code):
    assert code_of(content, filename) == code


def test_a_workbook_under_another_name_is_refused():
    book = xlsx([HEADER, school()])
    assert code_of(book, "ledger.csv") == "wrong type"
    assert code_of(book, "ledger.xlsm") == "macros"


def test_a_zip_that_is_no_workbook_is_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert code_of(buffer.getvalue()) == "wrong type"


def test_another_kind_of_office_document_is_refused():
    relations = package("")
    with zipfile.ZipFile(io.BytesIO(relations)) as archive:
        main = archive.read("_rels/.rels").decode().replace("xl/workbook", "word/document")
    assert code_of(package("", extra={"_rels/.rels": main})) == "wrong type"


@pytest.mark.parametrize("place", ["xl/vbaProject.bin", "xl/VBAPROJECT.BIN", "vbaProject.bin"])
def test_macros_are_refused_under_a_harmless_name_too(place):
    assert code_of(package(ledger_xml(), extra={place: "x"})) == "macros"


def test_an_encrypted_zip_is_told_as_a_password():
    content = bytearray(package(ledger_xml()))
    directory = content.index(b"PK\x01\x02")
    content[directory + 8] |= 1
    assert code_of(bytes(content)) == "password"


def test_a_part_that_unpacks_a_thousandfold_is_not_opened():
    assert code_of(package(DEFLATED_MEGABYTES)) == "unpacks too large"


def test_a_directory_that_promises_too_much_is_not_opened():
    content = bytearray(package(ledger_xml()))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (limits.MAX_UNPACKED_BYTES).to_bytes(4, "little")
    assert code_of(bytes(content)) == "unpacks too large"


def test_a_directory_that_promises_too_little_does_not_help():
    content = bytearray(package(ledger_xml(row_xml(*school()))))
    directory = content.rindex(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert code_of(bytes(content)) == "damaged"


def test_a_crowd_of_parts_is_not_opened():
    crowd = {f"part{number}": "" for number in range(limits.MAX_PARTS)}
    assert code_of(package(ledger_xml(), extra=crowd)) == "unpacks too large"


def test_one_sheet_listed_many_times_is_read_under_one_budget():
    rows = "<row/>" * (limits.MAX_ELEMENTS // 20)
    noise = "".join(f"<!--{number * 2654435761 % 2**32:x}-->" for number in range(20_000))
    many = package(sheet_xml(rows, before=noise), sheets=limits.MAX_SHEETS)
    assert code_of(many) == "unpacks too large"


def test_a_tag_without_end_is_not_gathered_in_memory():
    endless = "".join(f"{number * 2654435761 % 2**32:x}" for number in range(70_000))
    assert code_of(package(sheet_xml(f'<row><c a="{endless}"/></row>'))) == "damaged"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_not_chosen_from():
    buffer = io.BytesIO(package(ledger_xml(row_xml(*school()))))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", ledger_xml(row_xml(*school(CODES[1]))))
    assert code_of(buffer.getvalue()) == "damaged"


def test_a_crowd_of_sheets_is_not_read():
    assert code_of(package(sheet_xml(), sheets=limits.MAX_SHEETS + 1)) == "unpacks too large"


def test_reading_stops_when_its_time_is_over():
    budget = Budget()
    budget.spend_chunk(1)
    budget.deadline = 0
    with pytest.raises(RosterFileError) as caught:
        budget.spend_chunk(1)
    assert caught.value.code == "unpacks too large"


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]>' + ledger_xml(),
        '<!DOCTYPE x SYSTEM "file:///etc/hostname">' + ledger_xml(),
        "<worksheet><sheetData>",
        "no markup",
        "",
        ledger_xml(row_xml(*school()), "<a>" * limits.MAX_DEPTH + "</a>" * limits.MAX_DEPTH),
        ledger_xml(row_xml("名" * (limits.MAX_CELL_CHARACTERS + 1))),
        ledger_xml('<row r="x"/>'),
        ledger_xml('<row r="3"/><row r="2"/>'),
        ledger_xml('<row><c r="??"><v>1</v></c></row>'),
        ledger_xml('<row><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>'),
        ledger_xml('<row><c t="s"><v>7</v></c></row>'),
        ledger_xml('<row><c t="n"><v>seven</v></c></row>'),
        ledger_xml('<row><c t="n"><v>12\0</v></c></row>'),
    ],
)
def test_a_damaged_sheet_is_told_as_damaged(xml):
    assert code_of(package(xml)) == "damaged"


@pytest.mark.parametrize("size", ["A1:XFD1048576", "A1", "nonsense"])
def test_what_a_sheet_says_of_its_size_is_not_asked(size):
    declared = f'<dimension ref="{size}"/>'
    parsed = parse(package(ledger_xml(row_xml(*school()), before=declared)))
    assert [row.uscc for row in parsed.importable] == [CODES[0]]


def test_a_gap_of_a_billion_lines_costs_nothing():
    far = row_xml(*school(), number=10**9)
    assert [row.line for row in parse(package(ledger_xml(far))).rows] == [10**9]


def test_more_rows_than_allowed_are_refused_in_both_formats():
    rows = (row_xml("示范", f"{number * 7919:x}", "南") for number in range(limits.MAX_LINES))
    assert code_of(package(ledger_xml(*rows))) == "too many rows"
    lines = [HEADER] + [["示范", "x", "南"]] * limits.MAX_LINES
    assert code_of(comma_separated(lines), "ledger.csv") == "too many rows"


def test_rows_without_content_do_not_count():
    blank = '<row><c s="1"/><c s="1"/></row>' * (limits.MAX_LINES + 1)
    noise = "".join(f"<!--{number * 2654435761 % 2**32:x}-->" for number in range(10_000))
    parsed = parse(package(ledger_xml(row_xml(*school()), blank, before=noise)))
    assert len(parsed.rows) == 1


def test_more_columns_than_allowed_are_refused_in_both_formats():
    wide = [*HEADER, *["x"] * limits.MAX_COLUMNS]
    assert code_of(xlsx([wide, school()])) == "too many columns"
    assert code_of(comma_separated([wide, school()]), "ledger.csv") == "too many columns"


def test_a_far_column_without_content_does_not_count():
    far = '<row><c r="A2" t="inlineStr"><is><t>合计</t></is></c><c r="XFD2" s="1"/></row>'
    assert len(parse(package(ledger_xml(far, row_xml(*school())))).rows) == 1


def test_an_open_file_is_read_no_further_than_the_limit():
    source = io.BytesIO(TEXT_HEADER + b"\n" * (2 * limits.MAX_BYTES))
    with pytest.raises(RosterFileError) as caught:
        read_sheet(source, "ledger.csv")
    assert caught.value.code == "too large"
    assert source.tell() == limits.MAX_BYTES + 1


def test_every_error_has_a_sentence():
    values = {"megabytes": 10, "rows": 1, "columns": "x", "lines": 1, "first": "a", "second": "b"}
    for code in SENTENCES:
        assert "%(" not in RosterFileError(code, **values).message
