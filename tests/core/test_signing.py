"""The key that signs: of the settings, or made from SECRET_KEY for the demo; keys of the past."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from association.core.checks import check_signing_key, check_signing_keys_are_sound
from association.core.signing import (
    fingerprint,
    is_signed,
    key_id,
    key_in,
    pem_of,
    public_keys,
    public_pem,
    sign,
)

KEY = base64.b64encode(bytes(range(32))).decode()


def line_of(pem):
    """What an operator copies of a public key: the line between BEGIN and END."""
    return pem.decode().splitlines()[1]


def ids(found):
    return [each.id for each in found]


def test_a_site_that_goes_public_has_a_key_of_its_own(settings):
    assert ids(check_signing_key()) == ["association.E004"]
    settings.SIGNING_KEY = KEY
    assert check_signing_key() == check_signing_keys_are_sound() == []


@pytest.mark.parametrize("key", ["replace-me", "密钥", base64.b64encode(b"short").decode()])
def test_a_key_that_cannot_sign_is_found_before_anything_is_signed(settings, key):
    settings.SIGNING_KEY = key
    assert ids(check_signing_keys_are_sound()) == ["association.E005"]
    with pytest.raises(ImproperlyConfigured):
        sign(b"list")


def test_each_key_has_its_own_public_half(settings):
    made = public_pem()
    settings.SIGNING_KEY = KEY
    assert public_pem() != made
    assert fingerprint(public_pem()) != fingerprint(made)
    assert sign(b"list") == sign(b"list")


def test_a_key_of_the_past_still_checks_and_signs_no_more(settings):
    old, signature = public_pem(), sign(b"paper")
    settings.SIGNING_KEY = KEY
    assert list(public_keys()) == [key_id()]
    settings.SIGNING_KEYS_RETIRED = [line_of(old)]
    assert list(public_keys()) == [key_id(), fingerprint(old)]
    assert pem_of(public_keys()[fingerprint(old)]) == old
    assert is_signed(b"paper", signature=signature, key=public_keys()[fingerprint(old)])
    assert not is_signed(b"paper", signature=signature, key=public_keys()[key_id()])
    assert not is_signed(b"pap3r", signature=signature, key=public_keys()[fingerprint(old)])
    assert sign(b"paper") != signature


# The second is a key for agreements (X25519), which signs nothing.
@pytest.mark.parametrize(
    "line", ["密钥", "MCowBQYDK2VuAyEAAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "AAAA"]
)
def test_a_key_of_the_past_that_is_none_is_found_by_the_check(settings, line):
    settings.SIGNING_KEYS_RETIRED = [line]
    assert ids(check_signing_keys_are_sound()) == ["association.E005"]


def test_everybody_can_fetch_the_public_keys(client, settings, db):
    old = public_pem()
    settings.SIGNING_KEY, settings.SIGNING_KEYS_RETIRED = KEY, [line_of(old)]
    response = client.get("/signing-key.pem")
    assert response.content == public_pem() != old
    assert response.headers["Content-Type"] == "text/plain; charset=ascii"
    assert response.headers["Cache-Control"] == "no-store"
    assert key_id() == fingerprint(pem_of(key_in(response.content)))
    assert client.get(f"/signing-keys/{key_id()}.pem").content == public_pem()
    assert client.get(f"/signing-keys/{fingerprint(old)}.pem").content == old
    assert client.get(f"/signing-keys/{'0' * 64}.pem").status_code == 404
    assert client.post("/signing-key.pem").status_code == 405
