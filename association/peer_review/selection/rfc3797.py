"""RFC 3797, Publicly Verifiable Nominations Committee (NomCom) Random Selection.

Section 4: sources become one key string, MD5 of the string between two counters gives a number for
each place, and the number's remainder says who of those left takes it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

LARGEST_POOL = 2**16  # the counter has 16 bits


def numeric_source(numbers: Iterable[int]) -> str:
    """Return a source of whole numbers as section 4 writes it: sorted, a period each, a slash."""
    return "".join(f"{number}." for number in sorted(numbers)) + "/"


def text_source(text: str) -> str:
    """Return a source of text as section 4 writes it: A-Z and 0-9 without a gap, then "./".

    Accents and full-width forms are reduced to the plain letter; whatever else is dropped.
    """
    plain = unicodedata.normalize("NFKD", text).upper()
    return re.sub(r"[^A-Z0-9]", "", plain) + "./"


def key_string(sources: Iterable[str]) -> str:
    """Return the key: the sources as written by the two functions above, in announced order."""
    return "".join(sources)


def hashes(key: str) -> Iterator[str]:
    """Yield the MD5 of the key between two big-endian 16-bit counters, from 0, in capital hex."""
    for place in range(LARGEST_POOL):
        counter = place.to_bytes(2)
        mixed = counter + key.encode("ascii") + counter
        # MD5 is the RFC's choice; nothing here depends on its resistance to collisions.
        yield hashlib.md5(mixed, usedforsecurity=False).hexdigest().upper()


def order(key: str, labels: Sequence[str]) -> list[str]:
    """Return all labels in drawn order (section 4, last step).

    labels: in their published order, the first is number 1. Raises ValueError for more than 65,536.
    """
    if len(labels) > LARGEST_POOL:
        raise ValueError("RFC 3797 counts to 65,536.")
    left = list(labels)
    values = hashes(key)
    return [left.pop(int(next(values), 16) % len(left)) for _place in labels]
