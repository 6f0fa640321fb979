"""The association's signature (Ed25519, RFC 8032): on filings, receipts and certificates.

One key signs. Keys it replaced sign nothing any more, and what they signed can still be checked.
"""

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_der_public_key,
    load_pem_public_key,
)
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

BYTES = 32


def sign(data: bytes) -> bytes:
    """Return the signature over some bytes, 64 bytes. Raises as `signing_key`."""
    return signing_key().sign(data)


def is_signed(data: bytes, *, signature: bytes, key: Ed25519PublicKey) -> bool:
    """Say whether a signature over some bytes was made with the private half of a key."""
    try:
        key.verify(signature, data)
    except InvalidSignature:
        return False
    return True


def public_keys() -> dict[str, Ed25519PublicKey]:
    """Return every public key of the association by its fingerprint, the present one first.

    Raises ImproperlyConfigured where a key of the settings is none.
    """
    keys = [signing_key().public_key(), *map(_retired, settings.SIGNING_KEYS_RETIRED)]
    return {fingerprint(pem_of(key)): key for key in keys}


def key_id() -> str:
    """Return the fingerprint of the key that signs now. Raises as `signing_key`."""
    return fingerprint(public_pem())


def public_pem() -> bytes:
    """Return the public key as a department keeps it. Raises as `signing_key`."""
    return pem_of(signing_key().public_key())


def pem_of(key: Ed25519PublicKey) -> bytes:
    """Return a public key as a PEM file."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def key_in(pem: bytes) -> Ed25519PublicKey:
    """Return the public key in a PEM file. Raises ValueError for anything but an Ed25519 key."""
    return _ed25519(load_pem_public_key(pem))


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
    if not settings.SIGNING_KEY:
        derive = HKDF(algorithm=SHA256(), length=BYTES, salt=None, info=b"core.signing")
        return derive.derive(settings.SECRET_KEY.encode())
    try:
        seed = base64.b64decode(settings.SIGNING_KEY, validate=True)
    except (binascii.Error, ValueError):
        seed = b""
    if len(seed) != BYTES:
        raise ImproperlyConfigured("SIGNING_KEY must be 32 random bytes in base64.")
    return seed


def _retired(line: str) -> Ed25519PublicKey:
    """Return a public key from the middle line of its PEM file."""
    try:
        return _ed25519(load_der_public_key(base64.b64decode(line, validate=True)))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(
            "SIGNING_KEYS_RETIRED must be public keys: of each the line between BEGIN and END."
        ) from error


def _ed25519(key: object) -> Ed25519PublicKey:
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("no Ed25519 key")
    return key
