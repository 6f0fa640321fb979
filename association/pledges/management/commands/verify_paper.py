from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.core.signing import fingerprint, key_in, pem_of
from association.pledges.papers import Outcome, Verdict, check_file, judged
from association.pledges.papers.detached import Detached, read_signature
from association.pledges.papers.present import present_of

LARGEST = 20_000_000  # bytes


class Command(BaseCommand):
    help = "Says whether a receipt or certificate is the association's, every byte of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the PDF")
        parser.add_argument(
            "signature",
            type=Path,
            nargs="?",
            help="its .sig file; without it, the signature in this site's database counts",
        )
        parser.add_argument(
            "--key",
            type=Path,
            metavar="PUBLIC",
            help="a public key (PEM) to trust instead of this site's; then no database is asked",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what the file is. Raises CommandError (so exits with 1) where it is not ours."""
        data = _read(options["file"])
        detached = _signature_in(options["signature"])
        if options["key"] is not None:
            self._by_key(data, detached, _key_in(options["key"]))
            return
        verdict = check_file(data, detached=detached)
        if not verdict.is_good:
            raise CommandError(_refusal(verdict.outcome))
        self._tell(verdict)

    def _by_key(self, data: bytes, detached: Detached | None, key: Ed25519PublicKey) -> None:
        if detached is None:
            raise CommandError(_("With --key, please give the .sig file of the paper as well."))
        outcome = judged(data, detached, {fingerprint(pem_of(key)): key})
        if outcome is not None:
            raise CommandError(_refusal(outcome))
        self.stdout.write(_("Unchanged, and signed with the key you gave."))

    def _tell(self, verdict: Verdict) -> None:
        paper = verdict.paper
        if verdict.outcome == Outcome.UNLISTED or paper is None:
            self.stdout.write(
                _("Unchanged, and signed by the association; this site has no entry.")
            )
            return
        present = present_of(paper)
        self.stdout.write(
            _("Unchanged: %(paper)s, issued on %(day)s for %(school)s.")
            % {
                "paper": paper,
                "day": timezone.localdate(paper.issued_at).isoformat(),
                "school": paper.pledge.school.name,
            }
        )
        told = {"state": present.word, "sentence": present.sentence}
        self.stdout.write(_("Now: %(state)s. %(sentence)s") % told)


def _read(path: Path) -> bytes:
    """Return a file. Raises CommandError, in words, where there is none to read."""
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(_("This file is too large to be a paper of the association."))
        return path.read_bytes()
    except OSError as error:
        raise CommandError(_("%(path)s cannot be read.") % {"path": path}) from error


def _signature_in(path: Path | None) -> Detached | None:
    if path is None:
        return None
    try:
        return read_signature(_read(path))
    except RuleError as refusal:
        raise CommandError(str(refusal)) from refusal


def _key_in(path: Path) -> Ed25519PublicKey:
    try:
        return key_in(_read(path))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise CommandError(_("%(path)s is no Ed25519 public key.") % {"path": path}) from error


def _refusal(outcome: Outcome) -> str:
    return {
        Outcome.CHANGED: _("This file was changed: it names a paper, and is not that paper."),
        Outcome.UNKNOWN: _("This file was changed, or did not come from the association."),
        Outcome.MISFIT: _("The signature does not fit this file: one of them was changed."),
        Outcome.KEYLESS: _("It is signed with a key that is none of those known here."),
    }[outcome]
