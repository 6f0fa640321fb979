"""Ledgers made for the tests: as a secretary saves them, and as nobody should."""

import csv
import io
import json
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook, load_workbook

from association.alliances import roster
from association.alliances.roster.reading import read_sheet
from association.alliances.roster.rows import ParsedRoster, parse_sheet

SAMPLE = Path(roster.__file__).parent / "sample" / "roster.xlsx"
EXPECTED = json.loads((Path(__file__).parent / "roster.expected.json").read_text(encoding="utf-8"))

# Four sound codes of a division that does not exist.
CODES = ["52370799MJE000013U", "52370799MJE000021N", "91370799MA0000015R", "51370799MJE0000Q86"]

HEADER = ["单位名称", "统一社会信用代码", "所属联盟", "办学内容"]
NOTE = "坐标系:GCJ-02"

PLACE_OF_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def school(code=CODES[0], *more, name="示范区晨光体育培训学校", alliance="南", scope="体育"):
    """A sound row under HEADER, with more cells at its end."""
    return [name, code, alliance, scope, *more]


def xlsx(*sheets, states=()) -> bytes:
    """A workbook of sheets, each a list of rows."""
    book = Workbook()
    book.remove(book.active)
    for place, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{place + 1}")
        for row in rows:
            sheet.append(row)
    for sheet, state in zip(book.worksheets, states, strict=False):
        sheet.sheet_state = state
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def comma_separated(rows, encoding="utf-8-sig", delimiter=",") -> bytes:
    """The rows as a spreadsheet program saves them; a day becomes 2026/2/6."""
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=delimiter).writerows([map(_shown, row) for row in rows])
    return buffer.getvalue().encode(encoding)


def _shown(value):
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day}"
    return value


def sample_rows() -> list[list]:
    book = load_workbook(SAMPLE, read_only=True)
    rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    book.close()
    return rows


def parse(content: bytes, filename="ledger.xlsx") -> ParsedRoster:
    return parse_sheet(read_sheet(content, filename))


def parse_rows(*rows, header=HEADER, above=()) -> ParsedRoster:
    """The ledger made of these rows, saved as a workbook and read again."""
    return parse(xlsx([*above, header, *rows]))


def package(sheet_xml: str, *, sheets=1, links=None, extra=None) -> bytes:
    """A bare workbook around the XML of one worksheet, listed so many times.

    `links` are further relations of the workbook, `extra` further parts or other ones.
    """
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": _relations({"a": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'<workbook xmlns:r="{PLACE_OF_RELATIONS}"><sheets>'
            + "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="s"/>' for n in range(sheets))
            + "</sheets></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(
            {"s": ("worksheet", "worksheets/sheet1.xml")} | (links or {})
        ),
        "xl/worksheets/sheet1.xml": sheet_xml,
    } | (extra or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _relations(links: dict[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{PLACE_OF_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in links.items()
    )
    return f"<Relationships>{inner}</Relationships>"


def sheet_xml(*rows: str, before="") -> str:
    return f"<worksheet>{before}<sheetData>{''.join(rows)}</sheetData></worksheet>"


def row_xml(*texts: str, number="") -> str:
    place = f' r="{number}"' if number else ""
    cells = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in texts)
    return f"<row{place}>{cells}</row>"
