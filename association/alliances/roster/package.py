"""The parts of a workbook (a zip of XML), read as streams under one budget.

openpyxl is not used for reading: it takes eight seconds for the largest ledger allowed, loads all
shared strings and the size of every sheet before the first row, and expands shared formulas, so
that the work a hostile file causes has no bound. Here each element and each unpacked byte counts,
and reading stops where the budget does.
"""

import io
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.parsers import expat

from association.alliances.roster import limits
from association.alliances.roster.errors import RosterFileError

ENCRYPTED = 0x1
CHUNK = 256 * 1024
DAMAGE = (
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    expat.ExpatError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)


class Enough(Exception):
    """Raised by a handler to stop reading its part."""


class Budget:
    """The elements, unpacked bytes and seconds of computing that one workbook may still cost."""

    def __init__(self) -> None:
        self.elements = limits.MAX_ELEMENTS
        self.bytes = limits.MAX_UNPACKED_BYTES
        # The time of this thread: a busy machine must not make a sound ledger fail.
        self.deadline = time.thread_time() + limits.MAX_CPU_SECONDS

    def spend_element(self) -> None:
        self.elements -= 1
        if self.elements < 0:
            raise RosterFileError("unpacks too large")

    def spend_chunk(self, size: int) -> None:
        self.bytes -= size
        if self.bytes < 0 or time.thread_time() > self.deadline:
            raise RosterFileError("unpacks too large")


class PartHandler:
    """Reads one part. Subclasses meet elements by their local names, without prefix."""

    def __init__(self) -> None:
        self.budget = Budget()
        self.depth = 0
        self.run = 0

    def parser(self, budget: Budget) -> expat.XMLParserType:
        """Return a parser that feeds this handler; it refuses document types, so all entities."""
        self.budget = budget
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_document_type
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.budget.spend_element()
        self.depth += 1
        self.run = 0
        if self.depth > limits.MAX_DEPTH:
            raise RosterFileError("damaged")
        self.opened(name.rpartition(":")[2] if ":" in name else name, attributes)

    def _end(self, name: str) -> None:
        self.depth -= 1
        self.closed(name.rpartition(":")[2] if ":" in name else name)

    def _characters(self, content: str) -> None:
        self.run += len(content)
        if self.run > limits.MAX_CELL_CHARACTERS:
            raise RosterFileError("damaged")
        self.text(content)

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        """Meet the start of an element."""

    def closed(self, tag: str) -> None:
        """Meet the end of an element."""

    def text(self, content: str) -> None:
        """Meet a piece of text."""


def _refuse_document_type(*_declaration: object) -> None:
    raise RosterFileError("damaged")


class Package:
    """An open workbook file."""

    def __init__(self, content: bytes) -> None:
        """Open the zip and look at its directory; nothing is unpacked yet.

        Raises RosterFileError: wrong type, password, macros, unpacks too large, damaged.
        """
        self.budget = Budget()
        with damage_is_told():
            self.archive = zipfile.ZipFile(io.BytesIO(content))
            _check_directory(self.archive.infolist())

    def read(self, part: str, handler: PartHandler) -> None:
        """Feed a part to the handler until its end, or until the handler raises Enough.

        Raises RosterFileError if the part is missing, damaged, or exceeds the budget.
        """
        parser = handler.parser(self.budget)
        with damage_is_told():
            try:
                for chunk in self._chunks(part):
                    parser.Parse(chunk, False)
                parser.Parse(b"", True)
            except Enough:
                return

    def _chunks(self, part: str) -> Iterator[bytes]:
        with self.archive.open(part) as stream:
            while chunk := stream.read(CHUNK):
                self.budget.spend_chunk(len(chunk))
                # A tag or a text without end would be gathered in memory before it is handed on.
                if len(chunk) == CHUNK and b">" not in chunk:
                    raise RosterFileError("damaged")
                yield chunk


@contextmanager
def damage_is_told() -> Iterator[None]:
    """Turn whatever a broken file raises into RosterFileError("damaged")."""
    try:
        yield
    except DAMAGE as error:
        raise RosterFileError("damaged") from error


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if "[Content_Types].xml" not in names:
        raise RosterFileError("wrong type")
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise RosterFileError("password")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise RosterFileError("macros")
    if len(set(names)) != len(names):
        raise RosterFileError("damaged")
    total = sum(entry.file_size for entry in entries)
    if len(entries) > limits.MAX_PARTS or total > limits.MAX_UNPACKED_BYTES:
        raise RosterFileError("unpacks too large")
    if any(_is_suspicious(entry) for entry in entries):
        raise RosterFileError("unpacks too large")


def _is_suspicious(entry: zipfile.ZipInfo) -> bool:
    return (
        entry.file_size > limits.RATIO_APPLIES_ABOVE_BYTES
        and entry.file_size > limits.MAX_RATIO * entry.compress_size
    )
