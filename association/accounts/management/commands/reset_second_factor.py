from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.accounts.services import reset_second_factor
from association.core.errors import RuleError


class Command(BaseCommand):
    help = "Resets a person's second factor, for the one administrator who lost theirs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="kept in the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        """Reset it. Raises CommandError for an unknown name and for who has none."""
        person = User.objects.filter(username=options["username"]).first()
        if person is None:
            raise CommandError(_("There is no such user name."))
        try:
            reset_second_factor(person=person, reason=options["reason"], acting_user=None)
        except RuleError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(_("Done. The next sign-in leads to setting up a new one."))
