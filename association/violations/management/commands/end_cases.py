from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from association.violations.services import end_cases


class Command(BaseCommand):
    help = "Closes the cases whose entries ended by their day. Readers never wait for it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many were closed."""
        self.stdout.write(_("%(count)s cases closed.") % {"count": end_cases()})
