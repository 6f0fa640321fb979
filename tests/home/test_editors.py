"""An editor edits pages and the association's profile; schools and pledges stay out of reach."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.core.models import AssociationProfile
from home.models import HomePage, NewsIndexPage, NewsPage, PledgePage
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db

ALLOWED = {
    "the dashboard": lambda: reverse("wagtailadmin_home"),
    "the home page": lambda: reverse("wagtailadmin_pages:edit", args=[HomePage.objects.get().pk]),
    "images": lambda: reverse("wagtailimages:index"),
    "documents": lambda: reverse("wagtaildocs:index"),
    "the profile": lambda: reverse("wagtailsettings:edit", args=["core", "associationprofile"]),
}
CLOSED = [
    "school_admin:index",
    "pledge:index",
    "plaque_admin:index",
    "measure_admin:index",
    "roster_imports:index",
]


@pytest.fixture
def editor(client):
    user = make_secretary(Role.EDITOR)
    client.force_login(user)
    return client


@pytest.mark.parametrize("place", ALLOWED)
def test_an_editor_reaches(editor, place):
    # The profile's address leads on to its one row.
    assert editor.get(ALLOWED[place](), follow=True).status_code == 200


@pytest.mark.parametrize("url_name", CLOSED)
def test_an_editor_does_not_reach(editor, url_name):
    response = editor.get(reverse(url_name))
    assert response.status_code in (302, 403, 404)
    menu = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse(url_name) not in menu


def test_an_editor_publishes_news(editor):
    index = NewsIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["home", "newspage", index.pk])
    body = {
        "body_zh-count": "1",
        "body_zh-0-deleted": "",
        "body_zh-0-order": "0",
        "body_zh-0-type": "heading",
        "body_zh-0-value": "怎样签署",
        "body_zh-0-id": "",
        "body_en-count": "0",
    }
    editor.post(
        address,
        {
            "title": "学习周",
            "title_en": "",
            "intro_zh": "",
            "intro_en": "",
            "slug": "week",
            "date": "2026-03-01",
            "picture": "",
            "search_description": "",
            "action-publish": "1",
            **body,
        },
    )
    assert NewsPage.objects.get(slug="week").live
    assert "怎样签署" in editor.get("/news/week/").content.decode()


def test_an_editor_changes_the_hotline_every_page_shows(editor):
    profile = AssociationProfile.load()
    address = reverse("wagtailsettings:edit", args=["core", "associationprofile", profile.pk])
    editor.post(address, {"name_zh": "示范区协会", "name_en": "Demo", "hotline": "0536-0999999"})
    assert "0536-0999999" in editor.get("/news/").content.decode()


def test_an_editor_cannot_change_the_addresses_the_menus_lead_to(editor):
    page = PledgePage.objects.get()
    editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        {"title": "公约", "slug": "elsewhere", "action-publish": "1"},
    )
    page.refresh_from_db()
    assert (page.title, page.slug) == ("公约", "pledge")


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER])
def test_pages_are_the_editors_work_alone(client, role):
    client.force_login(make_secretary(role))
    address = reverse("wagtailadmin_pages:edit", args=[HomePage.objects.get().pk])
    assert client.get(address).status_code in (302, 403)


def test_the_admin_bears_the_associations_name_and_no_link_to_other_sites(editor):
    profile = AssociationProfile.load()
    profile.name_zh = "示范区民办教育协会"
    profile.save()
    shown = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert "示范区民办教育协会</title>" in shown
    assert "img/mark.svg" in shown
    assert "guide.wagtail.org" not in shown
