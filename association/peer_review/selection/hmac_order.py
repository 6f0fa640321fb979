"""Order by HMAC-SHA-256, as draft-thomson-elegy-vrs (A Verifiable Random Selection Process) has it.

Followed: "Randomness" (key string as in RFC 3797, section 4), "Entropy Extraction" (HKDF-Extract
with SHA-256, salt the one-time code, IKM the randomness), "Pseudorandom Function" (HKDF-Expand
with the label as info, 32 bytes), sorting and selection from the lowest value on. A value depends
on nothing but the seed and the own label, so whoever is left out moves nobody else.

Where we differ, and why:

- "One-Time Codes" has a chain of hashes and draws substitutes with its next link. We commit to one
  code, and substitutes follow in the drawn order: with the chain the facilitator alone knows them
  beforehand ("Facilitators and Selecting Substitutes"), with the order everybody does.
- The commitment is not the bare hash of the code: it holds the round's number, so that no
  commitment can be used twice (see `commitment`).
- The salt is the code's sixteen characters in ASCII, not bytes written in hex: people type the
  code.
- The key string ends with the code as a last source of text, so that both algorithms and the visits
  begin from one and the same string. HKDF allows any input here.
"""

import hmac
from collections.abc import Iterable

EXPAND_ONCE = b"\x01"  # RFC 5869, section 2.3: 32 bytes are the first block, T(1)


def extract(salt: bytes, randomness: bytes) -> bytes:
    """Return the 32 bytes of HKDF-Extract with SHA-256 (RFC 5869, section 2.2)."""
    return hmac.digest(salt, randomness, "sha256")


def value(seed: bytes, label: str) -> str:
    """Return the value of a label by which it is sorted: HKDF-Expand to 32 bytes, in hex."""
    return hmac.digest(seed, label.encode() + EXPAND_ONCE, "sha256").hex()


def order(seed: bytes, labels: Iterable[str]) -> list[str]:
    """Return all labels in drawn order, the lowest value first. Labels have to differ."""
    return sorted(labels, key=lambda label: value(seed, label))
