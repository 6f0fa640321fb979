import pytest
import zxingcpp
from django.urls import reverse
from PIL import Image

from association.accounts.roles import Role
from association.alliances.enums import InvitationStatus
from association.alliances.services import accept_invitation, invite, revoke_invitation
from association.core import clock
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


def test_the_page_carries_the_link_as_text_and_as_a_code_that_reads(client, clerk, invitation):
    response = client.get(page("inspect", invitation))
    assert link(invitation) in response.content.decode()
    assert decoded(response.context["qr"]) == link(invitation)


def test_the_slip_is_a_pdf_that_nobody_keeps(client, clerk, invitation):
    response = client.get(page("slip", invitation))
    assert response.headers["Content-Type"] == "application/pdf"
    assert "no-store" in response.headers["Cache-Control"]
    assert b"".join(response.streaming_content).startswith(b"%PDF")


def test_a_slip_that_cannot_be_set_says_which_characters(client, clerk):
    odd = invite(school=make_school("示范区😀培训学校"), acting_user=None)
    response = client.get(page("slip", odd), follow=True)
    assert "😀" in response.content.decode()
    assert response.redirect_chain[0][0] == page("inspect", odd)


def test_what_is_no_longer_open_shows_no_link(client, clerk, invitation):
    revoke_invitation(invitation=invitation, acting_user=None)
    response = client.get(page("inspect", invitation))
    assert invitation.code not in response.content.decode()
    assert client.get(page("slip", invitation)).url == page("inspect", invitation)


def test_who_may_read_but_not_invite_sees_no_link(client, approver, invitation):
    response = client.get(page("inspect", invitation))
    assert response.status_code == 200
    assert invitation.code not in response.content.decode()
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
    assert client.post(page("take_back", invitation), {"reason": ""}).status_code == 422
    invitation.refresh_from_db()
    assert invitation.is_open
    client.post(page("take_back", invitation), {"reason": "学校改名"})
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.REVOKED
    last = invitation.events.last()
    assert (last.acting_user, last.reason) == (clerk, "学校改名")
    assert client.get(f"/join/{invitation.code}/").status_code == 410
    assert client.post(page("take_back", invitation), {"reason": "x"}).status_code == 422
    assert "学校改名" in client.get(page("inspect", invitation)).content.decode()


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
