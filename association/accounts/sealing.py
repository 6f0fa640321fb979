"""Secrets of the second factor are encrypted where they are stored.

The key is derived from SECRET_KEY, older ones from SECRET_KEY_FALLBACKS, so a copy of the database
alone opens nothing.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    """Return a text encrypted under the present key."""
    return _box().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    """Return what `encrypt` was given.

    Raises InvalidToken where neither the present key nor an older one fits.
    """
    return _box().decrypt(encrypted.encode()).decode()


def encrypt_anew(encrypted: str) -> str:
    """Return the same text under the present key. Raises InvalidToken as `decrypt` does."""
    return _box().rotate(encrypted.encode()).decode()


def _box() -> MultiFernet:
    return MultiFernet(
        [Fernet(_key(secret)) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(secret: str) -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"accounts.second_factor")
    return base64.urlsafe_b64encode(derive.derive(secret.encode()))


__all__ = ["InvalidToken", "decrypt", "encrypt", "encrypt_anew"]
