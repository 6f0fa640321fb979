import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from home.demo.loading import is_loaded, load, take_address


class Command(BaseCommand):
    help = "Loads the demo association once. Works under the demo settings alone."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, or say that it is loaded. Raises CommandError outside of the demo settings."""
        if not settings.DEMO:
            raise CommandError(
                "This is not a demo (DEMO is false): made-up schools would mix with real ones."
            )
        if is_loaded():
            take_address()
            self.stdout.write(_("The demo association is loaded already."))
            return
        begun = time.monotonic()
        load()
        take_address()
        self.stdout.write(
            _("The demo association is loaded (%(seconds)d seconds).")
            % {"seconds": time.monotonic() - begun}
        )
