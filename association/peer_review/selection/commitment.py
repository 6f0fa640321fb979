"""The one-time code the association commits to before anybody knows the results.

Nobody outside can foresee the draw from the lotteries alone, and the association cannot choose the
code to fit them. It is written like an invitation's code: 80 random bits in Crockford's Base32.
"""

import hashlib
import hmac
import re
import secrets

from association.alliances.codes import ALIKE, CHARACTERS, LETTERS, typed_code
from association.peer_review.selection.typed import without_gaps

DOMAIN = "plaque-draw/1 code"  # what is hashed here is hashed nowhere else
CODE = re.compile(f"[{LETTERS}]{{{CHARACTERS}}}")


def new_code() -> str:
    """Return a fresh code: 16 characters, 80 bits from the system's source of randomness."""
    return typed_code(secrets.token_bytes(10))


def spaced(code: str) -> str:
    """Return a code in groups of four, for people to read."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def read_code(text: str) -> str | None:
    """Return the code a person typed, None where it cannot be one.

    Gaps, case and full-width signs do not matter, nor does O for 0, I or L for 1.
    """
    plain = without_gaps(text).upper().translate(ALIKE)
    return plain if CODE.fullmatch(plain) else None


def commit(round_code: str, code: str) -> str:
    """Return the commitment to a code: a SHA-256 in hex of purpose, round and code, a line each.

    The round's number in it keeps a commitment from being used for another draw.
    """
    return hashlib.sha256(f"{DOMAIN}\n{round_code}\n{code}".encode()).hexdigest()


def keeps(commitment: str, round_code: str, code: str) -> bool:
    """Tell whether the revealed code is the one committed to."""
    return hmac.compare_digest(commitment.encode(), commit(round_code, code).encode())
