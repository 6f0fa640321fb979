"""The weekly message about plaques to hang, for a timer; nobody is told twice in a week."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from association.plaques.services import tell_hanging_list


class Command(BaseCommand):
    @property
    def help(self) -> str:
        return _(
            "Tells clerks and alliance leads which plaques wait to be hung or to be taken down. "
            "Run it once a week: nobody is told twice in one."
        )

    def handle(self, **options: Any) -> None:
        count = tell_hanging_list()
        told = ngettext("%(count)s message written.", "%(count)s messages written.", count) % {
            "count": count
        }
        self.stdout.write(told)
