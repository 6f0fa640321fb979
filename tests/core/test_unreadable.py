"""What Wagtail's screens cannot read is told as such; what ours cannot read stays an error."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.viewsets.schools import SchoolIndexView
from association.core import unreadable
from home.models import NewsIndexPage
from tests.factories import make_secretary

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.raise_request_exception = False
    client.force_login(make_secretary(Role.EDITOR))
    return client


@pytest.mark.parametrize("parent", ["no number", "9" * 5000, "\x00", "²"])
def test_a_value_that_wagtail_fails_on_is_answered_in_words(editor, parent):
    page = NewsIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:copy", args=[page.pk])
    answer = editor.post(address, {"new_parent_page": parent, "new_title": "x", "new_slug": "x"})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text
    assert NewsIndexPage.objects.count() == 1


@pytest.mark.parametrize("target", ["nowhere", "\x00", "javascript:alert(1)"])
def test_nothing_is_done_when_there_is_no_way_back_from_it(editor, target):
    page = NewsIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert editor.post(address, {"next": target}).status_code == 400
    assert NewsIndexPage.objects.get().live
    assert editor.post(address, {"next": "/admin/pages/"}).headers["Location"] == "/admin/pages/"
    assert not NewsIndexPage.objects.get().live


def test_the_same_error_in_our_own_code_is_not_hidden(editor, monkeypatch):
    def fail(_view):
        return int("no number")

    monkeypatch.setattr(SchoolIndexView, "get_queryset", fail)
    editor.force_login(make_secretary(Role.CLERK))
    assert editor.get(reverse("school_admin:index")).status_code == 400
    # This file passes for one of ours.
    monkeypatch.setattr(unreadable, "OURS", (__file__,))
    assert editor.get(reverse("school_admin:index")).status_code == 500
