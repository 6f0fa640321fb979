"""Behind an “ok”: lists that everybody in the admin may open hold only what each may see."""

import pytest
from django.core.files.storage import storages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from association.peer_review.enums import RoundKind
from association.plaques.services import report_plaque
from association.settings import base
from tests.factories import (
    make_lead,
    make_plaque,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
)
from tests.factories.rounds import make_announced_round, make_running_round
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
    ("chooser", "title", "offered"),
    [
        ("wagtaildocs_chooser:choose", "statutes", {"editor"}),
        # The clerk puts examples beside the items of a checklist.
        ("wagtailimages_chooser:choose", "Gate", {"editor", "clerk"}),
    ],
)
def test_pictures_and_documents_are_offered_to_whoever_works_with_them(
    world, client, chooser, title, offered
):
    for role in ("editor", "clerk", "approver", "auditor"):
        client.force_login(world.people[role])
        assert (title in client.get(reverse(chooser)).json()["html"]) is (role in offered)


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
    one, three = _costs(client, reverse(name), make)
    assert one == three


def _costs(client, path, make):
    """Return how many queries a list takes with one row, and with three."""
    spent = []
    for rows in (1, 2):
        for _row in range(rows):
            make()
        assert client.get(path).status_code == 200  # and what is looked up once for all
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        spent.append(len(queries))
    return spent


def test_the_public_list_of_draws_costs_the_same_for_one_and_three(client):
    make_school()
    one, three = _costs(client, reverse("peer_review:draws"), make_announced_round)
    assert one == three


def test_the_rounds_of_an_alliance_cost_the_same_for_one_and_three(client):
    make_school()
    client.force_login(make_lead("east"))
    path = reverse("peer_review:led_rounds", args=["east"])
    one, three = _costs(client, path, lambda: make_running_round(RoundKind.SWEEP))
    assert one == three


def test_the_rounds_of_a_school_cost_the_same_for_one_and_three(client):
    school = make_school()
    client.force_login(make_principal(school))
    path = reverse("peer_review:school_visits", args=[school.uscc])
    one, three = _costs(client, path, lambda: make_running_round(RoundKind.SWEEP))
    assert one == three


@pytest.mark.parametrize(
    ("role", "listed"),
    [("lead", {"own", "for all"}), ("foreign", {"strange", "for all"})],
)
def test_a_lead_is_shown_own_rounds_and_those_the_members_are_in(world, client, role, listed):
    client.force_login(world.people[role])
    code = {"lead": "east", "foreign": "north"}[role]
    page = client.get(reverse("peer_review:led_rounds", args=[code])).content.decode()
    parts = {"own": world.planned_draw, "strange": world.strange_plan, "for all": world.self_check}
    assert {name for name, row in parts.items() if row.code in page} == listed


def test_what_stands_between_two_schools_is_read_on_no_other_desk(world, client):
    reason = world.tie.reason
    client.force_login(world.people["principal"])
    own = reverse("peer_review:ties", args=[world.school.uscc])
    assert reason in client.get(own).content.decode()
    public = reverse("peer_review:record", args=[world.mutual.code])
    assert reason not in client.get(public).content.decode()
    client.force_login(world.people["lead"])
    board = reverse("peer_review:led_round", args=[world.alliance.code, world.mutual.code])
    assert reason not in client.get(board).content.decode()
