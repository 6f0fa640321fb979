"""Secrets in the database, and what happens to them when the key is changed."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import call_command

from association.accounts.sealing import InvalidToken, decrypt, encrypt
from tests.accounts.ways_in import by_password, is_in, with_code
from tests.factories import make_secretary

OLD = "test-key"


def test_what_is_sealed_can_be_opened_and_is_not_readable():
    sealed = encrypt("JBSWY3DP")
    assert "JBSWY3DP" not in sealed
    assert decrypt(sealed) == "JBSWY3DP"


def test_another_key_does_not_open_it(settings):
    sealed = encrypt("JBSWY3DP")
    settings.SECRET_KEY = "another"
    with pytest.raises(InvalidToken):
        decrypt(sealed)


@pytest.mark.django_db
def test_after_a_change_of_the_key_second_factors_go_on(client, settings):
    clerk = make_secretary()
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [OLD]
    call_command("seal_anew")
    settings.SECRET_KEY_FALLBACKS = []
    by_password(client, clerk)
    with_code(client)
    assert is_in(client)
    row = Authenticator.objects.get(user=clerk, type=Authenticator.Type.RECOVERY_CODES)
    assert len(row.wrap().get_unused_codes()) == 10
