"""Lists the private files that no row names, and removes them when asked."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.core.private_files import forgotten_files, remove_forgotten_files


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--remove", action="store_true", help="remove them for good")

    def handle(self, *, remove: bool, **options: Any) -> None:
        names = remove_forgotten_files() if remove else forgotten_files()
        for name in names:
            self.stdout.write(name)
        self.stdout.write(_told(len(names), remove=remove))


def _told(count: int, *, remove: bool) -> str:
    if not count:
        return _("Every private file older than a day belongs to a row.")
    if remove:
        told = ngettext("%(count)d file removed.", "%(count)d files removed.", count)
    else:
        told = ngettext(
            "%(count)d file that no row names; --remove takes it away.",
            "%(count)d files that no row names; --remove takes them away.",
            count,
        )
    return told % {"count": count}
