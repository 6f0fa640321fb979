"""The weekly letter about plaques to hang. For a timer; running it twice sends it twice."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.plaques.services import send_hanging_list


class Command(BaseCommand):
    @property
    def help(self) -> str:
        return _(
            "Writes to clerks and alliance leads which plaques wait to be hung or to be taken down."
        )

    def handle(self, **options: Any) -> None:
        sent = send_hanging_list()
        told = ngettext("%(sent)s letter sent.", "%(sent)s letters sent.", sent) % {"sent": sent}
        self.stdout.write(told)
