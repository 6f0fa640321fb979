import pytest
from django.urls import reverse

from association.alliances.enums import Capacity, MembershipStatus
from association.alliances.services import appoint_representative, dismiss_representative
from association.core.models import AssociationProfile
from association.core.panels import school_desk as place
from association.plaques.enums import PublicState
from association.plaques.services import issue_plaque
from association.pledges.enums import PledgeStatus
from tests.factories import (
    hang,
    make_accepted_pledge,
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    make_user,
)

pytestmark = pytest.mark.django_db

LEAVE = {"understood": "on", "reason": "搬迁到外地"}


@pytest.fixture
def school():
    return make_school("示范区阳光艺术培训学校", alliance="south", contact_name="张三")


@pytest.fixture
def principal(school, client):
    user = make_principal(school)
    client.force_login(user)
    return user


def hang_plaque(school, principal):
    pledge = make_accepted_pledge(school, signer=principal)
    plaque = issue_plaque(pledge=pledge, acting_user=make_secretary())
    return hang(plaque)


def desk(school, page=""):
    return f"/desk/{school.uscc}/{page}"


def test_one_school_is_opened_at_once(client, school, principal):
    assert client.get("/desk/").url == desk(school)


def test_who_acts_for_several_schools_chooses(client, school, principal):
    other = make_school()
    appoint_representative(school=other, user=principal, capacity=Capacity.STAFF, acting_user=None)
    page = client.get("/desk/").content.decode()
    assert f'href="{desk(school)}"' in page
    assert f'href="{desk(other)}"' in page


def test_who_acts_for_no_school_is_led_on(client):
    client.force_login(make_user())
    assert client.get("/desk/").url == reverse("accounts:my_desk")


def test_the_desk_shows_the_register_the_people_and_whom_to_call(client, school, principal):
    AssociationProfile.objects.update_or_create(pk=1, defaults={"hotline": "0536-7654321"})
    page = client.get(desk(school)).content.decode()
    for shown in (school.name, school.uscc, school.licence_no, "张三", str(principal)):
        assert shown in page
    assert "tel:0536-7654321" in page


def test_what_higher_rooms_ask_of_the_school_stands_on_its_desk(client, school, principal):
    panels = client.get(desk(school)).context["panels"]
    wanted = place.panels(subject=school, user=principal)
    assert [type(panel) for panel in panels] == [type(panel) for panel in wanted]


@pytest.mark.parametrize("page", ["", "leave/"])
def test_anonymous_people_are_sent_to_sign_in(client, school, page):
    assert client.get(desk(school, page)).url == f"/accounts/sign-in/?next={desk(school, page)}"


@pytest.mark.parametrize("page", ["", "leave/"])
@pytest.mark.parametrize(
    "stranger",
    [
        lambda: make_principal(make_school(alliance="south")),
        lambda: make_lead("south"),
        lambda: make_user(is_superuser=True, is_staff=True),
    ],
    ids=["another school", "its alliance's lead", "superuser"],
)
def test_a_foreign_school_is_not_found(client, school, page, stranger):
    client.force_login(stranger())
    foreign = client.get(desk(school, page))
    unknown = client.get(f"/desk/{'0' * 18}/{page}")
    assert foreign.status_code == unknown.status_code == 404
    assert client.post(desk(school, "leave/"), LEAVE).status_code == 404
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_whose_appointment_ended_finds_nothing(client, school, principal):
    dismiss_representative(appointment=school.representatives.get(), acting_user=None)
    principal.refresh_from_db()  # who leaves a school is signed out as well
    client.force_login(principal)
    assert client.get(desk(school)).status_code == 404


def test_leaving_ends_membership_and_pledge_and_gives_the_plaque_back(client, school, principal):
    plaque = hang_plaque(school, principal)
    response = client.post(desk(school, "leave/"), LEAVE)
    assert response.url == desk(school)
    plaque.refresh_from_db()
    plaque.pledge.refresh_from_db()
    membership = school.memberships.get()
    assert membership.status == MembershipStatus.LEFT
    assert membership.events.last().reason == "搬迁到外地"
    assert membership.events.last().acting_user == principal
    assert plaque.pledge.status == PledgeStatus.WITHDRAWN
    assert plaque.state == PublicState.RETURNED


def test_the_public_reads_that_leaving_is_no_breach(client, school, principal):
    plaque = hang_plaque(school, principal)
    client.post(desk(school, "leave/"), LEAVE)
    client.logout()
    page = client.get(plaque.scan_path).content.decode()
    assert str(PublicState.RETURNED.sentence) in page
    assert "搬迁到外地" not in page


def test_after_leaving_the_desk_keeps_the_history_and_offers_no_second_leaving(
    client, school, principal
):
    client.post(desk(school, "leave/"), LEAVE)
    response = client.get(desk(school))
    page = response.content.decode()
    assert response.context["membership"] is None
    assert str(school.memberships.get().alliance) in page
    assert desk(school, "leave/") not in page
    assert client.get(desk(school, "leave/")).url == desk(school)
    assert client.post(desk(school, "leave/"), LEAVE).url == desk(school)
    assert school.memberships.get().events.count() == 2


def test_without_the_tick_nobody_leaves_and_the_reason_is_kept(client, school, principal):
    response = client.post(desk(school, "leave/"), {"reason": "搬迁到外地"})
    assert response.status_code == 200
    assert "understood" in response.context["form"].errors
    assert "搬迁到外地" in response.content.decode()
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_reading_about_leaving_leaves_nothing(client, school, principal):
    assert client.get(desk(school, "leave/")).status_code == 200
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_staff_see_the_desk_and_cannot_leave(client, school):
    client.force_login(make_principal(school, Capacity.STAFF))
    assert desk(school, "leave/") not in client.get(desk(school)).content.decode()
    assert client.post(desk(school, "leave/"), LEAVE).status_code == 404
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_hostile_input_leaves_nothing(client, school, principal, hostile):
    response = client.post(desk(school, "leave/"), {"reason": hostile})
    assert response.status_code == 200
    assert school.memberships.get().status == MembershipStatus.ACTIVE


@pytest.mark.parametrize("uscc", ["%00", "%F0%9F%98%80", "x" * 300, "..", "a%2Fb"])
def test_a_hostile_address_is_not_found(client, principal, uscc):
    assert client.get(f"/desk/{uscc}/").status_code == 404
