"""A CSV file in UTF-8, with or without mark, or GB18030, as lines."""

import codecs
import csv
import io
from itertools import islice

from association.alliances.roster import limits
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.sheet import Line

SEPARATORS = ",\t;"


def read_lines(content: bytes) -> list[Line]:
    """Return the lines that hold something. All cells are texts; a leading “=” means nothing.

    Raises RosterFileError: encoding, damaged, too many rows, too many columns.
    """
    text = decode(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    lines: list[Line] = []
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _append(lines, Line(start, _trimmed(cells)))
            start = reader.line_num + 1
    except csv.Error as error:
        raise RosterFileError("damaged") from error
    return lines


def decode(content: bytes) -> str:
    """Return the text. UTF-8 is tried first: Chinese in GB18030 is never valid UTF-8 for long.

    Raises RosterFileError: encoding.
    """
    if b"\0" in content:
        raise RosterFileError("encoding")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            if content.startswith(codecs.BOM_UTF8):
                break
    raise RosterFileError("encoding")


def _separator(text: str) -> str:
    """Return the separator met most often where the header must stand."""
    top = "".join(islice(io.StringIO(text), limits.HEADER_LINES))
    return max(SEPARATORS, key=top.count)


def _trimmed(cells: list[str]) -> list[str]:
    while not cells[-1].strip():
        cells.pop()
    return cells


def _append(lines: list[Line], line: Line) -> None:
    if len(line.cells) > limits.MAX_COLUMNS:
        raise RosterFileError("too many columns", columns=limits.MAX_COLUMNS)
    if len(lines) == limits.MAX_LINES:
        raise RosterFileError("too many rows", rows=limits.MAX_ROWS)
    lines.append(line)
