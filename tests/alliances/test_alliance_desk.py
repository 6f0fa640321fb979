import pytest
from django.urls import reverse

from association.accounts.models import User
from association.alliances.enums import Capacity
from association.alliances.models import Alliance
from association.alliances.services import appoint_lead, dismiss_lead, leave_association
from tests.factories import make_lead, make_principal, make_school, make_user

pytestmark = pytest.mark.django_db

EAST = "/alliance-desk/east/"


@pytest.fixture
def lead(client):
    user = make_lead("east")
    client.force_login(user)
    return user


def members(response):
    return {school.name: school.has_principal for school in response.context["page"]}


def test_one_alliance_is_opened_at_once(client, lead):
    assert client.get("/alliance-desk/").url == EAST


def test_who_leads_two_alliances_chooses(client, lead):
    west = Alliance.objects.get(code="west")
    appoint_lead(alliance=west, user=lead, acting_user=None)
    page = client.get("/alliance-desk/").content.decode()
    assert f'href="{EAST}"' in page
    assert 'href="/alliance-desk/west/"' in page


def test_who_leads_none_is_led_on(client):
    client.force_login(make_user())
    assert client.get("/alliance-desk/").url == reverse("accounts:my_desk")


def test_the_table_holds_the_members_of_now_and_whether_their_principal_is_here(client, lead):
    make_principal(make_school("东一学校"))
    make_principal(make_school("东二学校"), Capacity.STAFF)
    make_school("西一学校", alliance="west")
    leave_association(school=make_school("东三学校"), acting_user=None)
    assert members(client.get(EAST)) == {"东一学校": True, "东二学校": False}


def test_two_characters_inside_the_name_find_a_member(client, lead):
    make_school("示范区阳光艺术培训学校")
    make_school("示范区海浪体育培训学校")
    assert list(members(client.get(EAST, {"q": "光艺"}))) == ["示范区阳光艺术培训学校"]
    assert list(members(client.get(EAST, {"q": "没有"}))) == []


@pytest.mark.parametrize("address", ["/alliance-desk/", EAST])
def test_anonymous_people_are_sent_to_sign_in(client, address):
    assert client.get(address).url == f"/accounts/sign-in/?next={address}"


@pytest.mark.parametrize(
    "stranger",
    [
        lambda: make_lead("west"),
        lambda: make_principal(make_school()),
        lambda: make_user(is_superuser=True, is_staff=True),
    ],
    ids=["another alliance's lead", "a member's principal", "superuser"],
)
def test_a_foreign_alliance_is_not_found(client, stranger):
    client.force_login(stranger())
    assert client.get(EAST).status_code == client.get("/alliance-desk/none/").status_code == 404


def test_whose_lead_has_ended_finds_nothing(client, lead):
    dismiss_lead(lead=lead.led_alliances.get(), acting_user=None)
    assert client.get(EAST).url == f"/accounts/sign-in/?next={EAST}"  # the session ended with it
    client.force_login(User.objects.get(pk=lead.pk))
    assert client.get(EAST).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_members(client, lead, queries):
    make_principal(make_school())
    client.get(EAST)
    with queries() as one:
        assert len(members(client.get(EAST))) == 1
    make_principal(make_school())
    make_principal(make_school())
    with queries() as three:
        assert len(members(client.get(EAST))) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("field", ["q", "page"])
def test_hostile_input_shows_a_page(client, lead, hostile, field):
    make_school()
    assert client.get(EAST, {field: hostile}).status_code == 200
