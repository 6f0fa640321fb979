"""What an import did, as JSON for programs and as a workbook for the secretary."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from io import BytesIO
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from association.alliances.roster.faults import Fault

# What a spreadsheet program would run, or a later CSV of the same list would let it run.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = {"A": 8, "B": 18, "C": 30, "D": 26, "E": 80}


@dataclass(kw_only=True)
class ImportReport:
    """The outcome: `rows` of the file, schools created, updated and unchanged, rows refused.

    `rows` counts what stands under the header, without blank lines and totals.
    """

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return the report as JSON: counts, and `errors` and `warnings` as lists of entries.

        An entry has row (None for the whole file), column, value, reason (a stable code) and
        message (a sentence in the language that is active now).
        """
        return {
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": [_entry(fault) for fault in self.errors],
            "warnings": [_entry(fault) for fault in self.warnings],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the report that `to_dict` once stored; messages are made anew."""
        lists = {
            key: [Fault(e["row"], e["column"], e["value"], e["reason"]) for e in stored[key]]
            for key in ("errors", "warnings")
        }
        counts = {key: stored[key] for key in ("rows", "created", "updated", "unchanged")}
        return cls(**counts, **lists)


def _entry(fault: Fault) -> dict[str, Any]:
    return {**asdict(fault), "message": fault.sentence()}


def errors_workbook(report: ImportReport) -> bytes:
    """Return an XLSX file with one sheet of refused rows and one of remarks, every cell a text."""
    workbook = Workbook()
    workbook.active.title = pgettext("ledger import", "Refused rows")
    _write_list(workbook.active, report.errors)
    _write_list(workbook.create_sheet(pgettext("ledger import", "Please check")), report.warnings)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_list(sheet: Worksheet, faults: list[Fault]) -> None:
    headers = [
        pgettext("ledger import", "Row"),
        pgettext("ledger import", "Column"),
        _("What the file says"),
        pgettext("ledger import", "Code"),
        _("What to do"),
    ]
    for column, header in enumerate(headers, start=1):
        sheet.cell(1, column, header).font = Font(bold=True)
    for line, fault in enumerate(faults, start=2):
        if fault.row is not None:
            sheet.cell(line, 1, fault.row)
        texts = (fault.column, fault.value, fault.reason, fault.sentence())
        for column, text in enumerate(texts, start=2):
            _write_text(sheet.cell(line, column), text)
    for letter, width in WIDTHS.items():
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"


def _write_text(cell: Cell, text: str) -> None:
    """Write a text that stays one: a leading “=” from the file must not become a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
