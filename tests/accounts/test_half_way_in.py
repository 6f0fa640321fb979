"""What a person reads who is asked for the second factor, and which code counts there."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils.translation import gettext_lazy

from tests.accounts.ways_in import (
    SECOND_FACTOR,
    app_code,
    by_link,
    by_password,
    by_reset,
    is_in,
    with_code,
)
from tests.factories import make_principal, make_school, make_secretary

pytestmark = pytest.mark.django_db

PASSWORD_RIGHT = gettext_lazy("Your password was right. Now show that it is you.")
LINK_RIGHT = gettext_lazy("Your link was right. Now show that it is you.")


def asked(client):
    return client.get(SECOND_FACTOR).content.decode()


def test_the_page_says_what_was_right(client, client_of, mailoutbox):
    clerk = make_secretary(email="clerk@association.example")
    by_password(client, clerk)
    assert str(PASSWORD_RIGHT) in asked(client)
    other = client_of()
    by_link(other, clerk, mailoutbox)
    assert str(LINK_RIGHT) in asked(other)
    assert str(PASSWORD_RIGHT) not in asked(other)


def test_who_began_by_a_link_and_comes_by_password_reads_of_the_password(client, mailoutbox):
    clerk = make_secretary(email="clerk@association.example")
    by_link(client, clerk, mailoutbox)
    client.post(reverse("accounts:sign_out"))
    by_reset(client, clerk, mailoutbox)
    assert str(PASSWORD_RIGHT) in asked(client)


def test_the_code_that_set_the_app_up_does_not_sign_in(client, client_of):
    user = make_principal(make_school())
    by_password(client, user)
    secret = client.get(reverse("accounts:app")).context["form"].secret
    code = app_code(secret)
    client.post(reverse("accounts:app"), {"code": code})
    assert Authenticator.objects.filter(user=user, type="totp").exists()
    other = client_of()
    by_password(other, user)
    with_code(other, code)
    assert not is_in(other)
    with_code(other, app_code(secret, steps=1))
    assert is_in(other)


def test_the_sheet_of_recovery_codes_says_when_they_were_made(client):
    clerk = make_secretary()
    by_password(client, clerk)
    with_code(client)
    rows = Authenticator.objects.filter(user=clerk, type=Authenticator.Type.RECOVERY_CODES)
    rows.update(created_at="2026-03-09T04:00:00Z")
    for name in ("recovery_codes", "download_codes"):
        assert "2026年3月9日" in client.get(reverse(f"accounts:{name}")).content.decode()
