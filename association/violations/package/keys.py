"""The key by which a department knows that a package came from the association (Ed25519)."""

import base64
import binascii
import hashlib

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

BYTES = 32


def sign(data: bytes) -> bytes:
    """Return the signature over some bytes, 64 bytes. Raises as `signing_key`."""
    return signing_key().sign(data)


def public_pem() -> bytes:
    """Return the public key as a department keeps it. Raises as `signing_key`."""
    return signing_key().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def fingerprint(pem: bytes) -> str:
    """Return the SHA-256 of a public key in DER, to be compared over the phone.

    Raises ValueError for what is no key.
    """
    key = load_pem_public_key(pem)
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return hashlib.sha256(der).hexdigest()


def signing_key() -> Ed25519PrivateKey:
    """Return the key of the settings; without one, say in the demo, one made from SECRET_KEY.

    Raises ImproperlyConfigured where the setting is not 32 bytes in base64.
    """
    return Ed25519PrivateKey.from_private_bytes(_seed())


def _seed() -> bytes:
    if not settings.FILING_SIGNING_KEY:
        derive = HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=b"violations.filing")
        return derive.derive(settings.SECRET_KEY.encode())
    try:
        seed = base64.b64decode(settings.FILING_SIGNING_KEY, validate=True)
    except (binascii.Error, ValueError):
        seed = b""
    if len(seed) != BYTES:
        raise ImproperlyConfigured("FILING_SIGNING_KEY must be 32 random bytes in base64.")
    return seed
