"""Suspensions that ended by their day are written down as ended. For a timer; twice is no harm."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.plaques.services import end_suspensions


class Command(BaseCommand):
    @property
    def help(self) -> str:
        return _("Writes down which suspensions ended by their day. Readers never wait for it.")

    def handle(self, **options: Any) -> None:
        ended = end_suspensions()
        told = ngettext("%(ended)s suspension ended.", "%(ended)s suspensions ended.", ended)
        self.stdout.write(told % {"ended": ended})
