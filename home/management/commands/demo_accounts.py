import unicodedata
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from association.plaques.enums import PublicState
from association.plaques.models import Plaque, ReplacedCopy
from home.demo.people import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Prints the demo's accounts and the addresses worth opening."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--url", default=settings.SITE_URL, help="where the demo is served (%(default)s)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print both tables. Raises CommandError outside of the demo settings."""
        if not settings.DEMO:
            raise CommandError("This is not a demo (DEMO is false): there are no such accounts.")
        base = options["url"].rstrip("/")
        self._table(
            [_("Open"), _("Address")], [(what, base + path) for what, path in worth_opening()]
        )
        self._table(
            [_("User name"), _("Who"), _("What to try first"), _("Address")],
            [(a.username, str(a.role), str(a.first), base + a.address) for a in ACCOUNTS],
        )
        self.stdout.write(
            _("Password of every account: %(password)s   Sign in: %(address)s")
            % {"password": PASSWORD, "address": base + reverse("accounts:sign_in")}
        )
        self.stdout.write(
            _("Where a second factor is asked, the demo's page tells the code itself.")
        )

    def _table(self, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        lines = [heads, *rows]
        widths = [max(_columns(line[place]) for line in lines) for place in range(len(heads))]
        for line in lines:
            cells = (
                cell + " " * (width - _columns(cell))
                for cell, width in zip(line, widths, strict=True)
            )
            self.stdout.write("  ".join(cells).rstrip())
        self.stdout.write("")


def worth_opening() -> list[tuple[str, str]]:
    """Return what a newcomer should see, each with its path."""
    return [
        (_("Home"), "/"),
        *((_scan_label(state), _address(_latest(state).token)) for state in _shown_states()),
        *((_scan_label(PublicState.COPY_REPLACED), _address(c.token)) for c in _old_copies()),
        (_("Type a number"), reverse("plaques:verify")),
        (_("Member list"), reverse("plaques:members")),
        (_("The covenant and who signed it"), "/pledge/"),
        (_("Public draws"), reverse("peer_review:draws")),
        (_("Secretariat"), reverse("wagtailadmin_home")),
    ]


def _shown_states() -> list[PublicState]:
    wanted = (
        PublicState.VALID,
        PublicState.REVOKED,
        PublicState.SUSPENDED,
        PublicState.NOT_ACTIVATED,
    )
    return [state for state in wanted if Plaque.objects.in_state(state).exists()]


def _latest(state: PublicState) -> Plaque:
    return Plaque.objects.in_state(state).order_by("-year", "-sequence").first()


def _old_copies() -> QuerySet[ReplacedCopy]:
    return ReplacedCopy.objects.order_by("replaced_at")[:1]


def _scan_label(state: PublicState) -> str:
    return _("Scan: %(state)s") % {"state": state.label}


def _address(token: str) -> str:
    return reverse("plaques:scan", args=[token])


def _columns(text: str) -> int:
    """Return how many places of a terminal a text takes; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
