"""Lists as files for Excel. Every cell holds what was written and never computes anything."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Font

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# Without it Excel reads Chinese as something else.
BYTE_ORDER_MARK = "\ufeff"
BOLD = Font(bold=True)


def xlsx_file(
    title: str, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[object]]
) -> IO[bytes]:
    """Write rows as XLSX, one at a time, so that long lists need little memory.

    title: of the sheet. widths: of the columns, in characters. Returns the open file, at its start.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]].width = width
    sheet.append([_heading(sheet, text) for text in headings])
    for row in rows:
        sheet.append([set_text(WriteOnlyCell(sheet), value) for value in row])
    file = TemporaryFile()  # noqa: SIM115 -- the answer closes it
    book.save(file)
    file.seek(0)
    return file


def csv_lines(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Return the lines of a CSV file; texts that begin like a formula get an apostrophe."""
    yield BYTE_ORDER_MARK
    writer = csv.writer(_Line())
    yield writer.writerow(headings)
    for row in rows:
        yield writer.writerow([_harmless(value) for value in row])


def set_text(cell: Cell, value: object) -> Cell:
    """Write a value into a cell and return it; a text that begins like a formula stays a text."""
    if not isinstance(value, str):
        cell.value = value
        return cell
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
    cell.data_type = "s"
    cell.quotePrefix = value.startswith(FORMULA_STARTS)
    return cell


def _heading(sheet: object, text: str) -> Cell:
    cell = set_text(WriteOnlyCell(sheet), text)
    cell.font = BOLD
    return cell


def _harmless(value: object) -> object:
    risky = isinstance(value, str) and value.lstrip().startswith(FORMULA_STARTS)
    return f"'{value}" if risky else value


class _Line:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
