"""Three content policies: for pages, for Wagtail's editor, and for what is no page."""

import pytest
from django.contrib.auth import get_user_model

from tests.factories import make_active_plaque

pytestmark = pytest.mark.django_db


def policy_of(answer):
    parts = answer.headers["Content-Security-Policy"].split("; ")
    return {name: sources for name, _, sources in (part.partition(" ") for part in parts)}


@pytest.mark.parametrize("address", ["/verify/", "/accounts/sign-in/", "/no/such/page/"])
def test_public_pages_allow_nothing_inline(client, address):
    answer = client.get(address)
    policy = policy_of(answer)
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert policy["default-src"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == "'self'"


def test_the_admin_allows_inline_styles_and_nothing_else_more(client):
    client.force_login(get_user_model().objects.create_superuser("admin"))
    admin, page = policy_of(client.get("/admin/")), policy_of(client.get("/verify/"))
    more = {name: admin[name] for name in admin if admin[name] != page.get(name)}
    assert more == {
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "frame-src": "'self'",
        "style-src-attr": "'none'",
        "script-src-attr": "'unsafe-hashes' 'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='",
    }


def test_what_is_no_page_has_an_origin_of_its_own(client):
    plaque = make_active_plaque()
    for path in (f"/badge/{plaque.number}.svg", f"/api/v1/plaques/{plaque.number}"):
        policy = policy_of(client.get(path))
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
        assert policy["sandbox"] == ""


def test_a_page_made_for_a_person_is_not_stored(client):
    client.force_login(get_user_model().objects.create_superuser("admin"))
    assert client.get("/admin/").headers["Cache-Control"] == "no-store, private"
