"""Whether a file is a paper the association issued, every byte of it."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.db.models import QuerySet

from association.core.signing import is_signed, public_keys
from association.core.tokens import ALPHABET, LENGTH
from association.pledges.models import IssuedPaper
from association.pledges.papers.detached import Detached

# Where a paper of ours, or what became of one, tells its own address: in its metadata.
_ADDRESS = re.compile(rb"/papers/([%s]{%d})/" % (ALPHABET.encode(), LENGTH))


class Outcome(StrEnum):
    """What a check found. The first two say that the file is the association's, unchanged."""

    GENUINE = "genuine"
    UNLISTED = "unlisted"  # rightly signed, but the site knows no such paper
    CHANGED = "changed"  # it names a paper of ours, and is not that paper
    UNKNOWN = "unknown"
    MISFIT = "misfit"  # the signature that came along is not one over this file
    KEYLESS = "keyless"  # signed with a key that this site does not know


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found. paper: the one the file is, or was before it was changed; None if unknown.

    sha256: of the file.
    """

    outcome: Outcome
    sha256: str
    paper: IssuedPaper | None = None

    @property
    def is_good(self) -> bool:
        return self.outcome in {Outcome.GENUINE, Outcome.UNLISTED}


def check_file(data: bytes, *, detached: Detached | None = None) -> Verdict:
    """Return what a file is: the association's paper, unchanged, or not.

    data: the whole file. detached: the signature that came with it; without one, the signature the
    site keeps counts. Two queries at most. Raises ImproperlyConfigured as `public_keys`.
    """
    digest = hashlib.sha256(data).hexdigest()
    paper = _papers().filter(sha256=digest).first()
    if detached is not None:
        if outcome := judged(data, detached, public_keys()):
            return Verdict(outcome, digest, paper or _named_in(data))
        return Verdict(Outcome.GENUINE if paper else Outcome.UNLISTED, digest, paper)
    if paper is None:
        named = _named_in(data)
        return Verdict(Outcome.CHANGED if named else Outcome.UNKNOWN, digest, named)
    kept = Detached(paper.key, paper.sha256, base64.b64decode(paper.signature))
    return Verdict(judged(data, kept, public_keys()) or Outcome.GENUINE, digest, paper)


def judged(data: bytes, detached: Detached, keys: Mapping[str, Ed25519PublicKey]) -> Outcome | None:
    """Return what is wrong with a signature over a file, None where nothing is.

    keys: those that are trusted, by their fingerprints.
    """
    key = keys.get(detached.key)
    if key is None:
        return Outcome.KEYLESS
    fits = hashlib.sha256(data).hexdigest() == detached.sha256
    if not fits or not is_signed(data, signature=detached.signature, key=key):
        return Outcome.MISFIT
    return None


def _named_in(data: bytes) -> IssuedPaper | None:
    tokens = {token.decode() for token in _ADDRESS.findall(data)}
    # More than one paper in a file: nobody can say which it was.
    return _papers().filter(token__in=tokens).first() if len(tokens) == 1 else None


def _papers() -> QuerySet[IssuedPaper]:
    return IssuedPaper.objects.select_related("pledge__school", "pledge__covenant_version")
