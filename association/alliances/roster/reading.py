"""From an uploaded file to the sheet that holds the ledger."""

from pathlib import PurePath
from typing import BinaryIO

from association.alliances.roster import limits
from association.alliances.roster.columns import find_header
from association.alliances.roster.csv_file import read_lines
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.sheet import Sheet
from association.alliances.roster.xlsx import Workbook

ZIP = b"PK\x03\x04"
# The container of old .xls files, and of every workbook that has a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
PICTURES_AND_PAPERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"Rar!", b"7z\xbc")


def read_sheet(source: bytes | BinaryIO, filename: str) -> Sheet:
    """Return the first visible sheet in which a header row is found.

    `source` is the file's content or an open binary file; `filename` tells, with the content,
    what kind of file it is. Raises RosterFileError.
    """
    content = source if isinstance(source, bytes) else source.read(limits.MAX_BYTES + 1)
    if not content.strip():
        raise RosterFileError("empty")
    if len(content) > limits.MAX_BYTES:
        raise RosterFileError("too large", megabytes=limits.MAX_BYTES // 1024 // 1024)
    name = PurePath(filename)
    if _is_workbook(content, name.suffix.lower()):
        return _read_workbook(content)
    lines = read_lines(content)
    if find_header(lines) is None:
        raise RosterFileError("no header", lines=limits.HEADER_LINES)
    return Sheet(name.stem, lines)


def _is_workbook(content: bytes, ending: str) -> bool:
    """Tell a workbook from a text, by content; the ending must agree."""
    if content.startswith(OLE):
        raise RosterFileError("password" if ENCRYPTED_PACKAGE in content else "old format")
    if content.startswith(ZIP):
        if ending == ".xlsm":
            raise RosterFileError("macros")
        if ending == ".xlsx":
            return True
    elif ending == ".csv" and not content.startswith(PICTURES_AND_PAPERS):
        return False
    raise RosterFileError("wrong type")


def _read_workbook(content: bytes) -> Sheet:
    workbook = Workbook(content)
    entries = iter(workbook.entries)
    for entry in entries:
        lines = workbook.lines(entry)
        if find_header(lines) is not None:
            others = [
                other.title
                for other in entries
                if find_header(workbook.lines(other, at_most=limits.HEADER_LINES)) is not None
            ]
            return Sheet(entry.title, lines, tuple(others))
    raise RosterFileError("no header", lines=limits.HEADER_LINES)
