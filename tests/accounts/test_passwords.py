import re

import pytest
from django.urls import reverse

from tests.factories import make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

NEW = "lantern-harbour-kite-31"
FORGOTTEN = reverse("accounts:password_reset")


def forgotten_link(mailoutbox):
    # The letter is Chinese first, then English, with the same link.
    [path] = set(re.findall(r"https://plaque\.example(/\S+)", mailoutbox[-1].body))
    return path


def test_a_signed_in_person_changes_the_password_and_stays_signed_in(client):
    user = make_user()
    client.force_login(user)
    response = client.post(
        reverse("accounts:password"),
        {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW},
    )
    assert response.url == reverse("accounts:me")
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert client.session["_auth_user_id"] == str(user.pk)


def test_without_the_old_password_it_stays(client):
    user = make_user()
    client.force_login(user)
    response = client.post(
        reverse("accounts:password"),
        {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW},
    )
    assert response.status_code == 200
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_the_password_page_is_for_signed_in_people(client):
    assert client.get(reverse("accounts:password")).url.startswith(reverse("accounts:sign_in"))


def test_a_forgotten_password_is_replaced_by_the_link_from_the_mail(client, mailoutbox):
    user = make_user(email="head@school.example")
    client.post(FORGOTTEN, {"email": "head@school.example"})
    form = client.get(forgotten_link(mailoutbox)).url
    response = client.post(form, {"new_password1": NEW, "new_password2": NEW})
    assert response.url == reverse("accounts:sign_in")
    user.refresh_from_db()
    assert user.check_password(NEW)


def test_the_link_leads_to_the_sites_address_whatever_host_was_asked(client, mailoutbox):
    make_user(email="head@school.example")
    client.post(FORGOTTEN, {"email": "head@school.example"}, headers={"host": "localhost"})
    assert "https://plaque.example/accounts/forgotten/" in mailoutbox[-1].body
    assert "localhost" not in mailoutbox[-1].body


def test_the_link_works_once(client, mailoutbox):
    user = make_user(email="head@school.example")
    client.post(FORGOTTEN, {"email": "head@school.example"})
    link = forgotten_link(mailoutbox)
    form = client.get(link).url
    client.post(form, {"new_password1": NEW, "new_password2": NEW})
    again = client.get(link)
    assert again.status_code == 200
    assert b"new_password1" not in again.content
    user.refresh_from_db()
    assert user.check_password(NEW)


@pytest.mark.parametrize("active", [True, False])
def test_the_answer_does_not_tell_whether_there_is_an_account(client, mailoutbox, active):
    make_user(email="head@school.example", is_active=active)
    known = client.post(FORGOTTEN, {"email": "head@school.example"})
    unknown = client.post(FORGOTTEN, {"email": "nobody@school.example"})
    assert known.url == unknown.url == reverse("accounts:password_reset_done")
    assert len(mailoutbox) == int(active)


@pytest.mark.parametrize("uid", ["MQ", "x", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"])
def test_a_made_up_link_opens_nothing(client, uid):
    response = client.get(f"/accounts/forgotten/{uid}/abc-def/")
    assert response.status_code == 200
    assert b"new_password1" not in response.content


@pytest.mark.parametrize("page", [FORGOTTEN, reverse("accounts:password_reset_done")])
def test_pages_for_who_is_locked_out_need_no_account(client, page):
    assert client.get(page).status_code == 200


def test_hostile_input_changes_no_password(client, hostile, mailoutbox):
    user = make_user()
    assert client.post(FORGOTTEN, {"email": hostile}).status_code == 200
    client.force_login(user)
    response = client.post(
        reverse("accounts:password"),
        {"old_password": hostile, "new_password1": hostile, "new_password2": hostile},
    )
    assert response.status_code == 200
    assert mailoutbox == []
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
