"""The signature of a paper as a file of its own; docs/papers.md tells how to use it without us."""

import base64
import binascii
import json
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from association.core.errors import RuleError
from association.pledges.models import IssuedPaper

ALGORITHM = "Ed25519"
LARGEST = 4096  # bytes; one of ours has less than 500
SIGNATURE_BYTES = 64
_HASH = re.compile(r"[0-9a-f]{64}")


class UnreadableSignature(RuleError):
    """The file is no signature of ours, or not all of one."""


@dataclass(frozen=True, slots=True)
class Detached:
    """What a signature file tells. key: fingerprint of the public key. sha256: of the paper."""

    key: str
    sha256: str
    signature: bytes


def signature_file(paper: IssuedPaper) -> bytes:
    """Return the signature of a paper as JSON, a line for each value."""
    told = {
        "file": paper.filename,
        "algorithm": ALGORITHM,
        "key": paper.key,
        "sha256": paper.sha256,
        "signature": paper.signature,
    }
    return json.dumps(told, indent=2).encode() + b"\n"


def read_signature(data: bytes) -> Detached:
    """Return what a signature file tells. Raises UnreadableSignature for anything else."""
    try:
        told = json.loads(data) if len(data) <= LARGEST else None
        detached = Detached(
            key=told["key"],
            sha256=told["sha256"],
            signature=base64.b64decode(told["signature"], validate=True),
        )
        sound = told["algorithm"] == ALGORITHM and all(
            _HASH.fullmatch(value) for value in (detached.key, detached.sha256)
        )
    except (ValueError, TypeError, KeyError, RecursionError, binascii.Error) as error:
        raise _unreadable() from error
    if not sound or len(detached.signature) != SIGNATURE_BYTES:
        raise _unreadable()
    return detached


def _unreadable() -> UnreadableSignature:
    return UnreadableSignature(
        _("This is no signature of the association, or not all of it. It is a small .sig file.")
    )
