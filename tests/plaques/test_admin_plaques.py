"""Plaques in the secretariat's admin: list, page, issue, confirm at the gate."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission
from django.utils import translation
from wagtail.admin.menu import admin_menu

from association.accounts.roles import Role
from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.plaques.enums import PlaqueStatus, PublicState, Verb
from association.plaques.models import Plaque
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_active_plaque,
    make_plaque,
    make_principal,
    make_revoked_plaque,
    make_school,
    make_secretary,
    make_signed_pledge,
)

pytestmark = pytest.mark.django_db

LISTING = "/admin/plaques/"


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def text_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def listed(client, **query):
    soup = BeautifulSoup(client.get(LISTING, query).content, "html.parser")
    return {
        row.select_one("td a").get_text(strip=True) for row in soup.select("table.listing tbody tr")
    }


def test_the_list_shows_number_school_alliance_and_state(client, clerk):
    plaque = make_revoked_plaque()
    page = text_of(client.get(LISTING))
    for words in (
        plaque.number,
        plaque.school.name,
        plaque.school.memberships.get().alliance.name,
        str(PublicState.REVOKED.label),
    ):
        assert words in page


def test_the_list_is_narrowed_by_state_alliance_name_and_number(client, clerk):
    east = make_active_plaque(make_school("示范区青禾学校", alliance="east"))
    west = make_plaque(make_school("示范区星河学校", alliance="west"))
    assert listed(client) == {east.number, west.number}
    assert listed(client, state="not_activated") == {west.number}
    assert listed(client, alliance="east") == {east.number}
    assert listed(client, q="星河") == {west.number}
    assert listed(client, q=east.number.lower()) == {east.number}
    assert listed(client, q='"') == set()


@pytest.mark.parametrize("listing", [LISTING, "/admin/measures/"])
@pytest.mark.parametrize("wild", ['"', "\x00", "%", "学" * 5000, "9" * 5000])
def test_wild_searches_and_filters_are_answered(client, clerk, listing, wild):
    make_plaque()
    names = ("q", "state", "status", "kind", "alliance", "p", "ordering")
    for name in names:
        assert client.get(listing, {name: wild}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_plaque_and_three(
    client, clerk, count, django_assert_num_queries
):
    for _each in range(count):
        make_plaque()
    client.get(LISTING)
    with django_assert_num_queries(LISTING_QUERIES):
        client.get(LISTING)


LISTING_QUERIES = 13


def test_the_page_of_a_plaque_shows_picture_address_and_history(client, clerk):
    plaque = make_revoked_plaque(reason="未公开收费项目")
    response = client.get(f"/admin/plaques/inspect/{plaque.pk}/")
    page = text_of(response)
    assert plaque.scan_url in page
    assert page.count("未公开收费项目") == 2  # as the public reads it, and in the history
    for event in plaque.events.all():
        assert str(Verb(event.verb).label) in page
        assert str(event.acting_user) in page
    assert f"/admin/plaques/picture/{plaque.pk}.png" in response.content.decode()
    picture = client.get(f"/admin/plaques/picture/{plaque.pk}.png")
    assert picture.headers["Content-Type"] == "image/png"


def test_a_name_that_cannot_be_drawn_is_told_instead_of_a_broken_picture(client, clerk):
    plaque = make_plaque()
    School.objects.filter(pk=plaque.school_id).update(name="示范区\ue000学校")
    response = client.get(f"/admin/plaques/inspect/{plaque.pk}/")
    assert "\ue000" in text_of(response)
    assert b'<img class="record__picture"' not in response.content
    assert client.get(f"/admin/plaques/picture/{plaque.pk}.png").status_code == 404


def test_accepted_pledges_wait_in_line_until_their_plaque_is_issued(client, clerk):
    pledge = make_accepted_pledge()
    make_signed_pledge()
    waiting = client.get("/admin/plaques/waiting/")
    address = f"/admin/plaques/issue/{pledge.pk}/"
    assert waiting.content.decode().count("/admin/plaques/issue/") == 1
    assert address in waiting.content.decode()
    assert client.get(address).status_code == 200
    assert Plaque.objects.count() == 0
    response = client.post(address, {"campus": pledge.school.campuses.get().pk})
    plaque = Plaque.objects.get()
    assert response.url == f"/admin/plaques/inspect/{plaque.pk}/"
    assert (plaque.pledge, plaque.status) == (pledge, PlaqueStatus.ISSUED)
    assert address not in client.get("/admin/plaques/waiting/").content.decode()


def test_a_second_click_issues_no_second_plaque(client, clerk):
    pledge = make_accepted_pledge()
    values = {"campus": pledge.school.campuses.get().pk}
    client.post(f"/admin/plaques/issue/{pledge.pk}/", values)
    response = client.post(f"/admin/plaques/issue/{pledge.pk}/", values)
    assert response.status_code == 422
    assert Plaque.objects.count() == 1


def test_each_campus_of_the_school_gets_its_own_plaque(client, clerk):
    pledge = make_accepted_pledge()
    branch = Campus.objects.create(
        school=pledge.school, name="二校区", kind=CampusKind.CAMPUS, address="二路1号"
    )
    client.post(f"/admin/plaques/issue/{pledge.pk}/", {"campus": branch.pk})
    assert Plaque.objects.get().campus == branch
    page = BeautifulSoup(client.get(f"/admin/plaques/issue/{pledge.pk}/").content, "html.parser")
    offered = [choice["value"] for choice in page.select("input[name=campus]")]
    assert offered == [str(pledge.school.campuses.get(kind=CampusKind.MAIN).pk)]


def test_the_campus_of_another_school_is_no_choice(client, clerk):
    pledge = make_accepted_pledge()
    other = make_school().campuses.get()
    response = client.post(f"/admin/plaques/issue/{pledge.pk}/", {"campus": other.pk})
    assert response.status_code == 422
    assert Plaque.objects.count() == 0


def test_there_is_nothing_to_issue_on_a_pledge_that_is_not_accepted(client, clerk):
    pledge = make_signed_pledge()
    assert client.get(f"/admin/plaques/issue/{pledge.pk}/").status_code == 404


def test_the_review_of_an_accepted_pledge_leads_to_the_issue(client, clerk):
    from association.core.panels import pledge_review

    pledge = make_accepted_pledge()
    [panel] = pledge_review.panels(subject=pledge, user=clerk)
    assert f"/admin/plaques/issue/{pledge.pk}/" in panel.render_html({})
    [panel] = pledge_review.panels(subject=pledge, user=make_secretary(Role.APPROVER))
    assert f"/admin/plaques/issue/{pledge.pk}/" not in panel.render_html({})
    assert pledge_review.panels(subject=make_signed_pledge(), user=clerk) == []


ADDRESSES = {
    "list": "/admin/plaques/",
    "results": "/admin/plaques/results/",
    "page": "/admin/plaques/inspect/{plaque}/",
    "picture": "/admin/plaques/picture/{plaque}.png",
    "preview": "/admin/plaques/preview/{plaque}/?kind=revoke&reason=x",
    "activate": "/admin/plaques/activate/{plaque}/",
    "propose": "/admin/plaques/propose/{plaque}/",
    "waiting": "/admin/plaques/waiting/",
    "issue": "/admin/plaques/issue/{pledge}/",
}
READ = {"list", "results", "page", "picture", "preview"}
MAY = {
    Role.CLERK: {*READ, "activate", "propose", "waiting", "issue"},
    Role.APPROVER: READ,
    Role.EDITOR: set(),
}


@pytest.mark.parametrize("role", MAY)
@pytest.mark.parametrize("name", ADDRESSES)
def test_each_address_is_open_to_its_roles_alone(client, role, name):
    plaque = make_plaque()
    client.force_login(make_secretary(role))
    address = ADDRESSES[name].format(plaque=plaque.pk, pledge=plaque.pledge_id)
    status = client.get(address).status_code
    assert (status == 200) == (name in MAY[role])
    if name not in MAY[role]:
        assert status in {302, 404}


@pytest.mark.parametrize("name", ADDRESSES)
def test_schools_and_strangers_do_not_come_in(client, name):
    plaque = make_plaque()
    address = ADDRESSES[name].format(plaque=plaque.pk, pledge=plaque.pledge_id)
    assert client.get(address).status_code == 302
    client.force_login(plaque.pledge.signature.signer)
    assert client.get(address).status_code == 302


@pytest.mark.parametrize("verb", ["activate", "propose"])
def test_the_approver_cannot_act_by_posting(client, verb):
    plaque = make_plaque()
    client.force_login(make_secretary(Role.APPROVER))
    client.post(f"/admin/plaques/{verb}/{plaque.pk}/", {"kind": "revoke", "confirm": "1"})
    plaque.refresh_from_db()
    assert plaque.status == PlaqueStatus.ISSUED
    assert plaque.proposals.count() == 0


@pytest.mark.parametrize("verb", ["new/", "edit/{}/", "delete/{}/", "copy/{}/"])
def test_nobody_adds_edits_or_deletes_a_plaque(client, verb):
    plaque = make_plaque()
    user = make_secretary(is_superuser=True)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="plaques"))
    client.force_login(user)
    assert client.get(f"/admin/plaques/{verb.format(plaque.pk)}").status_code == 404
    assert client.get(f"/admin/plaques/inspect/{plaque.pk}/").status_code == 200
    assert client.get(LISTING).status_code == 200


def test_a_missing_plaque_is_not_found(client, clerk):
    for name in ("inspect", "activate", "propose", "preview"):
        assert client.get(f"/admin/plaques/{name}/999/").status_code == 404


def test_an_activated_plaque_offers_no_second_confirmation(client, clerk):
    plaque = make_plaque()
    address = f"/admin/plaques/activate/{plaque.pk}/"
    inspect = f"/admin/plaques/inspect/{plaque.pk}/"
    assert address in client.get(inspect).content.decode()
    hang(plaque)
    assert address not in client.get(inspect).content.decode()


def test_the_principal_sees_the_own_plaque_through_the_policy_alone():
    from association.plaques.permissions import plaque_policy

    plaque, other = make_plaque(), make_plaque()
    principal = plaque.pledge.signature.signer
    assert list(plaque_policy.rows(principal, "view")) == [plaque]
    assert not plaque_policy.user_has_permission_for_instance(principal, "view", other)
    for action in ("issue", "activate"):
        assert not plaque_policy.rows(principal, action).exists()
    principal.is_active = False
    assert not plaque_policy.rows(principal, "view").exists()
    assert not plaque_policy.rows(make_principal(make_school()), "view").exists()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_an_open_item_of_the_menu_does_not_light_up_its_neighbour(rf, language):
    request = rf.get("/admin/")
    request.user = make_secretary()
    request.user.is_superuser = True
    with translation.override(language):
        items = admin_menu.menu_items_for_request(request)
    # Wagtail lights up every item whose name the open item's name begins with.
    names = [item.name for item in items]
    assert "plaque_admin" in names
    assert [(a, b) for a in names for b in names if a != b and b.startswith(a)] == []
