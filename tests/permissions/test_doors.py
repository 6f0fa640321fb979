"""Wagtail's other doors: they open as ours do, or not at all."""

import pytest
from django.contrib.auth import get_user
from django.urls import reverse
from wagtail.models import PageViewRestriction

from association.accounts.models import User
from home.models import NewsIndexPage
from tests.factories import make_principal, make_school, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def superuser(client):
    user = make_user(is_superuser=True)
    client.force_login(user)
    return user


@pytest.fixture
def for_nobody():
    """The news, restricted to a group without members."""
    page = NewsIndexPage.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    return page


def test_a_restricted_page_leads_to_our_own_sign_in_and_back(client):
    page = NewsIndexPage.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    door = client.get(page.url, follow=True)
    assert "accounts/sign_in.html" in [template.name for template in door.templates]
    fields = {"username": make_user().username, "password": PASSWORD, "next": page.url}
    response = client.post(door.request["PATH_INFO"], fields)
    assert get_user(client).is_authenticated
    assert response.headers["Location"] == page.url


def test_who_lacks_the_right_is_not_sent_round_in_circles(client, for_nobody):
    client.force_login(make_user())
    response = client.get(for_nobody.url, follow=True)
    assert response.status_code == 200
    assert "accounts/sign_in.html" in [template.name for template in response.templates]


def test_nobody_can_make_the_admin_fail_on_purpose(client, superuser):
    assert client.get("/admin/failwhale/", follow=True).status_code == 200


@pytest.mark.parametrize("many", [False, True], ids=["one", "many at once"])
def test_not_even_a_superuser_deletes_a_person(client, superuser, many):
    person = make_principal(make_school())
    if many:
        path = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
        path += f"?id={person.pk}"
    else:
        path = reverse("wagtailusers_users:delete", args=[person.pk])
    response = client.post(path, follow=True)
    assert response.status_code == 200
    assert [message.level_tag for message in response.context["messages"]] == ["error"]
    assert User.objects.filter(pk=person.pk).exists()
