"""A ledger into the register: row by row all or nothing, chunk by chunk committed."""

from collections.abc import Callable, Sequence
from typing import Any, BinaryIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError, transaction

from association.alliances.models import Alliance
from association.alliances.roster.comparison import Comparison
from association.alliances.roster.places import Bounds
from association.alliances.roster.reading import read_sheet
from association.alliances.roster.report import ImportReport
from association.alliances.roster.row import RosterRow
from association.alliances.roster.rows import ParsedRoster, parse_sheet
from association.alliances.roster.verdicts import (
    Outcome,
    Verdict,
    chunks_of,
    examine,
    examine_chunk,
)
from association.alliances.services.registration import NewSchool, register_schools
from association.alliances.services.schools import update_school

# What a single row can be at fault for. Both verbs are atomic: a row that fails leaves nothing.
REFUSALS = (ValidationError, IntegrityError, DataError)

# Called with the number of rows that are done.
Progress = Callable[[int], None]


def read_roster(source: bytes | BinaryIO, filename: str) -> ParsedRoster:
    """Return the ledger in a file, its coordinates measured against the district of the settings.

    Raises RosterFileError when the file cannot be taken in at all.
    """
    bounds = Bounds(*settings.DISTRICT_LATITUDES, *settings.DISTRICT_LONGITUDES)
    return parse_sheet(read_sheet(source, filename), bounds=bounds)


def rehearse(parsed: ParsedRoster) -> ImportReport:
    """Return the report an import would give now. Writes nothing and holds no lock."""
    report = _new_report(parsed)
    for outcome in examine(parsed):
        _count(report, outcome)
    return report


def import_roster(
    parsed: ParsedRoster, *, acting_user: Any, on_chunk: Progress | None = None
) -> ImportReport:
    """Bring the register in line with a ledger; schools are known by their credit code.

    A row that the register does not take becomes an error of the report and leaves nothing behind.
    Each chunk of rows is a transaction of its own, so that nobody waits for the whole file; call
    this outside of one. `on_chunk` is called inside it, so what it writes stands or falls with
    the rows. Doing it twice changes nothing more.
    Returns the report. Database failures that are no row's fault are raised.
    """
    report = _new_report(parsed)
    writer = _Writer(Comparison(parsed), acting_user)
    done = 0
    for rows in chunks_of(parsed.rows):
        with transaction.atomic():
            taken = writer.take(rows)
            done += len(rows)
            if on_chunk:
                on_chunk(done)
        for outcome in taken:
            _count(report, outcome)
    return report


class _Writer:
    """Writes rows through the verbs of `services`, under one user's name."""

    def __init__(self, comparison: Comparison, acting_user: Any) -> None:
        self.comparison = comparison
        self.acting_user = acting_user
        self.alliances = {alliance.code: alliance for alliance in Alliance.objects.all()}

    def take(self, rows: Sequence[RosterRow]) -> list[Outcome]:
        """Write some rows; return what became of each."""
        outcomes = examine_chunk(rows, self.comparison)
        new = [outcome for outcome in outcomes if outcome.verdict == Verdict.NEW]
        registered = {outcome.row.line: outcome for outcome in self._register(new)}
        return [registered.get(o.row.line) or self._update(o) for o in outcomes]

    def _register(self, outcomes: list[Outcome]) -> list[Outcome]:
        """Enter the new schools together; halve until those that cannot be taken stand alone."""
        if not outcomes:
            return []
        try:
            register_schools(
                entries=[self._entry(outcome.row) for outcome in outcomes],
                acting_user=self.acting_user,
            )
        except REFUSALS as error:
            if len(outcomes) == 1:
                return [self._refused(outcomes[0], error)]
            half = len(outcomes) // 2
            return [*self._register(outcomes[:half]), *self._register(outcomes[half:])]
        return outcomes

    def _entry(self, row: RosterRow) -> NewSchool:
        return NewSchool(
            values=self.comparison.school_values(row, is_new=True),
            main_campus=self.comparison.campus_values(row, is_new=True),
            alliance=self.alliances[row.alliance],
        )

    def _update(self, outcome: Outcome) -> Outcome:
        if outcome.verdict != Verdict.CHANGED:
            return outcome
        row, school = outcome.row, outcome.school
        try:
            update_school(
                school=school,
                values=self.comparison.school_values(row),
                main_campus=self.comparison.campus_values(row, is_new=not school.main_campuses),
                alliance=self.alliances[row.alliance] if "alliance" in outcome.changes else None,
                acting_user=self.acting_user,
            )
        except REFUSALS as error:
            return self._refused(outcome, error)
        return outcome

    def _refused(self, outcome: Outcome, error: Exception) -> Outcome:
        if isinstance(error, ValidationError):
            fields, reason = list(error.error_dict), "value not possible"
        else:
            fields, reason = [""], "could not be saved"
        faults = tuple(self.comparison.fault(outcome.row, field, reason) for field in fields)
        return Outcome(
            row=outcome.row,
            verdict=Verdict.REFUSED,
            faults=faults,
            warnings=outcome.row.warnings,
        )


def _new_report(parsed: ParsedRoster) -> ImportReport:
    return ImportReport(rows=len(parsed.rows), warnings=list(parsed.warnings))


def _count(report: ImportReport, outcome: Outcome) -> None:
    report.errors.extend(outcome.faults)
    report.warnings.extend(outcome.warnings)
    match outcome.verdict:
        case Verdict.NEW:
            report.created += 1
        case Verdict.CHANGED:
            report.updated += 1
        case Verdict.UNCHANGED:
            report.unchanged += 1
