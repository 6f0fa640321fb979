"""A hand-over as its people meet it: on the desk, behind the link, in the admin, on the board."""

import pytest
from django.urls import reverse

from association.accounts.models import User
from association.accounts.roles import Role
from association.alliances.enums import HandoverStatus
from association.alliances.models import Handover
from association.alliances.permissions import schools_of
from association.alliances.services import (
    accept_invitation,
    confirm_handover,
    refuse_handover,
    start_handover,
)
from home.board import Board
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db

LIST = reverse("handover_admin:index")
ANSWERS = {
    "username": "nextone",
    "last_name": "韩",
    "first_name": "梅",
    "password1": "lantern-harbour-kite-31",
    "password2": "lantern-harbour-kite-31",
}


@pytest.fixture
def school():
    return make_school("示范区阳光艺术培训学校")


@pytest.fixture
def outgoing(school):
    return make_principal(school, first_name="校长甲")


@pytest.fixture
def handover(school, outgoing):
    return start_handover(school=school, acting_user=outgoing)


@pytest.fixture
def accepted(handover):
    return accept_invitation(
        invitation=handover.invitations.get(), user=make_user(first_name="校长乙")
    )


def at(school, page="hand-over/"):
    return f"/desk/{school.uscc}/{page}"


def page(act, record):
    return reverse(f"handover_admin:{act}", args=[record.pk])


def as_role(client, role):
    user = make_secretary(role)
    client.force_login(user)
    return user


def test_the_principal_begins_and_gets_link_and_sheet(client, school, outgoing):
    client.force_login(outgoing)
    assert client.get(at(school)).status_code == 200
    assert not school.handovers.exists()
    refused = client.post(at(school), {"reason": "退休"})
    assert refused.status_code == 422
    assert "退休" in refused.content.decode()
    response = client.post(at(school), {"reason": "退休", "understood": "on"})
    invitation = school.handovers.get().invitations.get()
    assert response.url == at(school, f"invitations/{invitation.pk}/")
    assert invitation.code in client.get(response.url).content.decode()
    assert client.get(f"{response.url}slip.pdf").status_code == 200
    assert client.post(at(school), {"understood": "on"}).status_code == 422
    assert school.handovers.count() == 1


def test_the_successor_opens_an_account_and_waits_on_a_page_of_their_own(client, school, handover):
    link = f"/join/{handover.invitations.get().code}/"
    response = client.post(link, ANSWERS)
    assert response.url == "/taking-over/"
    shown = client.get("/taking-over/").content.decode()
    assert school.name in shown
    assert client.get("/accounts/desk/").url == "/taking-over/"
    assert client.get(at(school, "")).status_code == 404
    assert client.get(link).status_code == 410
    assert 'href="/taking-over/"' in client.get(link).content.decode()
    assert Handover.objects.get().successor == User.objects.get(username="nextone")


def test_the_successor_reads_each_end_of_it(client, school, accepted, outgoing):
    client.force_login(accepted.successor)
    refuse_handover(handover=accepted, note="举办者未确认", acting_user=make_secretary())
    assert "举办者未确认" in client.get("/taking-over/").content.decode()
    again = start_handover(school=school, acting_user=outgoing)
    accept_invitation(invitation=again.invitations.get(), user=accepted.successor)
    confirm_handover(handover=again, acting_user=make_secretary(Role.APPROVER))
    assert 'href="/desk/"' in client.get("/taking-over/").content.decode()
    assert client.get("/accounts/desk/").url == "/desk/"


def test_the_successor_can_step_back_and_nobody_else_for_them(client, school, accepted, outgoing):
    decline = f"/taking-over/{accepted.pk}/decline/"
    client.force_login(make_user())
    assert client.post(decline).status_code == 404
    client.force_login(outgoing)
    assert client.post(decline).status_code == 404
    client.force_login(accepted.successor)
    assert client.get(decline).status_code == 405
    assert client.post(decline).url == "/taking-over/"
    accepted.refresh_from_db()
    assert accepted.status == HandoverStatus.CANCELLED
    assert list(schools_of(outgoing)) == [school]


def test_who_takes_nothing_over_is_led_on(client):
    client.force_login(make_user())
    assert client.get("/taking-over/").url == reverse("accounts:my_desk")


def test_everybody_of_the_school_sees_that_it_is_under_way(client, school, outgoing, accepted):
    staff = make_principal(school, "staff")
    for person in (outgoing, staff):
        client.force_login(person)
        for path in ("", "people/"):
            assert str(accepted.successor) in client.get(at(school, path)).content.decode()


def test_the_principal_calls_off_what_they_began(client, school, outgoing, accepted):
    client.force_login(outgoing)
    assert client.post(at(school, "hand-over/call-off/")).url == at(school)
    accepted.refresh_from_db()
    assert accepted.status == HandoverStatus.CANCELLED
    assert client.post(at(school, "hand-over/call-off/")).url == at(school)


def test_a_principal_who_is_to_be_replaced_reads_why_and_cannot_call_it_off(
    client, school, outgoing
):
    handover = start_handover(school=school, reason="联系不上", acting_user=make_secretary())
    client.force_login(outgoing)
    shown = client.get(at(school)).content.decode()
    assert "联系不上" in shown
    assert "call-off" not in shown
    client.post(at(school, "hand-over/call-off/"))
    handover.refresh_from_db()
    assert handover.is_open


def test_the_clerk_begins_one_with_a_reason_and_holds_its_link(client, clerk, school, outgoing):
    start = reverse("school_admin:start_handover", args=[school.pk])
    assert (
        f'href="{start}"'
        in client.get(reverse("school_admin:inspect", args=[school.pk])).content.decode()
    )
    assert client.post(start, {"reason": ""}).status_code == 422
    response = client.post(start, {"reason": "举办者来函，2026年11月2日"})
    handover = school.handovers.get()
    invitation = handover.invitations.get()
    assert response.url == reverse("invitation_admin:inspect", args=[invitation.pk])
    assert invitation.code in client.get(response.url).content.decode()
    assert handover.started_by == clerk
    as_role(client, Role.CLERK)
    assert invitation.code not in client.get(response.url).content.decode()
    slip = reverse("invitation_admin:slip", args=[invitation.pk])
    assert client.get(slip).url == response.url


def test_the_approver_confirms_from_the_board(client, school, outgoing, accepted):
    approver = as_role(client, Role.APPROVER)
    counts = {line.url: line.count for line in Board(approver).lines()}
    [address] = [url for url in counts if url.startswith(LIST)]
    assert counts[address] == 1
    assert [row.pk for row in client.get(address).context["object_list"]] == [accepted.pk]
    shown = client.get(page("inspect", accepted)).content.decode()
    assert page("confirm", accepted) in shown
    assert client.get(page("confirm", accepted)).status_code == 200
    assert list(schools_of(outgoing)) == [school]
    assert client.post(page("confirm", accepted)).url == page("inspect", accepted)
    assert list(schools_of(accepted.successor)) == [school]
    assert not schools_of(outgoing).exists()
    counts = {line.url: line.count for line in Board(approver).lines()}
    assert address not in counts
    assert client.post(page("confirm", accepted)).status_code == 422


def test_the_approver_refuses_with_a_reason(client, school, outgoing, accepted):
    as_role(client, Role.APPROVER)
    assert client.post(page("refuse", accepted), {"reason": ""}).status_code == 422
    client.post(page("refuse", accepted), {"reason": "举办者未确认"})
    accepted.refresh_from_db()
    assert (accepted.status, accepted.note) == (HandoverStatus.REFUSED, "举办者未确认")
    assert list(schools_of(outgoing)) == [school]
    client.force_login(outgoing)
    assert "举办者未确认" in client.get(at(school)).content.decode()


def test_a_clerk_reads_and_calls_off_but_does_not_decide(client, clerk, accepted):
    shown = client.get(page("inspect", accepted)).content.decode()
    assert page("confirm", accepted) not in shown
    for act in ("confirm", "refuse"):
        assert client.post(page(act, accepted), {"reason": "x"}).url == "/admin/"
    assert client.post(page("call_off", accepted), {"reason": ""}).status_code == 422
    client.post(page("call_off", accepted), {"reason": "填错学校"})
    accepted.refresh_from_db()
    assert accepted.status == HandoverStatus.CANCELLED
    assert accepted.events.last().reason == "填错学校"


def test_the_schools_page_tells_of_it_and_its_history_keeps_it(client, clerk, school, accepted):
    shown = client.get(reverse("school_admin:inspect", args=[school.pk])).content.decode()
    assert page("inspect", accepted) in shown
    assert reverse("school_admin:start_handover", args=[school.pk]) not in shown
    confirm_handover(handover=accepted, acting_user=make_secretary(Role.APPROVER))
    response = client.get(reverse("school_admin:inspect", args=[school.pk]))
    verbs = [line.what for line in response.context["history"]]
    assert len(verbs) == len(set(verbs)) + 1  # two people were appointed
    assert page("inspect", accepted) not in response.content.decode()


def test_the_list_takes_as_many_queries_for_three_as_for_one(client, clerk, accepted, queries):
    client.get(LIST)
    with queries() as one:
        client.get(LIST)
    for _school in range(2):
        school = make_school()
        start_handover(school=school, acting_user=make_principal(school))
    with queries() as three:
        assert len(client.get(LIST).context["object_list"]) == 3
    assert len(three) == len(one)


def test_a_hand_over_is_found_by_the_schools_name(client, clerk, accepted):
    other = make_school("示范区海浪体育培训学校")
    start_handover(school=other, acting_user=make_principal(other))
    shown = client.get(LIST, {"q": "光艺"}).context["object_list"]
    assert [row.pk for row in shown] == [accepted.pk]


@pytest.mark.parametrize("field", ["q", "status", "ordering", "p"])
def test_hostile_input_in_the_list_shows_a_page(client, clerk, accepted, hostile, field):
    assert client.get(LIST, {field: hostile}).status_code == 200


def test_hostile_input_begins_nothing(client, school, outgoing, hostile):
    client.force_login(outgoing)
    response = client.post(at(school), {"reason": hostile})
    assert response.status_code == 422
    assert not school.handovers.exists()
