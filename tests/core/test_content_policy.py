import pytest
from django.contrib.auth import get_user_model

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/verify/", "/accounts/sign-in/", "/no/such/page/"])
def test_public_pages_allow_nothing_inline(client, address):
    policy = client.get(address).headers["Content-Security-Policy"]
    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_the_admin_allows_inline_scripts_and_nothing_from_outside(client):
    client.force_login(get_user_model().objects.create_superuser("admin"))
    policy = client.get("/admin/").headers["Content-Security-Policy"]
    sources = dict(part.strip().split(" ", 1) for part in policy.split(";") if part.strip())
    assert sources["script-src"] == "'self' 'unsafe-inline'"
    assert sources["default-src"] == "'none'"
    assert sources["frame-ancestors"] == "'self'"
    assert "http" not in policy


def test_a_page_made_for_a_person_is_not_stored(client):
    client.force_login(get_user_model().objects.create_superuser("admin"))
    assert client.get("/admin/").headers["Cache-Control"] == "no-store, private"
