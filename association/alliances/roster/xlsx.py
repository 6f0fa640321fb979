"""An XLSX workbook's visible sheets, as lines (ECMA-376 part 1, 18.3 and 18.4)."""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900
from openpyxl.utils.escape import unescape

from association.alliances.roster import limits
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.package import Enough, Package, PartHandler
from association.alliances.roster.sheet import Line
from association.alliances.roster.xlsx_sheet import SharedString, SheetHandler

# Built-in date formats; 27–36 and 50–58 are those of Chinese workbooks (18.8.30).
DATE_FORMATS = {
    *(number for number, code in BUILTIN_FORMATS.items() if is_date_format(code)),
    *range(27, 37),
    *range(50, 59),
}


class Relation(NamedTuple):
    """A link from one part to another."""

    kind: str
    target: str


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    title: str
    relation: str


class Workbook:
    """An open workbook: its visible sheets in order, each read when asked for."""

    def __init__(self, content: bytes) -> None:
        """Read the workbook's plan, not yet its sheets.

        Raises RosterFileError: wrong type, password, macros, unpacks too large, damaged.
        """
        self.package = Package(content)
        part = self._workbook_part()
        plan = _WorkbookHandler()
        self.package.read(part, plan)
        self.relations = self._relations_of(part)
        self.entries = plan.entries
        if len(self.entries) > limits.MAX_SHEETS:
            raise RosterFileError("unpacks too large")
        self.epoch = CALENDAR_MAC_1904 if plan.counts_from_1904 else CALENDAR_WINDOWS_1900
        self.date_styles = self._date_styles()
        self._strings: list[str] | None = None

    def lines(self, entry: SheetEntry, *, at_most: int | None = None) -> list[Line]:
        """Return the lines of a sheet that hold something, or those among its first `at_most`.

        Raises RosterFileError: too many rows, too many columns, unpacks too large, damaged.
        """
        relation = self.relations.get(entry.relation)
        if relation is None:
            raise RosterFileError("damaged")
        if relation.kind != "worksheet":
            return []
        handler = SheetHandler(date_styles=self.date_styles, epoch=self.epoch, at_most=at_most)
        self.package.read(relation.target, handler)
        return [Line(line.number, list(self._with_strings(line))) for line in handler.lines]

    def _with_strings(self, line: Line) -> Iterator[object]:
        for cell in line.cells:
            yield self._string(cell) if isinstance(cell, SharedString) else cell

    def _string(self, index: int) -> str:
        if self._strings is None:
            handler = _StringsHandler()
            for part in self._targets("sharedStrings"):
                self.package.read(part, handler)
            self._strings = handler.strings
        if not 0 <= index < len(self._strings):
            raise RosterFileError("damaged")
        return self._strings[index]

    def _date_styles(self) -> frozenset[int]:
        handler = _StylesHandler()
        for part in self._targets("styles"):
            self.package.read(part, handler)
        dates = DATE_FORMATS | {n for n, code in handler.formats.items() if is_date_format(code)}
        return frozenset(
            place for place, number in enumerate(handler.cell_formats) if number in dates
        )

    def _targets(self, kind: str) -> list[str]:
        return [link.target for link in self.relations.values() if link.kind == kind][:1]

    def _workbook_part(self) -> str:
        for link in self._relations_of("").values():
            if link.kind == "officeDocument" and link.target.startswith("xl/"):
                return link.target
        raise RosterFileError("wrong type")

    def _relations_of(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        handler = _RelationsHandler(folder)
        self.package.read(posixpath.join(folder, "_rels", f"{name}.rels"), handler)
        return handler.relations


class _RelationsHandler(PartHandler):
    def __init__(self, folder: str) -> None:
        super().__init__()
        self.folder = folder
        self.relations: dict[str, Relation] = {}

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship" and attributes.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", self.folder, attributes["Target"]))
            kind = attributes["Type"].rpartition("/")[2]
            self.relations[attributes["Id"]] = Relation(kind, target.lstrip("/"))


class _WorkbookHandler(PartHandler):
    def __init__(self) -> None:
        super().__init__()
        self.entries: list[SheetEntry] = []
        self.counts_from_1904 = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "workbookPr":
            self.counts_from_1904 = attributes.get("date1904") in {"1", "true"}
        elif tag == "sheet" and attributes.get("state", "visible") == "visible":
            relation = next((v for k, v in attributes.items() if k.endswith(":id")), "")
            self.entries.append(SheetEntry(attributes["name"], relation))


class _StylesHandler(PartHandler):
    def __init__(self) -> None:
        super().__init__()
        self.formats: dict[int, str] = {}
        self.cell_formats: list[int] = []
        self.in_cell_formats = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "numFmt":
            self.formats[int(attributes["numFmtId"])] = attributes["formatCode"][:200]
        elif tag == "cellXfs":
            self.in_cell_formats = True
        elif tag == "xf" and self.in_cell_formats:
            self.cell_formats.append(int(attributes.get("numFmtId", 0)))

    def closed(self, tag: str) -> None:
        if tag == "cellXfs":
            raise Enough


class _StringsHandler(PartHandler):
    """Shared strings; the reading aids of rPh elements are not part of the text."""

    def __init__(self) -> None:
        super().__init__()
        self.strings: list[str] = []
        self.pieces: list[str] = []
        self.in_text = False
        self.in_aid = False

    def opened(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "rPh":
            self.in_aid = True
        elif tag == "t":
            self.in_text = not self.in_aid

    def text(self, content: str) -> None:
        if self.in_text:
            self.pieces.append(content)

    def closed(self, tag: str) -> None:
        if tag == "t":
            self.in_text = False
        elif tag == "rPh":
            self.in_aid = False
        elif tag == "si":
            self.strings.append(unescape("".join(self.pieces)))
            self.pieces.clear()
