"""A lost phone: another administrator resets the second factor, and it is seen."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.urls import reverse

from association.accounts.enums import Act
from association.core.models import AuditEntry
from tests.accounts.ways_in import by_password, is_in
from tests.factories import make_secretary, make_user

pytestmark = pytest.mark.django_db

REASON = {"reason": "手机丢失，已电话核实"}


@pytest.fixture
def admin(client):
    user = make_user(is_superuser=True)
    client.force_login(user)
    return user


def page_of(user):
    return reverse("reset_second_factor", args=[user.pk])


def test_an_administrator_resets_it(
    client, admin, client_of, mailoutbox, django_capture_on_commit_callbacks
):
    clerk = make_secretary(email="clerk@association.example")
    there = client_of()
    there.force_login(clerk)
    assert client.get(page_of(clerk)).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        client.post(page_of(clerk), REASON)
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert not is_in(there)
    assert mailoutbox[0].to == ["clerk@association.example"]
    entry = AuditEntry.objects.get(action=f"accounts.{Act.RESET_SECOND_FACTOR}")
    assert (entry.user, entry.object_id, entry.reason) == (admin, str(clerk.pk), REASON["reason"])
    by_password(there, clerk)
    assert there.get("/admin/").url == reverse("accounts:enrol")


def test_the_list_of_people_leads_to_it(client, admin):
    clerk = make_secretary()
    page = client.get(reverse("wagtailusers_users:index")).content.decode()
    assert page_of(clerk) in page
    assert page_of(admin) not in page


def test_nobody_resets_their_own(client, admin):
    answer = client.post(page_of(admin), REASON)
    assert answer.status_code == 422
    assert Authenticator.objects.filter(user=admin).exists()


def test_a_reason_is_asked_for(client, admin):
    clerk = make_secretary()
    assert client.post(page_of(clerk), {"reason": " "}).status_code == 422
    assert Authenticator.objects.filter(user=clerk).exists()


def test_who_has_none_cannot_lose_it(client, admin):
    assert client.post(page_of(make_user()), REASON).status_code == 422


def test_no_other_colleague_may(client):
    clerk = make_secretary()
    client.force_login(make_secretary("approver"))
    answer = client.post(page_of(clerk), REASON)
    assert answer.url == "/admin/"
    assert Authenticator.objects.filter(user=clerk).exists()


def test_the_command_is_for_the_one_administrator(admin):
    call_command("reset_second_factor", admin.username, reason="key lost")
    assert not Authenticator.objects.filter(user=admin).exists()
    assert AuditEntry.objects.get(action="accounts.reset_second_factor").user is None


@pytest.mark.parametrize("name", ["nobody-there", "plain"])
def test_the_command_says_what_is_wrong(name):
    make_user("plain")
    with pytest.raises(CommandError):
        call_command("reset_second_factor", name, reason="x")
