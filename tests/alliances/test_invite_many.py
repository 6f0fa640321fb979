"""Invitations for a whole alliance: chosen, looked at, confirmed once, printed in one file."""

import io

import pikepdf
import pytest
from django.urls import reverse
from django.utils import translation

from association.accounts.roles import Role
from association.alliances.enums import InvitationStatus
from association.alliances.models import Alliance, Invitation, InvitationBatch
from association.alliances.services import (
    accept_invitation,
    invite,
    invite_many,
    leave_association,
    resend_invitation,
)
from association.core import clock
from association.core.errors import RuleError
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db

NEW = reverse("invitation_admin:choose_many")
SENT = InvitationStatus.SENT
KEY = "a" * 32


@pytest.fixture
def east():
    return [make_school(f"示范区东一{number}培训学校") for number in range(3)]


def sent(school):
    return school.invitations.filter(status=SENT)


def shown(batch):
    return reverse("invitation_admin:batch", args=[batch.pk])


def sheets(batch):
    return reverse("invitation_admin:batch_sheets", args=[batch.pk])


def pages_of(response):
    return len(pikepdf.open(io.BytesIO(b"".join(response.streaming_content))).pages)


def chosen(schools, **more):
    return {"chosen": [school.pk for school in schools], "alliance": "east", **more}


def test_each_school_gets_one_invitation_with_its_event(east):
    clerk = make_secretary()
    batch = invite_many(key=KEY, schools=east, acting_user=clerk)
    for school in east:
        invitation = sent(school).get()
        assert invitation.batch == batch
        assert invitation.sent_by == clerk
        event = invitation.events.get()
        assert (event.verb, event.acting_user) == ("invite", clerk)
        assert accept_invitation(invitation=invitation, user=make_user()).school == school


def test_the_same_key_invites_nobody_twice(east):
    first = invite_many(key=KEY, schools=east, acting_user=None)
    codes = {invitation.code for invitation in first.invitations.all()}
    second = invite_many(key=KEY, schools=east, acting_user=None)
    assert second == first
    assert {invitation.code for invitation in Invitation.objects.all()} == codes


def test_another_print_replaces_what_was_open(east, client):
    old = invite(school=east[0], acting_user=None)
    invite_many(key=KEY, schools=east, acting_user=None)
    invite_many(key="b" * 32, schools=east, acting_user=None)
    for school in east:
        assert sent(school).count() == 1
    assert client.get(f"/join/{old.code}/").status_code == 410
    old.refresh_from_db()
    assert old.events.last().verb == "replace_invitation"


def test_who_has_a_principal_or_left_is_passed_over(east):
    make_principal(east[0])
    leave_association(school=east[1], acting_user=None)
    batch = invite_many(key=KEY, schools=east, acting_user=None)
    assert [invitation.school for invitation in batch.invitations.all()] == [east[2]]


def test_where_nobody_is_left_nothing_is_kept(east):
    for school in east:
        make_principal(school)
    with translation.override("en"), pytest.raises(RuleError, match="None of these schools"):
        invite_many(key=KEY, schools=east, acting_user=None)
    assert not InvitationBatch.objects.exists()


def test_a_print_takes_as_many_queries_for_two_schools_as_for_one(east, queries):
    counts = []
    for number, schools in enumerate((east[:1], east)):
        with queries() as made:
            invite_many(key=str(number) * 32, schools=schools[number:], acting_user=None)
        counts.append(len(made))
    assert counts[0] == counts[1]


def test_a_principal_of_a_print_can_be_invited_anew_alone(east):
    batch = invite_many(key=KEY, schools=east, acting_user=None)
    again = resend_invitation(invitation=batch.invitations.first(), acting_user=None)
    assert again.batch is None
    assert sent(again.school).get() == again


def test_the_choice_names_members_without_a_principal(client, clerk, east):
    make_principal(east[0])
    far = make_school(alliance="north")
    rows = client.get(NEW, {"alliance": "east"}).context["rows"]
    assert {each.school for each, _ticked, _missing in rows} == set(east[1:])
    rows = client.get(NEW).context["rows"]
    assert {each.school for each, _ticked, _missing in rows} == {*east[1:], far}


def test_who_holds_an_open_invitation_is_not_ticked(client, clerk, east):
    invite(school=east[0], acting_user=None)
    late = invite(school=east[1], acting_user=None)
    late.expires_at = clock.now()
    late.save(update_fields=["expires_at"])
    ticked = {each.school: tick for each, tick, _missing in client.get(NEW).context["rows"]}
    assert ticked == {east[0]: False, east[1]: True, east[2]: True}


def test_the_choice_takes_as_many_queries_for_three_as_for_one(client, clerk, queries):
    make_school()
    client.get(NEW)
    with queries() as one:
        client.get(NEW)
    for _school in range(2):
        invite(school=make_school(), acting_user=None)
    with queries() as three:
        assert len(client.get(NEW).context["rows"]) == 3
    assert len(three) == len(one)


def test_the_preview_counts_names_what_is_replaced_and_invites_nobody(client, clerk, east):
    invite(school=east[0], acting_user=None)
    preview = client.post(NEW, chosen(east, preview="1"))
    assert {each.school for each in preview.context["chosen"]} == set(east)
    assert {each.school for each in preview.context["replaced"]} == {east[0]}
    assert Invitation.objects.count() == 1


def test_confirming_leads_to_one_file_with_a_page_for_each(client, clerk, east):
    preview = client.post(NEW, chosen(east[:2], preview="1"))
    key = preview.context["key"]
    response = client.post(NEW, chosen(east[:2], confirm="1", key=key))
    batch = InvitationBatch.objects.get()
    assert response.url == shown(batch)
    assert batch.alliance == Alliance.objects.get(code="east")
    page = client.get(response.url)
    assert [row.school for row, _state in page.context["rows"]] == east[:2]
    assert sheets(batch) in page.content.decode()
    file = client.get(sheets(batch))
    assert file.headers["Content-Type"] == "application/pdf"
    assert "no-store" in file.headers["Cache-Control"]
    assert pages_of(file) == 2


def test_pressing_the_button_twice_leads_to_the_same_print(client, clerk, east):
    answers = chosen(east, confirm="1", key=KEY)
    first, second = client.post(NEW, answers), client.post(NEW, answers)
    assert first.url == second.url
    assert Invitation.objects.count() == len(east)
    for school in east:
        accept_invitation(invitation=sent(school).get(), user=make_user())
    assert client.post(NEW, answers).url == first.url


def test_the_file_holds_only_what_is_still_open(client, clerk, east):
    batch = invite_many(key=KEY, schools=east, acting_user=clerk)
    accept_invitation(invitation=batch.invitations.first(), user=make_user())
    assert pages_of(client.get(sheets(batch))) == 2
    for invitation in batch.invitations.filter(status=SENT):
        accept_invitation(invitation=invitation, user=make_user())
    assert client.get(sheets(batch)).url == shown(batch)
    assert sheets(batch) not in client.get(shown(batch)).content.decode()


def test_a_name_that_cannot_be_set_is_left_out_and_said(client, clerk, east):
    odd = make_school("示范区😀培训学校")
    rows = client.get(NEW).context["rows"]
    assert {each.school: missing for each, _t, missing in rows}[odd] == "😀"
    preview = client.post(NEW, chosen([odd, *east], preview="1"))
    assert {each.school for each in preview.context["chosen"]} == set(east)
    assert "😀" in preview.content.decode()


def test_changing_the_choice_keeps_what_was_ticked(client, clerk, east):
    response = client.post(NEW, chosen(east[1:2], change="1"))
    ticked = {each.school for each, tick, _missing in response.context["rows"] if tick}
    assert ticked == {east[1]}


def test_without_a_choice_it_says_so(client, clerk, east):
    response = client.post(NEW, {"preview": "1", "alliance": "east"})
    assert response.status_code == 422
    assert "chosen" in response.context["form"].errors


def test_the_page_of_a_print_takes_as_many_queries_for_three_as_for_one(
    client, clerk, east, queries
):
    small = invite_many(key=KEY, schools=east[:1], acting_user=clerk)
    large = invite_many(key="b" * 32, schools=east, acting_user=clerk)
    client.get(shown(small))
    with queries() as one:
        client.get(shown(small))
    with queries() as three:
        client.get(shown(large))
    assert len(three) == len(one)


def test_only_who_may_invite_sees_any_of_it(client, east):
    batch = invite_many(key=KEY, schools=east, acting_user=None)
    client.force_login(make_secretary(Role.APPROVER))
    for path in (NEW, shown(batch), sheets(batch)):
        assert client.get(path).url == "/admin/"
    assert client.post(NEW, chosen(east, confirm="1", key="b" * 32)).url == "/admin/"
    assert InvitationBatch.objects.count() == 1


@pytest.mark.parametrize("field", ["alliance", "chosen", "key"])
def test_hostile_input_invites_nobody(client, clerk, east, hostile, field):
    answers = chosen(east, confirm="1", key="not a key") | {field: hostile}
    assert client.post(NEW, answers).status_code == 422
    assert client.get(NEW, {"alliance": hostile}).status_code == 200
    assert not Invitation.objects.exists()
