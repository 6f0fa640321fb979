"""The school's own page about its people: the principal invites and dismisses, staff read."""

import pytest

from association.alliances.enums import Capacity, InvitationStatus
from association.alliances.permissions import schools_of
from association.alliances.services import (
    accept_invitation,
    invite,
    revoke_invitation,
    start_handover,
)
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db

SENT = InvitationStatus.SENT


@pytest.fixture
def school():
    return make_school("示范区阳光艺术培训学校")


@pytest.fixture
def principal(school, client):
    user = make_principal(school, first_name="校长甲")
    client.force_login(user)
    return user


@pytest.fixture
def staff(school):
    return make_principal(school, Capacity.STAFF, first_name="教务丁")


@pytest.fixture
def invitation(school, principal):
    return invite(school=school, capacity=Capacity.STAFF, acting_user=principal)


def at(school, page="people/"):
    return f"/desk/{school.uscc}/{page}"


def of(invitation, page=""):
    return at(invitation.school, f"invitations/{invitation.pk}/{page}")


def test_the_page_names_everybody_with_capacity_and_day(client, school, principal, staff):
    page = client.get(at(school)).content.decode()
    for person in school.representatives.all():
        assert str(person.user) in page
        assert str(person.get_capacity_display()) in page
    assert f"people/{school.representatives.get(user=staff).pk}/end/" in page


def test_the_desk_leads_there(client, school, principal):
    assert f'href="{at(school)}"' in client.get(at(school, "")).content.decode()


def test_the_principal_invites_and_the_second_person_comes(client, school, principal):
    response = client.post(at(school, "people/invite/"))
    invitation = school.invitations.get()
    assert response.url == of(invitation)
    assert (invitation.capacity, invitation.sent_by) == (Capacity.STAFF, principal)
    page = client.get(response.url)
    assert invitation.code in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    second = make_user()
    client.force_login(second)
    client.post(f"/join/{invitation.code}/")
    assert list(schools_of(second)) == [school]
    assert not schools_of(second, codename="sign_for_school").exists()


def test_inviting_twice_leaves_one_invitation_that_works(client, school, principal):
    for _time in range(2):
        client.post(at(school, "people/invite/"))
    assert school.invitations.filter(status=SENT).count() == 1
    assert school.invitations.filter(status=InvitationStatus.REVOKED).count() == 1


def test_a_new_code_closes_the_old_one(client, invitation):
    response = client.post(of(invitation, "again/"))
    newer = invitation.school.invitations.get(status=SENT)
    assert response.url == of(newer)
    assert newer.code != invitation.code
    assert client.get(f"/join/{invitation.code}/").status_code == 410
    assert client.get(f"/join/{newer.code}/").status_code == 200


def test_the_sheet_is_a_pdf_kept_by_nobody(client, invitation):
    response = client.get(of(invitation, "slip.pdf"))
    assert response.headers["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert "no-store" in response.headers["Cache-Control"]


def test_a_closed_invitation_shows_no_link_and_prints_no_sheet(client, invitation):
    revoke_invitation(invitation=invitation, acting_user=None)
    assert invitation.code not in client.get(of(invitation)).content.decode()
    assert client.get(of(invitation, "slip.pdf")).url == of(invitation)


def test_taking_back_wants_a_reason_and_keeps_it(client, invitation, principal):
    assert client.get(of(invitation, "take-back/")).status_code == 200
    assert client.post(of(invitation, "take-back/"), {"reason": " "}).status_code == 422
    invitation.refresh_from_db()
    assert invitation.is_open
    client.post(of(invitation, "take-back/"), {"reason": "发错了人"})
    invitation.refresh_from_db()
    assert invitation.status == InvitationStatus.REVOKED
    last = invitation.events.last()
    assert (last.reason, last.acting_user) == ("发错了人", principal)
    assert client.post(of(invitation, "take-back/"), {"reason": "再来"}).status_code == 422


def test_a_used_invitation_is_not_made_anew_by_its_page(client, invitation):
    accept_invitation(invitation=invitation, user=make_user())
    assert "again/" not in client.get(of(invitation)).content.decode()


def test_ending_a_staff_appointment_works_at_once_and_keeps_the_account(
    client, school, principal, staff
):
    appointment = school.representatives.get(user=staff)
    page = at(school, f"people/{appointment.pk}/end/")
    client.get(page)
    assert schools_of(staff).exists()
    assert client.post(page).url == at(school)
    assert not schools_of(staff).exists()
    staff.refresh_from_db()
    assert staff.is_active
    assert client.post(page).status_code == 404


def test_the_principals_own_appointment_is_not_ended_there(client, school, principal):
    own = school.representatives.get(user=principal)
    assert client.post(at(school, f"people/{own.pk}/end/")).status_code == 404
    assert schools_of(principal).exists()


def test_staff_read_and_change_nothing(client, school, principal, staff, invitation):
    client.force_login(staff)
    page = client.get(at(school)).content.decode()
    assert str(principal) in page
    assert "invitations/" not in page
    assert "people/invite/" not in page
    appointment = school.representatives.get(user=staff)
    for path in ("people/invite/", f"people/{appointment.pk}/end/", "hand-over/"):
        assert client.post(at(school, path), {"understood": "on"}).status_code == 404
    for path in ("", "slip.pdf", "take-back/"):
        assert client.get(of(invitation, path)).status_code == 404
    assert client.post(of(invitation, "again/")).status_code == 404
    assert school.invitations.count() == 1


def test_another_schools_people_and_invitations_are_not_found(client, school, principal):
    other = make_school()
    strange = make_principal(other, Capacity.STAFF)
    theirs = invite(school=other, capacity=Capacity.STAFF, acting_user=None)
    appointment = other.representatives.get(user=strange)
    assert client.post(at(school, f"people/{appointment.pk}/end/")).status_code == 404
    for path in ("", "slip.pdf", "take-back/"):
        assert client.get(at(school, f"invitations/{theirs.pk}/{path}")).status_code == 404
    assert client.get(at(other)).status_code == 404
    assert schools_of(strange).exists()


def test_the_secretariats_link_for_a_successor_is_not_shown_to_whom_it_replaces(
    client, school, principal
):
    handover = start_handover(school=school, reason="联系不上", acting_user=make_secretary())
    invitation = handover.invitations.get()
    assert client.get(of(invitation)).status_code == 404
    assert invitation.code not in client.get(at(school, "hand-over/")).content.decode()


@pytest.mark.parametrize("pk", ["0", "9" * 30])
def test_a_number_nobody_has_is_not_found(client, school, principal, pk):
    for path in (f"people/{pk}/end/", f"invitations/{pk}/", f"invitations/{pk}/take-back/"):
        assert client.get(at(school, path)).status_code == 404


def test_the_page_takes_as_many_queries_for_three_people_as_for_one(
    client, school, principal, queries
):
    client.get(at(school))
    with queries() as one:
        client.get(at(school))
    for _person in range(2):
        make_principal(school, Capacity.STAFF)
    with queries() as three:
        client.get(at(school))
    assert len(three) == len(one)


def test_hostile_reasons_are_kept_as_text_or_refused(client, invitation, hostile):
    response = client.post(of(invitation, "take-back/"), {"reason": hostile})
    assert response.status_code in {302, 422}
