"""What a file comes to, whatever its format: a sheet of lines of cells."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A cell that holds no value to trust: a formula, or a spreadsheet's error such as #REF!.

    `reason` is the code of the fault it makes, `text` what a person sees in the cell.
    """

    reason: str
    text: str


Cell = str | int | float | bool | date | Unreadable | None


@dataclass(frozen=True, slots=True)
class Line:
    """One line with something in it. `number` counts from 1, as the spreadsheet shows it."""

    number: int
    cells: list[Cell]

    def at(self, place: int) -> Cell:
        """Return the cell at a place counted from 0; a short line has empty cells at its end."""
        return self.cells[place] if place < len(self.cells) else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet that holds the ledger. `not_read` names further sheets that look like ledgers."""

    title: str
    lines: list[Line]
    not_read: tuple[str, ...] = ()
