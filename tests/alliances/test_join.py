import datetime as dt

import pytest

from association.accounts.models import User
from association.alliances.enums import Capacity, InvitationStatus
from association.alliances.models import Invitation
from association.alliances.permissions import schools_of
from association.alliances.services import accept_invitation, invite, revoke_invitation
from association.alliances.views.joining import TRIES
from association.core import clock
from association.core.models import AssociationProfile
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db

ANSWERS = {
    "username": "headmaster",
    "last_name": "李",
    "first_name": "雷",
    "email": "",
    "password1": "lantern-harbour-kite-31",
    "password2": "lantern-harbour-kite-31",
}


@pytest.fixture
def invitation():
    return invite(school=make_school(), acting_user=None)


def join(invitation):
    return f"/join/{invitation.code}/"


def test_the_page_says_school_and_capacity_and_offers_both_ways(client, invitation):
    page = client.get(join(invitation)).content.decode()
    assert invitation.school.name in page
    assert invitation.school.uscc in page
    assert 'name="username"' in page
    assert f'href="/accounts/sign-in/?next=/join/{invitation.code}/"' in page


def test_a_new_account_acts_for_the_school_and_is_signed_in(client, invitation):
    response = client.post(join(invitation), ANSWERS)
    assert response.url == f"/desk/{invitation.school.uscc}/"
    user = User.objects.get(username="headmaster")
    assert str(user) == "李雷"
    assert list(schools_of(user, codename="sign_for_school")) == [invitation.school]
    assert client.get(response.url).status_code == 200
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.ACCEPTED
    assert invitation.accepted_by == user


def test_staff_may_act_but_not_sign(client):
    invitation = invite(school=make_school(), acting_user=None, capacity=Capacity.STAFF)
    client.post(join(invitation), ANSWERS)
    user = User.objects.get(username="headmaster")
    assert list(schools_of(user)) == [invitation.school]
    assert not schools_of(user, codename="sign_for_school").exists()


def test_a_signed_in_person_accepts_with_one_button(client, invitation):
    user = make_user(last_name="韩", first_name="梅")
    client.force_login(user)
    page = client.get(join(invitation)).content.decode()
    assert "韩梅" in page
    assert 'name="password1"' not in page
    assert client.post(join(invitation)).url == f"/desk/{invitation.school.uscc}/"
    assert list(schools_of(user)) == [invitation.school]


def test_the_code_is_read_as_people_type_it(client, invitation):
    typed = invitation.code.lower().replace("-", "_")
    assert client.get(f"/join/{typed}/").status_code == 200


def test_the_code_is_typed_from_the_sheet(client, invitation):
    assert 'name="code"' in client.get("/join/").content.decode()
    typed = f" {invitation.code.replace('-', ' ').lower()} "
    assert client.post("/join/", {"code": typed}).url == join(invitation)


def test_a_mistyped_code_is_kept_with_a_word_what_to_do(client, invitation):
    response = client.post("/join/", {"code": f"{invitation.pk}-0000-1111"})
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"code"}
    assert f'value="{invitation.pk}-0000-1111"' in response.content.decode()


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get(f"/join/1-{'0' * 16}/"),
        lambda client: client.post(f"/join/1-{'0' * 16}/", ANSWERS),
        lambda client: client.post("/join/", {"code": f"1-{'0' * 16}"}),
    ],
    ids=["links", "answers", "typed"],
)
def test_who_tries_many_codes_has_to_wait_and_finds_not_even_the_right_one(client, invitation, ask):
    for _time in range(TRIES.attempts):
        assert ask(client).status_code in {404, 422}
    refused = client.get(join(invitation))
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= TRIES.seconds
    assert invitation.school.name not in refused.content.decode()
    assert client.post("/join/", {"code": invitation.code}).status_code == 429
    elsewhere = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.get(join(invitation), **elsewhere).status_code == 200
    with clock.at(clock.now() + dt.timedelta(seconds=TRIES.seconds + 1)):
        assert client.get(join(invitation)).status_code == 200


def test_hostile_codes_are_refused_with_a_page(client, hostile):
    assert client.post("/join/", {"code": hostile}).status_code == 422


def test_opening_the_page_accepts_nothing(client, invitation):
    client.force_login(make_user())
    client.get(join(invitation))
    client.head(join(invitation))
    invitation.refresh_from_db()
    assert invitation.is_open


def test_a_wrong_secret_and_an_unknown_number_look_alike(client, invitation):
    wrong = client.get(f"/join/{invitation.pk}-{'0' * 16}/")
    unknown = client.get(f"/join/{invitation.pk + 1000}-{invitation.secret}/")
    assert wrong.status_code == unknown.status_code == 404
    same = [
        response.content.decode().replace(response.request["PATH_INFO"], "")
        for response in (wrong, unknown)
    ]
    assert same[0] == same[1]
    assert invitation.school.name not in same[0]


@pytest.mark.parametrize("code", ["x", "1", "1-", "-1", "1-" + "U" * 16, "9" * 30 + "-" + "0" * 16])
def test_what_is_no_code_is_not_found(client, code):
    assert client.get(f"/join/{code}/").status_code == 404
    assert client.post(f"/join/{code}/", ANSWERS).status_code == 404
    assert not User.objects.exists()


def used(invitation):
    accept_invitation(invitation=invitation, user=make_user())


def taken_back(invitation):
    revoke_invitation(invitation=invitation, acting_user=None)


@pytest.mark.parametrize("spoil", [used, taken_back])
def test_what_was_used_or_taken_back_is_gone(client, invitation, spoil):
    spoil(invitation)
    people = User.objects.count()
    shown = client.get(join(invitation))
    assert shown.status_code == client.post(join(invitation), ANSWERS).status_code == 410
    assert User.objects.count() == people
    assert b'name="username"' not in shown.content


def test_what_has_run_out_is_gone(client, invitation):
    with clock.at(invitation.expires_at):
        assert client.get(join(invitation)).status_code == 410
        assert client.post(join(invitation), ANSWERS).status_code == 410
    assert not User.objects.exists()
    with clock.at(invitation.expires_at - dt.timedelta(seconds=1)):
        assert client.get(join(invitation)).status_code == 200


def test_each_refusal_has_its_own_words(client):
    texts = set()
    for spoil in (used, taken_back):
        one = invite(school=make_school(), acting_user=None)
        spoil(one)
        texts.add(client.get(join(one)).context["text"])
    late = invite(school=make_school(), acting_user=None)
    with clock.at(late.expires_at):
        texts.add(client.get(join(late)).context["text"])
    texts.add(client.get("/join/1-x/").context["text"])
    assert len(texts) == 4


def test_who_accepted_before_finds_the_way_to_the_desk(client, invitation):
    client.post(join(invitation), ANSWERS)
    again = client.get(join(invitation))
    assert again.status_code == 410
    assert 'href="/accounts/desk/"' in again.content.decode()


def test_a_stranger_is_not_told_to_go_to_the_desk(client, invitation):
    used(invitation)
    client.force_login(make_user())
    assert client.get(join(invitation)).context.get("desk_of") is None


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"username": "TAKEN"}, "username"),
        ({"password2": "another-word-4711"}, "password2"),
        ({"password1": "123", "password2": "123"}, "password1"),
        ({"last_name": ""}, "last_name"),
        ({"email": "no address"}, "email"),
    ],
    ids=["name taken", "not the same", "too weak", "no surname", "no e-mail"],
)
def test_a_mistake_keeps_what_was_typed_and_leaves_no_account(client, invitation, change, field):
    make_user("taken")
    response = client.post(join(invitation), {**ANSWERS, **change})
    assert response.status_code == 200
    assert field in response.context["form"].errors
    assert 'value="雷"' in response.content.decode()
    assert User.objects.count() == 1
    invitation.refresh_from_db()
    assert invitation.is_open


def test_no_account_is_left_behind_when_the_school_has_a_principal_already(client, invitation):
    make_principal(invitation.school)
    people = User.objects.count()
    response = client.post(join(invitation), ANSWERS)
    assert response.status_code == 200
    assert response.context["form"].non_field_errors()
    assert User.objects.count() == people
    assert "_auth_user_id" not in client.session
    invitation.refresh_from_db()
    assert invitation.is_open


def test_the_secretariat_does_not_act_for_the_schools_it_reviews(client, invitation):
    clerk = make_secretary()
    client.force_login(clerk)
    assert client.get(join(invitation)).context["from_secretariat"]
    client.post(join(invitation))
    assert not schools_of(clerk).exists()
    invitation.refresh_from_db()
    assert invitation.is_open


@pytest.mark.parametrize("path", ["/join/1-abc/", None])
def test_the_page_is_kept_nowhere_and_told_to_no_other_site(client, invitation, path):
    response = client.get(path or join(invitation))
    assert response.headers["Cache-Control"] == "no-store, private"
    assert response.headers["Referrer-Policy"] == "same-origin"


def test_it_says_whom_to_call(client, invitation):
    AssociationProfile.objects.update_or_create(pk=1, defaults={"hotline": "0536-7654321"})
    assert "tel:0536-7654321" in client.get(join(invitation)).content.decode()


def test_hostile_input_opens_no_account(client, invitation, hostile):
    response = client.post(join(invitation), dict.fromkeys(ANSWERS, hostile))
    assert response.status_code == 200
    assert not User.objects.exists()
    assert Invitation.objects.get().is_open
