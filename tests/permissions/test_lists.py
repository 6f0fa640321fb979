"""Behind an “ok”: lists that everybody in the admin may open hold only what each may see."""

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from association.plaques.services import report_plaque
from association.settings import base
from tests.factories import make_plaque, make_revoked_plaque, make_secretary
from tests.permissions.pages import RESTRICTION_PASSWORD
from tests.permissions.plaques import print_batch

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the file of a thumbnail it has just made to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file.*Spooled:ResourceWarning"),
]

REGISTER = {"alliances", "pledges", "plaques"}


@pytest.fixture
def history(world, client):
    """The models in the site's history, as a role reads it."""

    def read(role):
        client.force_login(world.people[role])
        path, seen = reverse("wagtailadmin_reports:site_history"), set()
        for page in range(1, client.get(path).context["paginator"].num_pages + 1):
            entries = client.get(path, {"p": page}).context["object_list"]
            seen |= {entry.content_type.model_class()._meta.label for entry in entries}
        return seen

    return read


def apps(labels):
    return {label.partition(".")[0] for label in labels}


def test_an_editor_reads_the_history_of_pages_and_nothing_of_the_register(history):
    labels = history("editor")
    assert "home.NewsPage" in labels
    assert apps(labels) & REGISTER == set()


@pytest.mark.parametrize("role", ["clerk", "approver"])
def test_who_keeps_the_register_reads_nothing_of_pages(history, role):
    assert apps(history(role)) <= REGISTER


@pytest.mark.parametrize(
    ("chooser", "title"),
    [("wagtaildocs_chooser:choose", "statutes"), ("wagtailimages_chooser:choose", "Gate")],
)
def test_only_an_editor_is_offered_pictures_and_documents(world, client, chooser, title):
    for role, offered in (("editor", True), ("clerk", False), ("approver", False)):
        client.force_login(world.people[role])
        assert (title in client.get(reverse(chooser)).json()["html"]) is offered


def test_an_approver_sees_an_invitation_without_its_key(world, client):
    path = reverse("invitation_admin:inspect", args=[world.invitation.pk])
    client.force_login(world.people["clerk"])
    assert world.invitation.code in client.get(path).content.decode()
    client.force_login(world.people["approver"])
    assert world.invitation.code not in client.get(path).content.decode()


def test_a_page_with_a_password_shows_nothing_before_it_is_given(world, client):
    path = world.with_password.url
    assert "会议材料" not in client.get(path).content.decode()
    door = reverse(
        "wagtailcore_authenticate_with_password",
        args=[world.page_restriction.pk, world.with_password.pk],
    )
    client.post(door, {"password": RESTRICTION_PASSWORD, "return_url": path})
    assert "会议材料" in client.get(path).content.decode()


def test_a_document_with_a_password_is_not_handed_out_before_it_is_given(world, client):
    document = world.password_document
    response = client.get(f"/documents/{document.pk}/{document.filename}")
    assert response.headers["Content-Type"].startswith("text/html")


def test_a_ledgers_file_is_kept_where_no_address_reaches(world):
    assert world.roster.file.storage is storages["private"]
    assert base.STORAGES["private"]["OPTIONS"] == {"location": base.PRIVATE_ROOT, "base_url": None}
    assert not base.PRIVATE_ROOT.is_relative_to(base.MEDIA_ROOT)


def _revoke_and_report():
    report_plaque(plaque=make_revoked_plaque(), kind="still_hanging")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("plaque_admin:hanging", make_plaque),
        ("plaque_admin:hanging_sheet", make_plaque),
        ("take_down_admin:index", _revoke_and_report),
        ("report_admin:index", _revoke_and_report),
        ("batch_admin:index", print_batch),
    ],
)
def test_a_list_costs_the_same_for_one_row_and_three(client, name, make):
    client.force_login(make_secretary())
    path, spent = reverse(name), []
    for rows in (1, 2):
        for _row in range(rows):
            make()
        assert client.get(path).status_code == 200  # and what is looked up once for all
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        spent.append(len(queries))
    assert spent[0] == spent[1]
