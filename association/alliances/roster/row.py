"""One line of the ledger: what it says, why it is refused, what is doubtful."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from association.alliances.enums import CoordinateSystem
from association.alliances.roster import dates, licences, places, values
from association.alliances.roster.columns import Column, Header
from association.alliances.roster.faults import Fault
from association.alliances.roster.places import Bounds, Place
from association.alliances.roster.sheet import Cell, Line, Unreadable
from association.alliances.roster.text import as_text, narrow

NUMBER = re.compile(r"\d{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One row as understood. A value that the row does not say, or that was refused, is empty.

    `number` is the file's 序号, else the line. Coordinates are WGS-84 degrees; `source_crs` is the
    system of the file. A row with `faults` must not be imported.
    """

    number: int
    line: int
    name: str = ""
    uscc: str = ""
    alliance: str = ""
    kind: str = ""
    subject_field: str = ""
    approved_scope: str = ""
    licence_no: str = ""
    licence_valid_until: date | None = None
    licence_long_term: bool = False
    contact_name: str = ""
    phone: str = ""
    address: str = ""
    street: str = ""
    latitude: float | None = None
    longitude: float | None = None
    source_crs: str = ""
    remark: str = ""
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def importable(self) -> bool:
        return not self.faults


def read_row(
    line: Line, header: Header, *, crs: CoordinateSystem | None, bounds: Bounds
) -> RosterRow:
    """Return the row a line makes. Without `crs` its coordinates are not taken."""
    return _RowReader(line, header).read(crs, bounds)


class _RowReader:
    """Reads the cells of one line and gathers what is wrong on the way."""

    def __init__(self, line: Line, header: Header) -> None:
        self.line = line
        self.header = header
        text = narrow(as_text(self.cell(Column.NUMBER)))
        self.number = int(text) if NUMBER.fullmatch(text) else line.number
        self.faults: list[Fault] = []
        self.warnings: list[Fault] = []

    def read(self, crs: CoordinateSystem | None, bounds: Bounds) -> RosterRow:
        self._refuse_unreadable()
        code = self._take(Column.USCC, values.credit_code, "")
        licence_no = self._plain(Column.LICENCE)
        scope = self._scope(licence_no)
        for doubt in licences.doubts(licence_no, kind=scope.kind, code=code):
            self._warn(doubt, Column.LICENCE)
        valid = self._take(Column.VALID_UNTIL, dates.validity, dates.Validity(None, False))
        place = self._place(crs, bounds)
        return RosterRow(
            number=self.number,
            line=self.line.number,
            name=self._take(Column.NAME, values.name, ""),
            uscc=code,
            alliance=str(self._take(Column.ALLIANCE, values.alliance, "")),
            kind=str(scope.kind or ""),
            subject_field=str(scope.subject_field or ""),
            approved_scope=scope.text,
            licence_no=licence_no,
            licence_valid_until=valid.until,
            licence_long_term=valid.long_term,
            contact_name=self._plain(Column.CONTACT),
            phone=self._phone(),
            address=self._plain(Column.ADDRESS),
            street=self._plain(Column.STREET),
            latitude=place.latitude,
            longitude=place.longitude,
            source_crs=place.source_crs,
            remark=self._plain(Column.REMARK),
            faults=tuple(self.faults),
            warnings=tuple(self.warnings),
        )

    def cell(self, column: Column) -> Cell:
        place = self.header.places.get(column)
        return None if place is None else self.line.at(place)

    def _refuse_unreadable(self) -> None:
        """Refuse the row for any formula in it, also under a column that is not read."""
        for place, cell in enumerate(self.line.cells):
            if isinstance(cell, Unreadable):
                title = self.header.title_at(place)
                self.faults.append(Fault(self.number, title, as_text(cell), cell.reason))

    def _take(self, column: Column, read: Callable[[Cell], Any], otherwise: Any) -> Any:
        cell = self.cell(column)
        if not self.header.has(column) or isinstance(cell, Unreadable):
            return otherwise
        try:
            return read(cell)
        except values.BadValue as bad:
            self.faults.append(self._about(bad.reason, column))
            return otherwise

    def _plain(self, column: Column) -> str:
        return self._take(column, lambda cell: values.plain(cell, column), "")

    def _phone(self) -> str:
        """A telephone number that cannot be read is no reason to refuse a school."""
        cell = self.cell(Column.PHONE)
        try:
            return "" if isinstance(cell, Unreadable) else values.phone(cell)
        except values.BadValue as bad:
            self._warn(bad.reason, Column.PHONE)
            return ""

    def _scope(self, licence_no: str) -> values.Scope:
        """Kind and subject from 办学内容; where it is empty, the kind from the licence number.

        Without the column the kind may stay open: the register knows it of schools it has.
        """
        before = len(self.faults)
        scope = self._take(Column.SCOPE, values.scope, values.Scope(None, None, ""))
        if scope.has_more:
            self._warn("several scopes", Column.SCOPE)
        if (
            scope.kind
            or len(self.faults) > before
            or isinstance(self.cell(Column.SCOPE), Unreadable)
        ):
            return scope
        if kind := licences.kind_of(licences.parse(licence_no)):
            self._warn("scope from licence number", Column.LICENCE)
            return scope._replace(kind=kind)
        if self.header.has(Column.SCOPE):
            self.faults.append(self._about("scope missing", Column.SCOPE))
        return scope

    def _place(self, crs: CoordinateSystem | None, bounds: Bounds) -> Place:
        pair = (Column.LATITUDE, Column.LONGITUDE)
        if crs is None or not all(self.header.has(column) for column in pair):
            return Place()
        place = places.place(*map(self.cell, pair), crs=crs, bounds=bounds)
        for doubt in place.doubts:
            self._warn(doubt, *sorted(pair, key=self.header.places.__getitem__))
        return place

    def _warn(self, reason: str, *columns: Column) -> None:
        self.warnings.append(self._about(reason, *columns))

    def _about(self, reason: str, *columns: Column) -> Fault:
        titles = " / ".join(self.header.title(column) for column in columns)
        texts = " / ".join(as_text(self.cell(column)) for column in columns)
        return Fault(self.number, titles, texts, reason)
