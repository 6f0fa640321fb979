"""A row beside the register: what the row says of a school, and where the two differ."""

from typing import Any

from association.alliances.models import Alliance, Campus, School
from association.alliances.roster.columns import NAMES, Column
from association.alliances.roster.faults import Fault
from association.alliances.roster.row import RosterRow
from association.alliances.roster.rows import ParsedRoster

# Ledgers do not name the place; this is what most schools have.
MAIN_CAMPUS = "主校区"

# What each column fills in the school and in its main campus, by the row's own field names.
SCHOOL_FIELDS = {
    Column.NAME: ("name",),
    Column.SCOPE: ("kind", "subject_field", "approved_scope"),
    Column.LICENCE: ("licence_no",),
    Column.VALID_UNTIL: ("licence_valid_until", "licence_long_term"),
    Column.CONTACT: ("contact_name",),
    Column.PHONE: ("phone",),
}
CAMPUS_FIELDS = {
    Column.ADDRESS: ("address",),
    Column.STREET: ("street",),
    Column.LATITUDE: ("latitude", "longitude", "source_crs"),
}
COLUMN_OF_FIELD = {
    "uscc": Column.USCC,
    **{f: column for column, fields in (SCHOOL_FIELDS | CAMPUS_FIELDS).items() for f in fields},
}

# The cell holds something that was not understood: that is no reason to empty the register's value.
NOT_TAKEN = {
    "phone unreadable": Column.PHONE,
    "coordinates incomplete": Column.LATITUDE,
    "coordinates unreadable": Column.LATITUDE,
    "coordinates impossible": Column.LATITUDE,
    "coordinate system missing": Column.LATITUDE,
    "coordinate system ambiguous": Column.LATITUDE,
}

Changes = dict[str, list[str]]


class Comparison:
    """Compares the rows of one ledger with the register.

    Columns that the file does not have, and cells that were not understood, say nothing. An empty
    cell under a column that is there says that there is no such thing.
    """

    def __init__(self, parsed: ParsedRoster) -> None:
        self.titles = parsed.titles
        silent = {NOT_TAKEN[w.reason] for w in parsed.warnings if w.reason in NOT_TAKEN}
        self.said = parsed.columns - silent

    def school_values(self, row: RosterRow, *, is_new: bool = False) -> dict[str, Any]:
        """Return the fields of School that the row states; with `is_new`, all that it must have."""
        values = self._values(row, SCHOOL_FIELDS)
        return {"uscc": row.uscc, "kind": row.kind, **values} if is_new else values

    def campus_values(self, row: RosterRow, *, is_new: bool = False) -> dict[str, Any]:
        """Return the fields of the main campus that the row states."""
        values = self._values(row, CAMPUS_FIELDS)
        return {"name": MAIN_CAMPUS, **values} if is_new else values

    def _values(self, row: RosterRow, fields: dict[Column, tuple[str, ...]]) -> dict[str, Any]:
        silent = {NOT_TAKEN[w.reason] for w in row.warnings if w.reason in NOT_TAKEN}
        return {
            field: getattr(row, field)
            for column, names in fields.items()
            if column in self.said and column not in silent
            for field in names
        }

    def changes(
        self,
        row: RosterRow,
        *,
        school: School,
        campus: Campus | None,
        alliance: Alliance | None,
    ) -> Changes:
        """Return old and new of each field that would change, by name; {} when all is the same.

        Fields of the campus are named `campus.…`, the membership `alliance` (by its code).
        """
        found = _differences(school, self.school_values(row))
        found |= _differences(campus or Campus(), self.campus_values(row), prefix="campus.")
        old = alliance.code if alliance else ""
        if old != row.alliance:
            found["alliance"] = [old, row.alliance]
        return found

    def lacking(self, row: RosterRow) -> tuple[Fault, ...]:
        """Return what a row lacks to enter a school that the register does not know."""
        faults = []
        if not row.kind:
            faults.append(self.fault(row, "kind", "scope missing"))
        if not row.address:
            faults.append(self.fault(row, "address", "address missing"))
        return tuple(faults)

    def fault(self, row: RosterRow, field: str, reason: str) -> Fault:
        """Return a fault of the row about a field of School or Campus; "" means the whole row."""
        column = COLUMN_OF_FIELD.get(field)
        if column is None:
            return Fault(row.number, "", "", reason)
        value = getattr(row, field)
        title = self.titles.get(column, NAMES[column][0])
        return Fault(row.number, title, "" if value is None else str(value), reason)


def _differences(record: Any, values: dict[str, Any], prefix: str = "") -> Changes:
    return {
        prefix + field: ["" if v is None else str(v) for v in (getattr(record, field), new)]
        for field, new in values.items()
        if getattr(record, field) != new
    }
