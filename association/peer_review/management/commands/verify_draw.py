import json
import re
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from association.peer_review.selection import FORMAT, verify_steps

LARGEST = 16_000_000  # bytes; a draw of 1,000 schools takes well under one million
VERSION = re.compile(r"plaque-draw/([0-9]{1,4})")


class Command(BaseCommand):
    help = "Works a downloaded record of a draw out once more, step by step."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the record, as downloaded from its page")
        parser.add_argument(
            "--announced", metavar="HASH", help="the announcement's hash, as you noted it in time"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each step. Raises CommandError (and so exits with 1) where one fails."""
        record = self._read(options["file"])
        failed = 0
        for step in verify_steps(record):
            self.stdout.write(f"{'✗' if step.faults else '✓'} {step.title}")
            for fault in step.faults:
                self.stdout.write(f"    {fault}")
            failed += bool(step.faults)
        if failed:
            raise CommandError(
                _("This record does not hold: %(count)d of its steps failed.") % {"count": failed}
            )
        noted = options["announced"]
        if noted and noted.strip().lower() != record["announcement_hash"]:
            raise CommandError(
                _("This record is sound, but its announcement is not the one you noted.")
            )
        self.stdout.write(
            _("This record holds. Hash of its announcement: %(hash)s")
            % {"hash": record["announcement_hash"]}
        )

    def _read(self, path: Path) -> dict[str, Any]:
        """Return the record in a file. Raises CommandError, in words, where there is none."""
        try:
            if path.stat().st_size > LARGEST:
                raise CommandError(_("This file is too large to be the record of a draw."))
            record = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise CommandError(_("This file cannot be read.")) from error
        except (ValueError, RecursionError) as error:
            raise CommandError(_("This file is no JSON, or only a part of it.")) from error
        told = record.get("format") if isinstance(record, dict) else None
        version = VERSION.fullmatch(told) if isinstance(told, str) else None
        if version is None:
            raise CommandError(_("This is no record of a draw."))
        if told != FORMAT:
            raise CommandError(
                _("This record has the format “%(found)s”; this program reads “%(known)s”.")
                % {"found": told, "known": FORMAT}
            )
        return record
