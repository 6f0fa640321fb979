"""The key that signs packages: of the settings, or made from SECRET_KEY for the demo."""

import base64

import pytest
from django.core.exceptions import ImproperlyConfigured

from association.violations.checks import check_signing_key, check_signing_key_is_sound
from association.violations.package.keys import fingerprint, public_pem, sign

KEY = base64.b64encode(bytes(range(32))).decode()


def test_a_site_that_goes_public_has_a_key_of_its_own(settings):
    assert [each.id for each in check_signing_key()] == ["violations.E001"]
    settings.FILING_SIGNING_KEY = KEY
    assert check_signing_key() == check_signing_key_is_sound() == []


@pytest.mark.parametrize("key", ["replace-me", "密钥", base64.b64encode(b"short").decode()])
def test_a_key_that_cannot_sign_is_found_before_anything_is_sent(settings, key):
    settings.FILING_SIGNING_KEY = key
    assert [each.id for each in check_signing_key_is_sound()] == ["violations.E002"]
    with pytest.raises(ImproperlyConfigured):
        sign(b"list")


def test_each_key_has_its_own_public_half(settings):
    made = public_pem()
    settings.FILING_SIGNING_KEY = KEY
    assert public_pem() != made
    assert fingerprint(public_pem()) != fingerprint(made)
    assert sign(b"list") == sign(b"list")
