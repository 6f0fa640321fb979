"""From a sheet to the whole ledger: its rows with verdicts, and what is doubtful about the file."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from association.alliances.enums import CoordinateSystem
from association.alliances.roster import places
from association.alliances.roster.columns import Column, Header, find_header, read_header
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.faults import DUPLICATE, Fault
from association.alliances.roster.limits import HEADER_LINES
from association.alliances.roster.places import DISTRICT, Bounds
from association.alliances.roster.row import RosterRow, read_row
from association.alliances.roster.sheet import Line, Sheet
from association.alliances.roster.text import as_text, narrow, value_of
from association.core import uscc

TOTAL = re.compile(r"(?:合计|总计|小计|共计):?(?:共?\d+[家所个户]?)?")


@dataclass(frozen=True, slots=True)
class ParsedRoster:
    """A whole ledger. `warnings` are those about the file; each row has its own.

    `titles` are the columns that are there, with their headers as written.
    """

    title: str
    rows: list[RosterRow]
    titles: Mapping[Column, str]
    warnings: tuple[Fault, ...]

    @property
    def columns(self) -> frozenset[Column]:
        return frozenset(self.titles)

    @property
    def importable(self) -> list[RosterRow]:
        return [row for row in self.rows if row.importable]

    @property
    def faults(self) -> list[Fault]:
        """Why rows are refused, in the order of the file."""
        return [fault for row in self.rows for fault in row.faults]

    @property
    def all_warnings(self) -> list[Fault]:
        """Those about the file, then those about its rows."""
        return [*self.warnings, *(warning for row in self.rows for warning in row.warnings)]


def parse_sheet(sheet: Sheet, *, bounds: Bounds = DISTRICT) -> ParsedRoster:
    """Return the rows under the header; blank lines, totals and repeated headers are no rows.

    `bounds` is the box in which WGS-84 coordinates are expected. Raises RosterFileError: no header,
    columns missing, column twice, no rows.
    """
    place = find_header(sheet.lines)
    if place is None:
        raise RosterFileError("no header", lines=HEADER_LINES)
    header = read_header(sheet.lines[place])
    systems = places.systems_named(cell for line in sheet.lines[: place + 1] for cell in line.cells)
    crs = next(iter(systems)) if len(systems) == 1 else None
    lines = [line for line in sheet.lines[place + 1 :] if _is_row(line, header)]
    if not lines:
        raise RosterFileError("no rows")
    rows = list(
        _without_duplicates(
            (read_row(line, header, crs=crs, bounds=bounds) for line in lines), header
        )
    )
    warnings = (
        *(Fault(None, title, "", "unknown column") for title in header.unknown),
        *(
            Fault(None, letters, "", "column without header")
            for letters in _nameless(lines, header)
        ),
        *(Fault(None, "", title, "sheet not read") for title in sheet.not_read),
        *_about_coordinates(header, systems),
        *_about_numbers(header, rows),
    )
    columns = {column: header.title(column) for column in header.places}
    return ParsedRoster(sheet.title, rows, columns, warnings)


def _is_row(line: Line, header: Header) -> bool:
    """Tell a row from blank lines, repeated headers and totals, which never have a credit code."""
    if not any(as_text(cell) for cell in line.cells):
        return False
    name, code = (line.at(header.places[column]) for column in (Column.NAME, Column.USCC))
    if as_text(name) == header.title(Column.NAME):
        return False
    is_total = any(
        TOTAL.fullmatch(narrow(cell))
        for cell in line.cells
        if isinstance(cell, str) and "计" in cell
    )
    return not is_total or uscc.fault_of(as_text(code)) is None


def _without_duplicates(rows: Iterable[RosterRow], header: Header) -> Iterator[RosterRow]:
    """Refuse a row whose code an earlier importable row has. A refused row claims no code."""
    first: dict[str, int] = {}
    for row in rows:
        if row.importable and row.uscc in first:
            reason = f"{DUPLICATE} {first[row.uscc]}"
            fault = Fault(row.number, header.title(Column.USCC), row.uscc, reason)
            yield replace(row, faults=(fault,))
            continue
        if row.importable:
            first[row.uscc] = row.number
        yield row


def _nameless(lines: list[Line], header: Header) -> list[str]:
    """Return the letters of columns that hold something but have no header."""
    filled = {
        place
        for line in lines
        for place, cell in enumerate(line.cells)
        if cell is not None and not header.title_is_written(place) and value_of(cell)
    }
    return [header.title_at(place) for place in sorted(filled)]


def _about_coordinates(header: Header, systems: set[CoordinateSystem]) -> Iterator[Fault]:
    pair = [column for column in (Column.LONGITUDE, Column.LATITUDE) if header.has(column)]
    titles = " / ".join(header.title(column) for column in pair)
    if len(pair) == 1:
        yield Fault(None, titles, "", "coordinates incomplete")
    elif pair and not systems:
        yield Fault(None, titles, "", "coordinate system missing")
    elif pair and len(systems) > 1:
        named = ", ".join(sorted(system.label for system in systems))
        yield Fault(None, titles, named, "coordinate system ambiguous")


def _about_numbers(header: Header, rows: list[RosterRow]) -> Iterator[Fault]:
    if not header.has(Column.NUMBER):
        return
    for number, count in Counter(row.number for row in rows).items():
        if count > 1:
            yield Fault(None, header.title(Column.NUMBER), str(number), "row number repeated")
