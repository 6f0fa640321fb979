"""What an import would do, stored with it: one short list for each row, without sentences."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple, Self

from association.alliances.roster.comparison import Changes
from association.alliances.roster.faults import Fault
from association.alliances.roster.report import ImportReport
from association.alliances.roster.rows import ParsedRoster
from association.alliances.roster.verdicts import Outcome, Verdict, examine

# A hostile file may fill every cell of a row with nonsense; a person reads the first few.
MAX_FAULTS_PER_ROW = 8
MAX_VALUE_CHARACTERS = 200

# Beside the verdicts: every row, and those with something to look at.
ALL = "all"
WARNED = "warned"


class PreviewRow(NamedTuple):
    """A row as the preview shows it."""

    number: int
    name: str
    uscc: str
    verdict: str
    changes: Changes
    faults: list[Fault]
    warnings: list[Fault]

    @property
    def verdict_label(self) -> str:
        return str(Verdict(self.verdict).label)

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        row = outcome.row
        return cls(
            row.number,
            row.name,
            row.uscc,
            str(outcome.verdict),
            outcome.changes,
            list(outcome.faults[:MAX_FAULTS_PER_ROW]),
            list(outcome.warnings[:MAX_FAULTS_PER_ROW]),
        )

    def stored(self) -> list[Any]:
        return [*self[:5], _stored(self.faults), _stored(self.warnings)]

    @classmethod
    def restored(cls, stored: list[Any]) -> Self:
        number, name, uscc, verdict, changes, faults, warnings = stored
        return cls(
            number,
            name,
            uscc,
            verdict,
            changes,
            [Fault(number, *fault) for fault in faults],
            [Fault(number, *warning) for warning in warnings],
        )


class Preview:
    """The verdicts on all rows of a file, as they were when it was uploaded."""

    def __init__(self, stored: Mapping[str, Any]) -> None:
        """stored: what `Preview.build` returned."""
        self.counts: dict[str, int] = stored["counts"]
        self.warnings = [Fault(None, *warning) for warning in stored["warnings"]]
        self._rows: list[list[Any]] = stored["rows"]

    @staticmethod
    def build(parsed: ParsedRoster) -> dict[str, Any]:
        """Return the preview of a ledger as JSON. Reads the register, writes nothing."""
        rows = [PreviewRow.of(outcome) for outcome in examine(parsed)]
        counts = Counter(row.verdict for row in rows)
        return {
            "counts": {
                ALL: len(rows),
                **{verdict.value: counts[verdict.value] for verdict in Verdict},
                WARNED: sum(bool(row.warnings) for row in rows),
            },
            "warnings": _stored(parsed.warnings),
            "rows": [row.stored() for row in rows],
        }

    def rows(self, wanted: str = ALL) -> list[list[Any]]:
        """Return the stored rows with a verdict, or ALL, or those WARNED of.

        Give those that are shown to PreviewRow.restored.
        """
        if wanted == ALL:
            return self._rows
        if wanted == WARNED:
            return [row for row in self._rows if row[6]]
        return [row for row in self._rows if row[3] == wanted]

    @property
    def has_work(self) -> bool:
        """Something would be written."""
        return bool(self.counts[Verdict.NEW] or self.counts[Verdict.CHANGED])

    def as_report(self) -> ImportReport:
        """Return the report that the import would give."""
        rows = [PreviewRow.restored(row) for row in self._rows if row[5] or row[6]]
        return ImportReport(
            rows=self.counts[ALL],
            created=self.counts[Verdict.NEW],
            updated=self.counts[Verdict.CHANGED],
            unchanged=self.counts[Verdict.UNCHANGED],
            errors=[fault for row in rows for fault in row.faults],
            warnings=[*self.warnings, *(warning for row in rows for warning in row.warnings)],
        )


def _stored(faults: Iterable[Fault]) -> list[list[str]]:
    return [[f.column, f.value[:MAX_VALUE_CHARACTERS], f.reason] for f in faults]
