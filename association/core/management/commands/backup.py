"""A whole set of database and files, from a terminal or a timer."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from association.core.backups.errors import Failed, Refused
from association.core.backups.making import make_backup

REFUSED = 2


class Command(BaseCommand):
    """Ends with 0 for a whole backup; with 2 when refused, with 1 when it went wrong."""

    @property
    def help(self) -> str:
        return _("Writes database and files into a new folder, while the site runs.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("directory", type=Path, metavar="DIR")

    def handle(self, *, directory: Path, **options: Any) -> None:
        try:
            manifest = make_backup(directory)
        except Refused as error:
            raise CommandError(str(error), returncode=REFUSED) from error
        except Failed as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _(
                "Backed up to %(folder)s: %(rows)d rows in %(tables)d tables, %(files)d files, "
                "%(size)d MB."
            )
            % {
                "folder": directory,
                "rows": sum(manifest.tables.values()),
                "tables": len(manifest.tables),
                "files": len(manifest.files) - 1,
                "size": -(-manifest.size // 10**6),
            }
        )
        for name in manifest.missing:
            self.stderr.write(
                _("A row names %(file)s, and there is no such file.") % {"file": name}
            )
