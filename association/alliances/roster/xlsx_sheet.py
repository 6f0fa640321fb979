"""One worksheet's XML, cell by cell. Formulas are seen and never computed."""

import math
from datetime import date, datetime
from functools import lru_cache

from openpyxl.utils.datetime import from_excel
from openpyxl.utils.escape import unescape

from association.alliances.roster import limits
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.package import Enough, PartHandler
from association.alliances.roster.sheet import Cell, Line, Unreadable

# A number of Excel has at most 17 digits, a sign, a point and an exponent.
LONGEST_NUMBER = 40


class SharedString(int):
    """The place of a cell's text in the workbook's table of strings."""


@lru_cache(maxsize=1024)
def column_index(letters: str) -> int:
    """Return 0 for A, 25 for Z, 26 for AA. Raises ValueError for what is no column."""
    if not (letters.isascii() and letters.isalpha() and letters.isupper() and len(letters) <= 3):
        message = f"no column: {letters!r}"
        raise ValueError(message)
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


class SheetHandler(PartHandler):
    """Gathers the lines that hold something.

    The sheet's own word about its size is not asked; gaps between rows cost nothing.
    """

    def __init__(
        self, *, date_styles: frozenset[int], epoch: datetime, at_most: int | None
    ) -> None:
        super().__init__()
        self.date_styles = date_styles
        self.epoch = epoch
        self.at_most = at_most
        self.lines: list[Line] = []
        self.number = 0
        self.cells: list[Cell] = []
        self.column = -1
        self.kind = self.style = ""
        self.pieces: dict[str, list[str]] = {}
        self.text_of: str | None = None
        self.in_aid = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._open_cell(attributes)
        elif tag in {"v", "t", "f"}:
            self.text_of = None if self.in_aid else tag
            if self.text_of:
                self.pieces.setdefault(tag, [])
        elif tag == "row":
            self._open_row(attributes)
        elif tag == "rPh":
            self.in_aid = True

    def text(self, content: str) -> None:
        if self.text_of:
            self.pieces[self.text_of].append(content)

    def closed(self, tag: str) -> None:
        if tag in {"v", "t", "f"}:
            self.text_of = None
        elif tag == "c":
            self._close_cell()
        elif tag == "row":
            self._close_row()
        elif tag == "rPh":
            self.in_aid = False
        elif tag == "sheetData":
            raise Enough

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = int(attributes.get("r", self.number + 1))
        if number <= self.number:
            raise RosterFileError("damaged")
        if self.at_most is not None and number > self.at_most:
            raise Enough
        self.number, self.cells, self.column = number, [], -1

    def _close_row(self) -> None:
        if self.cells:
            self.lines.append(Line(self.number, self.cells))
        if len(self.lines) > limits.MAX_LINES:
            raise RosterFileError("too many rows", rows=limits.MAX_ROWS)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self.column = column_index(place.rstrip("0123456789")) if place else self.column + 1
        self.kind = attributes.get("t", "n")
        self.style = attributes.get("s", "0")
        self.pieces = {}

    def _close_cell(self) -> None:
        value = self._value()
        if value is None or value == "":
            return
        if self.column >= limits.MAX_COLUMNS:
            raise RosterFileError("too many columns", columns=limits.MAX_COLUMNS)
        if self.column < len(self.cells):
            raise RosterFileError("damaged")
        self.cells.extend([None] * (self.column - len(self.cells)))
        self.cells.append(value)

    def _value(self) -> Cell:
        if "f" in self.pieces:
            return Unreadable("formula", f"={self._text('f')}"[: limits.MAX_SHOWN_CHARACTERS])
        if self.kind == "inlineStr":
            return unescape(self._text("t"))
        text = self._text("v")
        if not text:
            return None
        match self.kind:
            case "s":
                return SharedString(text)
            case "b":
                return text == "1"
            case "e":
                return Unreadable("error value", text[: limits.MAX_SHOWN_CHARACTERS])
            case "n":
                return self._number(text)
            case _:
                return unescape(text)

    def _text(self, tag: str) -> str:
        return "".join(self.pieces.get(tag, ()))

    def _number(self, text: str) -> Cell:
        value = _as_number(text)
        if int(self.style) in self.date_styles and not isinstance(value, str):
            return _as_date(value, self.epoch)
        return value


def _as_number(text: str) -> int | float | str:
    if len(text) > LONGEST_NUMBER:
        return text
    try:
        return int(text)
    except ValueError:
        value = float(text)
    return value if math.isfinite(value) else text


def _as_date(serial: float, epoch: datetime) -> Cell:
    """Return the day a serial number stands for, or the number where there is no such day."""
    try:
        value = from_excel(serial, epoch)
    except (OverflowError, ValueError):
        return serial
    return value if isinstance(value, date) else serial
