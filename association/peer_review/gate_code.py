"""The code on a school's screen: six digits that change every minute, from the server's key.

Whoever can say them was there, or spoke to somebody who was. Nothing is stored.
"""

import datetime as dt
import unicodedata

from django.utils.crypto import constant_time_compare, salted_hmac

STEP = 60  # seconds
# A phone at the gate may be without connection, and its clock a little off.
TOLERATED_STEPS = 2
DIGITS = 6
SALT = "association.peer_review.gate_code"


def code_at(visit: int, moment: dt.datetime) -> str:
    """Return the six digits of a visit (its key) at a moment (aware)."""
    return _code(visit, _step(moment))


def seconds_left(moment: dt.datetime) -> int:
    """Return how long the code of a moment stands: 1 to 60 seconds."""
    return STEP - int(moment.timestamp()) % STEP


def fits(typed: str, *, visit: int, moment: dt.datetime) -> bool:
    """Say whether somebody typed the code of a moment, or of two minutes around it.

    typed: in any width of digits, with or without spaces.
    """
    digits = "".join(unicodedata.normalize("NFKC", typed).split())
    around = range(-TOLERATED_STEPS, TOLERATED_STEPS + 1)
    codes = [_code(visit, _step(moment) + steps) for steps in around]
    return any(constant_time_compare(digits, code) for code in codes)


def _step(moment: dt.datetime) -> int:
    return int(moment.timestamp()) // STEP


def _code(visit: int, step: int) -> str:
    digest = salted_hmac(SALT, f"{visit}:{step}", algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"
