"""An administrator sets a password for who has no address to send a link to."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from association.accounts.enums import Act
from association.accounts.models import MailedLink
from association.accounts.services import ask_for_sign_in_link
from association.core.models import AuditEntry
from tests.accounts.ways_in import NEW_PASSWORD, by_password, is_in
from tests.factories import make_principal, make_school, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

EMAIL = "head@school.example"


@pytest.fixture
def admin(client):
    user = make_user(is_superuser=True, email="admin@association.example")
    client.force_login(user)
    return user


@pytest.fixture
def principal():
    return make_principal(make_school(), email=EMAIL, last_name="王", first_name="小明")


def save(client, user, password=""):
    """Save a person's page in the admin, with a password or without."""
    page = reverse("wagtailusers_users:edit", args=[user.pk])
    fields = {
        "username": user.username,
        "email": user.email,
        "last_name": user.last_name or "王",
        "first_name": user.first_name or "小明",
        "is_active": "on",
        "groups": list(user.groups.values_list("pk", flat=True)),
        "password1": password,
        "password2": password,
    }
    if user.is_superuser:
        fields["is_superuser"] = "on"
    return client.post(page, fields)


def entries(act):
    rows = AuditEntry.objects.filter(action=f"accounts.{act}")
    return [(row.user, row.object_id) for row in rows]


def test_its_owner_is_written_and_signed_out(
    client, client_of, admin, principal, mailoutbox, django_capture_on_commit_callbacks
):
    there = client_of()
    there.force_login(principal)
    ask_for_sign_in_link(EMAIL)
    mailoutbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert save(client, principal, NEW_PASSWORD).status_code == 302
    assert not is_in(there)
    assert not MailedLink.objects.filter(user=principal).exists()
    assert [letter.to for letter in mailoutbox] == [[EMAIL]]
    assert entries(Act.SET_PASSWORD) == [(admin, str(principal.pk))]
    by_password(there, principal, NEW_PASSWORD)
    assert is_in(there)
    assert is_in(client)


def test_who_has_no_address_gets_a_password_as_well(client, client_of, admin, principal):
    principal.email = ""
    principal.save()
    assert save(client, principal, NEW_PASSWORD).status_code == 302
    there = client_of()
    by_password(there, principal, NEW_PASSWORD)
    assert is_in(there)


def test_a_page_saved_without_a_password_tells_nothing(client, client_of, admin, principal):
    there = client_of()
    there.force_login(principal)
    assert save(client, principal).status_code == 302
    assert is_in(there)
    assert entries(Act.SET_PASSWORD) == []


def test_a_refused_password_tells_nothing(client, client_of, admin, principal):
    there = client_of()
    there.force_login(principal)
    save(client, principal, "short")
    assert is_in(there)
    assert entries(Act.SET_PASSWORD) == []


def test_the_administrators_own_session_goes_on(client, client_of, admin):
    there = client_of()
    there.force_login(admin)
    save(client, admin, NEW_PASSWORD)
    assert is_in(client)
    assert not is_in(there)
    assert entries(Act.SET_PASSWORD) == []


@pytest.mark.parametrize("name", ["password", "password_reset_confirm"])
def test_password_managers_learn_whose_password_it_is(client, principal, mailoutbox, name):
    if name == "password":
        client.force_login(principal)
        page = client.get(reverse("accounts:password"))
    else:
        client.post(reverse("accounts:password_reset"), {"email": EMAIL})
        link = next(word for word in mailoutbox[-1].body.split() if "/forgotten/" in word)
        page = client.get(link.removeprefix("https://plaque.example"), follow=True)
    field = BeautifulSoup(page.content, "html.parser").select_one("[autocomplete=username]")
    assert field["value"] == principal.username
    assert field.has_attr("hidden")
    assert not field.has_attr("name")


def test_what_is_wrong_with_a_password_stands_at_the_first_field(client, principal):
    client.force_login(principal)
    form = client.post(
        reverse("accounts:password"),
        {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"},
    ).context["form"]
    assert list(form.errors) == ["new_password1"]
