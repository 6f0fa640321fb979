"""A backup in the place of the site's database and files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from association.core.backups.checking import check_set
from association.core.backups.errors import Failed, Refused
from association.core.backups.manifest import Manifest
from association.core.backups.restoring import restore_set

REFUSED = 2


class Command(BaseCommand):
    """Ends with 0 when done, with 2 when nothing was touched, with 1 when it went wrong."""

    @property
    def help(self) -> str:
        return _("Puts a backup in the place of database and files. Stop the site before.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")
        parser.add_argument(
            "--replace",
            action="store_true",
            help=_("Even if there is a site already; it is kept aside under another name."),
        )
        parser.add_argument(
            "--verify",
            action="store_true",
            help=_("Only check that the backup is whole and fits this site."),
        )

    def handle(self, *, directory: Path, replace: bool, verify: bool, **options: Any) -> None:
        try:
            if verify:
                self._tell(_("The backup is whole and fits this site."), check_set(directory))
            else:
                self._restore(directory, replace=replace)
        except Refused as error:
            told = " ".join([str(error), _("Nothing has been changed.")])
            raise CommandError(told, returncode=REFUSED) from error
        except Failed as error:
            raise CommandError(str(error)) from error

    def _restore(self, directory: Path, *, replace: bool) -> None:
        done = restore_set(directory, replace=replace)
        self._tell(_("Restored."), done.manifest)
        for place in done.kept:
            self.stdout.write(_("What was there before is kept as %(place)s.") % {"place": place})
        if done.unmigrated:
            self.stdout.write(_("Run manage.py migrate before the site starts."))

    def _tell(self, outcome: str, manifest: Manifest) -> None:
        told = _("Made %(made_at)s: %(rows)d rows in %(tables)d tables, %(files)d files.") % {
            "made_at": manifest.made_at,
            "rows": sum(manifest.tables.values()),
            "tables": len(manifest.tables),
            "files": len(manifest.files) - 1,
        }
        self.stdout.write(f"{outcome} {told}")
