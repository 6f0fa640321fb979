"""Wagtail's import of redirects answers a form it did not make, too."""

import pytest
from django.core.signing import Signer
from django.urls import reverse

from tests.factories import make_user

pytestmark = pytest.mark.django_db

ADDRESS = reverse("wagtailredirects:process_import")


@pytest.mark.parametrize(
    "form", [{}, {"import_file_name": "x", "input_format": "0"}], ids=["empty", "not signed"]
)
def test_a_made_up_form_leads_back_to_the_upload(client, form):
    client.force_login(make_user(is_superuser=True))
    response = client.post(ADDRESS, form, follow=True)
    assert response.redirect_chain == [(reverse("wagtailredirects:start_import"), 302)]
    assert [message.level_tag for message in response.context["messages"]] == ["error"]


def test_a_signed_form_reaches_wagtail(client, monkeypatch):
    client.force_login(make_user(is_superuser=True))
    read = []
    monkeypatch.setattr(
        "wagtail.contrib.redirects.views.get_file_storage",
        lambda: lambda name: read.append(name) or _Empty(),
    )
    form = {"import_file_name": Signer().sign("up.csv"), "input_format": Signer().sign("0")}
    assert client.post(ADDRESS, form).status_code == 200
    assert read == ["up.csv"]


class _Empty:
    def read(self, _mode):
        return "from,to\n"
