"""The member ledger into the register, from a terminal."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.faults import Fault
from association.alliances.roster.importer import import_roster, read_roster, rehearse
from association.alliances.roster.report import ImportReport
from association.alliances.roster.rows import ParsedRoster
from association.core.errors import RuleError

UNREADABLE = 2


class Command(BaseCommand):
    """Ends with 0 when the file could be read, also if rows are refused; with 2 otherwise."""

    @property
    def help(self) -> str:
        return _("Takes a member ledger (XLSX or CSV) into the register of schools.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument(
            "--dry-run", action="store_true", help=_("Only say what would happen; write nothing.")
        )
        parser.add_argument(
            "--report", type=Path, metavar="out.json", help=_("Write the report as JSON to a file.")
        )

    def handle(self, *, file: Path, dry_run: bool, report: Path | None, **options: Any) -> None:
        parsed = self._read(file)
        outcome = rehearse(parsed) if dry_run else self._import(parsed)
        self._summarise(outcome, dry_run=dry_run)
        if report:
            self._write(outcome, report)

    def _read(self, file: Path) -> ParsedRoster:
        try:
            with file.open("rb") as source:
                return read_roster(source, file.name)
        except RosterFileError as error:
            raise CommandError(error.message, returncode=UNREADABLE) from error
        except OSError as error:
            message = _("The file %(file)s cannot be opened: %(reason)s.") % {
                "file": file,
                "reason": error.strerror,
            }
            raise CommandError(message, returncode=UNREADABLE) from error

    def _import(self, parsed: ParsedRoster) -> ImportReport:
        try:
            return import_roster(parsed, acting_user=None, on_chunk=self._progress(parsed))
        except RuleError as refusal:
            # Chunks that were taken before stay; run again once the rule is met.
            raise CommandError(str(refusal)) from refusal

    def _write(self, outcome: ImportReport, report: Path) -> None:
        text = json.dumps(outcome.to_dict(), ensure_ascii=False, indent=1)
        try:
            report.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(
                _("The report %(file)s cannot be written: %(reason)s.")
                % {"file": report, "reason": error.strerror}
            ) from error

    def _progress(self, parsed: ParsedRoster) -> Any:
        total = len(parsed.rows)

        def say(done: int) -> None:
            text = _("%(done)d of %(total)d rows") % {"done": done, "total": total}
            # Progress is no error: no red.
            self.stderr.write(text, str)

        return say

    def _summarise(self, outcome: ImportReport, *, dry_run: bool) -> None:
        if dry_run:
            self.stdout.write(_("Rehearsal: nothing was written."))
        refused = len({fault.row for fault in outcome.errors})
        for label, count in (
            (pgettext("ledger import", "Rows"), outcome.rows),
            (pgettext("ledger import", "New"), outcome.created),
            (pgettext("ledger import", "Changed"), outcome.updated),
            (pgettext("ledger import", "Unchanged"), outcome.unchanged),
            (pgettext("ledger import", "Refused"), refused),
        ):
            self.stdout.write(f"  {label}  {count}")
        self._list(
            ngettext("%(count)d remark:", "%(count)d remarks:", len(outcome.warnings)),
            outcome.warnings,
        )
        self._list(
            ngettext("%(count)d error:", "%(count)d errors:", len(outcome.errors)), outcome.errors
        )

    def _list(self, heading: str, faults: list[Fault]) -> None:
        if not faults:
            return
        self.stdout.write("")
        self.stdout.write(heading % {"count": len(faults)})
        for fault in faults:
            number = "" if fault.row is None else str(fault.row)
            self.stdout.write(f"  {number:>5}  {fault.column}  {fault.value}  {fault.sentence()}")
