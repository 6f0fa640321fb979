"""The link that signs in once."""

import datetime as dt

import pytest
from django.urls import reverse

from association.accounts.enums import Act
from association.accounts.models import MailedLink
from association.core import clock
from association.core.models import AuditEntry
from tests.accounts.ways_in import by_link, is_in, mailed_path
from tests.factories import make_user

pytestmark = pytest.mark.django_db

ASK = reverse("accounts:link_ask")
EMAIL = "head@school.example"


@pytest.fixture
def user():
    return make_user(email=EMAIL)


@pytest.fixture
def link(client, user, mailoutbox):
    client.post(ASK, {"email": EMAIL})
    return mailed_path(mailoutbox)


def test_opening_the_link_only_shows_a_button(client_of, link, user):
    scanner = client_of()
    page = scanner.get(link)
    assert page.status_code == 200
    assert user.username in page.content.decode()
    assert not is_in(scanner)
    assert MailedLink.objects.get().used_at is None


def test_the_button_signs_in_on_any_device(client_of, link):
    phone = client_of()
    assert phone.post(link).url == reverse("accounts:my_desk")
    assert is_in(phone)
    assert AuditEntry.objects.filter(action=f"accounts.{Act.SIGN_IN}").count() == 1


def test_the_link_works_once(client_of, link):
    client_of().post(link)
    again = client_of()
    assert again.post(link).status_code == 410
    assert not is_in(again)


def test_using_one_link_ends_the_others(client, client_of, link, mailoutbox):
    client.post(ASK, {"email": EMAIL})
    assert mailed_path(mailoutbox) != link
    client.post(link)
    assert client_of().get(mailed_path(mailoutbox)).status_code == 410


def test_the_link_runs_out_after_a_quarter_of_an_hour(client, link):
    with clock.at(clock.now() + dt.timedelta(minutes=15)):
        assert client.post(link).status_code == 410
    assert not is_in(client)


def test_the_secret_is_not_in_the_database(link):
    secret = link.strip("/").rpartition("/")[2]
    assert secret not in str(MailedLink.objects.values().get())


def test_a_link_of_who_was_deactivated_opens_nothing(client, link, user):
    user.is_active = False
    user.save()
    assert client.post(link).status_code == 410


def test_a_new_password_ends_open_links(client, client_of, link, user, mailoutbox):
    client.post(reverse("accounts:password_reset"), {"email": EMAIL})
    form = client.get(mailed_path(mailoutbox)).url
    word = "lantern-harbour-kite-31"
    client.post(form, {"new_password1": word, "new_password2": word})
    assert client_of().post(link).status_code == 410


def test_the_answer_is_the_same_for_an_address_nobody_has(client, user, mailoutbox):
    known, unknown = (client.post(ASK, {"email": mail}) for mail in (EMAIL, "nobody@x.example"))
    assert known.url == unknown.url == reverse("accounts:link_sent")
    assert client.get(known.url).status_code == 200
    assert len(mailoutbox) == 1


def test_who_is_signed_in_is_not_signed_in_as_another_unasked(client, link):
    other = make_user()
    client.force_login(other)
    assert client.post(link).status_code == 200
    assert client.session["_auth_user_id"] == str(other.pk)


def test_two_accounts_with_one_address_get_a_link_each(client, user, mailoutbox):
    make_user(email=EMAIL.upper())
    client.post(ASK, {"email": EMAIL})
    assert len({link.user_id for link in MailedLink.objects.all()}) == 2
    assert len(mailoutbox) == 2


@pytest.mark.parametrize("secret", ["x", "a" * 300, "-_-"])
def test_a_made_up_link_opens_nothing(client, secret):
    path = reverse("accounts:link", args=[secret])
    assert client.get(path).status_code == 410
    assert client.post(path).status_code == 410


def test_hostile_addresses_send_nothing(client, hostile, mailoutbox):
    assert client.post(ASK, {"email": hostile}).status_code == 200
    assert mailoutbox == []


def test_the_letter_names_this_site_whatever_host_was_asked(client, user, mailoutbox):
    client.post(ASK, {"email": EMAIL}, headers={"host": "localhost"})
    assert "https://plaque.example/accounts/sign-in/link/" in mailoutbox[0].body
    assert "localhost" not in mailoutbox[0].body


def test_by_link_a_person_without_second_factor_is_in_at_once(client, user, mailoutbox):
    by_link(client, user, mailoutbox)
    assert is_in(client)
