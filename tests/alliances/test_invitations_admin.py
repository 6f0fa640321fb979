import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from association.accounts.roles import Role
from association.alliances.enums import InvitationStatus
from association.alliances.services import accept_invitation, invite, revoke_invitation
from association.core import clock
from association.core.models import AssociationProfile
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("invitation_admin:index")


@pytest.fixture
def invitation():
    return invite(school=make_school("示范区阳光艺术培训学校"), acting_user=None)


def page(act, invitation):
    return reverse(f"invitation_admin:{act}", args=[invitation.pk])


def link(invitation):
    return f"https://plaque.example/join/{invitation.code}/"


def found(response):
    return [invitation.pk for invitation in response.context["object_list"]]


def test_the_states_are_told_apart(client, clerk, invitation):
    taken_back, used, late = (invite(school=make_school(), acting_user=None) for _one in range(3))
    revoke_invitation(invitation=taken_back, acting_user=None)
    accept_invitation(invitation=used, user=make_user())
    late.expires_at = clock.now()
    late.save(update_fields=["expires_at"])
    states = {"sent": invitation, "accepted": used, "revoked": taken_back, "run_out": late}
    for state, expected in states.items():
        assert found(client.get(LIST, {"state": state})) == [expected.pk]


def test_an_invitation_is_found_by_the_schools_name_or_code(client, clerk, invitation):
    invite(school=make_school("示范区海浪体育培训学校"), acting_user=None)
    for wanted in ("光艺", invitation.school.uscc):
        assert found(client.get(LIST, {"q": wanted})) == [invitation.pk]


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, clerk, invitation, queries):
    client.get(LIST)
    with queries() as one:
        client.get(LIST)
    for _school in range(2):
        other = invite(school=make_school(), acting_user=None)
        accept_invitation(invitation=other, user=make_user())
    with queries() as three:
        assert len(found(client.get(LIST))) == 3
    assert len(three) == len(one)


def decoded(data_address):
    from base64 import b64decode
    from io import BytesIO

    png = b64decode(data_address.removeprefix("data:image/png;base64,"))
    [code] = zxingcpp.read_barcodes(Image.open(BytesIO(png)).convert("L"))
    return code.text


@pytest.mark.parametrize("act", ["inspect", "slip"])
def test_page_and_slip_carry_the_link_as_text_and_as_a_code_that_reads(
    client, clerk, invitation, act
):
    response = client.get(page(act, invitation))
    assert link(invitation) in response.content.decode()
    assert decoded(response.context["qr"]) == link(invitation)


def test_the_slip_says_who_writes_to_whom_and_whom_to_call(client, clerk, invitation):
    AssociationProfile.objects.update_or_create(
        pk=1, defaults={"name_zh": "示范区协会", "hotline": "0536-7654321"}
    )
    slip = client.get(page("slip", invitation)).content.decode()
    for shown in ("示范区协会", invitation.school.name, "0536-7654321"):
        assert shown in slip


def test_what_is_no_longer_open_shows_no_link(client, clerk, invitation):
    revoke_invitation(invitation=invitation, acting_user=None)
    for act in ("inspect", "slip"):
        response = client.get(page(act, invitation))
        assert response.status_code == 200
        assert invitation.secret not in response.content.decode()


def test_who_may_read_but_not_invite_sees_no_link(client, approver, invitation):
    response = client.get(page("inspect", invitation))
    assert response.status_code == 200
    assert invitation.secret not in response.content.decode()
    for act in ("slip", "take_back", "send_again"):
        assert client.get(page(act, invitation)).url == "/admin/"
        assert client.post(page(act, invitation)).url == "/admin/"
    invitation.refresh_from_db()
    assert invitation.is_open


def test_an_editor_sees_no_invitation(client, invitation):
    client.force_login(make_secretary(Role.EDITOR))
    assert client.get(LIST).url == "/admin/"
    assert client.get(page("inspect", invitation)).status_code == 404


def test_taking_back_asks_first_and_closes_the_link(client, clerk, invitation):
    client.get(page("take_back", invitation))
    invitation.refresh_from_db()
    assert invitation.is_open
    client.post(page("take_back", invitation))
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.REVOKED
    assert invitation.events.last().acting_user == clerk
    assert client.get(f"/join/{invitation.code}/").status_code == 410
    assert client.post(page("take_back", invitation)).status_code == 422


def test_sending_again_makes_a_new_link_and_closes_the_old_one(client, clerk, invitation):
    response = client.post(page("send_again", invitation))
    newer = invitation.school.invitations.get(status=InvitationStatus.SENT)
    invitation.refresh_from_db()
    assert response.url == page("inspect", newer)
    assert newer.pk != invitation.pk
    assert invitation.status == InvitationStatus.REVOKED


def test_nothing_is_sent_again_where_the_seat_is_taken(client, clerk, invitation):
    make_principal(invitation.school)
    assert client.post(page("send_again", invitation)).status_code == 422
    assert invitation.school.invitations.count() == 1


@pytest.mark.parametrize("field", ["q", "state", "capacity", "ordering", "p"])
def test_hostile_input_in_the_list_shows_a_page(client, clerk, invitation, hostile, field):
    assert client.get(LIST, {field: hostile}).status_code == 200
