"""The code of an invitation: short enough to type from paper, too long to guess.

The letters are Crockford's Base32: no I, L, O or U, and what is mistaken for another is read as it.
"""

import re
import unicodedata
from typing import NamedTuple

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHARACTERS = 16  # 80 bits
ALIKE = str.maketrans("OIL", "011")
TYPED = re.compile(r"([0-9OIL]{1,18})[\W_]+(.+)", re.DOTALL)
SECRET = re.compile(f"[{LETTERS}]{{{CHARACTERS}}}")
LONGEST = 200  # characters a person may type, or paste with the whole address


class Code(NamedTuple):
    """pk: the invitation's number. secret: its 16 characters."""

    pk: int
    secret: str


def typed_code(digest: bytes) -> str:
    """Return the first 80 bits of a digest as 16 characters. Raises ValueError if it has fewer."""
    if len(digest) * 8 < CHARACTERS * 5:
        raise ValueError("A code takes a digest of 80 bits at least.")
    number = int.from_bytes(digest) >> (len(digest) * 8 - CHARACTERS * 5)
    return "".join(LETTERS[number >> 5 * place & 31] for place in reversed(range(CHARACTERS)))


def read_code(text: str) -> Code | None:
    """Return what a person typed or a link holds, None where it cannot be a code.

    Gaps, case and full-width signs do not matter, nor does O for 0, I or L for 1. Something has to
    stand between the number and the rest. The whole address will do as well.
    """
    plain = unicodedata.normalize("NFKC", text[:LONGEST]).upper().strip()
    typed = TYPED.fullmatch(plain.rpartition("/JOIN/")[2])
    if typed is None:
        return None
    secret = re.sub(r"[\W_]", "", typed[2]).translate(ALIKE)
    if not SECRET.fullmatch(secret):
        return None
    return Code(int(typed[1].translate(ALIKE)), secret)
