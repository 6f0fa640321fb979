"""The reminders of filings that should be acknowledged by now. For a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.violations.services import chase_filings


class Command(BaseCommand):
    @property
    def help(self) -> str:
        return _("Reminds departments of filings that they should have acknowledged by now.")

    def handle(self, **options: Any) -> None:
        count = chase_filings()
        told = ngettext("%(count)s filing chased.", "%(count)s filings chased.", count)
        self.stdout.write(told % {"count": count})
