"""Unguessable ends of addresses that stand in QR codes."""

import secrets
import string

ALPHABET = string.ascii_letters + string.digits
LENGTH = 22  # 62^22 is 131 bits; letters and digits alone survive every chat program


def new_token() -> str:
    """Return an unguessable token for an address."""
    return "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
