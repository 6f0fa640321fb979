import pytest
from django.urls import reverse

from tests.accounts.ways_in import SECOND_FACTOR, with_code
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN = reverse("accounts:sign_in")


def sign_in(client, user, **more):
    return client.post(SIGN_IN, {"username": user.username, "password": PASSWORD, **more})


@pytest.mark.parametrize(
    ("person", "desk"),
    [
        (make_secretary, "/admin/"),
        (make_lead, "/alliance-desk/"),
        (lambda: make_principal(make_school()), "/desk/"),
    ],
    ids=["clerk", "lead", "principal"],
)
def test_everybody_lands_on_their_own_desk(client, person, desk):
    response = sign_in(client, person())
    if response.url == SECOND_FACTOR:
        response = with_code(client)
    assert response.url == reverse("accounts:my_desk")
    assert client.get(response.url).url == desk


def test_who_acts_for_nobody_is_told_so(client):
    sign_in(client, make_user(last_name="王", first_name="小明"))
    response = client.get(reverse("accounts:my_desk"))
    assert response.status_code == 200
    assert "王小明" in response.content.decode()


def test_a_wrong_password_keeps_the_user_name_and_where_one_wanted_to_go(client):
    response = client.post(SIGN_IN, {"username": "somebody", "password": "x", "next": "/desk/"})
    page = response.content.decode()
    assert response.status_code == 200
    assert 'value="somebody"' in page
    assert 'name="next" value="/desk/"' in page
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "typed", ["head@school.example", "Head@School.Example", " head@school.example "]
)
def test_the_e_mail_address_is_a_name_in_any_case(client, typed):
    make_user(email="Head@School.example")
    client.post(SIGN_IN, {"username": typed, "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_a_deactivated_person_cannot_sign_in(client):
    response = sign_in(client, make_user(is_active=False))
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_person_deactivated_while_signed_in_is_out_with_the_next_click(client):
    user = make_principal(make_school())
    sign_in(client, user)
    user.is_active = False
    user.save(update_fields=["is_active"])
    assert client.get("/desk/").url == f"{SIGN_IN}?next=/desk/"


@pytest.mark.parametrize("wanted", ["https://elsewhere.example/", "//elsewhere.example", "/\\x"])
def test_nobody_is_sent_to_another_site(client, wanted):
    response = sign_in(client, make_user(), next=wanted)
    assert response.url == reverse("accounts:my_desk")


def test_a_school_that_wants_into_the_admin_is_led_to_its_desk_and_not_round_in_circles(client):
    school = make_school()
    client.force_login(make_principal(school))
    response = client.get("/admin/", follow=True)
    assert [url for url, _status in response.redirect_chain][-1] == f"/desk/{school.uscc}/"
    assert response.status_code == 200


@pytest.mark.parametrize("wanted", ["/accounts/sign-in/", "/accounts/sign-in/?next=/desk/"])
def test_a_signed_in_person_does_not_come_back_to_signing_in(client, wanted):
    client.force_login(make_user())
    response = client.get(SIGN_IN, {"next": wanted})
    assert response.url == reverse("accounts:my_desk")


@pytest.mark.parametrize(
    ("door", "leads_to"),
    [
        ("/admin/login/?next=/admin/schools/", f"{SIGN_IN}?next=/admin/schools/"),
        ("/admin/password_reset/", reverse("accounts:password_reset")),
        ("/admin/password_reset/confirm/MQ/abc/", reverse("accounts:password_reset")),
    ],
)
def test_wagtails_own_doors_lead_to_ours(client, door, leads_to):
    assert client.get(door).url == leads_to
    assert client.post(door, {"username": "x", "password": "y"}).url == leads_to


def test_signing_out_can_lead_back_to_an_invitation(client):
    client.force_login(make_user())
    response = client.post(reverse("accounts:sign_out"), {"next": "/join/1-abc/"})
    assert response.url == "/join/1-abc/"
    assert "_auth_user_id" not in client.session


def test_signing_in_works_with_hostile_input(client, hostile):
    response = client.post(SIGN_IN, {"username": hostile, "password": hostile, "next": hostile})
    assert response.status_code == 200
    assert "_auth_user_id" not in client.session
