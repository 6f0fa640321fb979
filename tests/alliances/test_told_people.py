"""Whoever is appointed or dismissed is told, and so is the school for which somebody acts."""

import pytest
from django.db import transaction

from association.accounts.models import User
from association.alliances.enums import Capacity
from association.alliances.models import Alliance
from association.alliances.services import (
    accept_invitation,
    appoint_lead,
    appoint_liaison,
    appoint_representative,
    appoint_visitor,
    confirm_handover,
    dismiss_lead,
    dismiss_liaison,
    dismiss_representative,
    dismiss_visitor,
    invite,
    leave_association,
    resend_invitation,
    revoke_invitation,
    start_handover,
)
from association.messaging.models import Message
from tests.factories import (
    make_department,
    make_principal,
    make_school,
    make_secretary,
    make_user,
)
from tests.factories.people import enrol_if_needed
from tests.messaging.heard import hearing, opens

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("示范区阳光艺术培训学校")


@pytest.fixture
def principal(school):
    return make_principal(school, name="principal", first_name="甲")


@pytest.fixture
def clerk():
    return make_secretary()


@pytest.fixture
def li():
    return make_user("li", first_name="李")


def east():
    return Alliance.objects.get(code="east")


def opens_now(client, message):
    enrol_if_needed(message.recipient)
    return opens(client, message)


def test_whoever_the_secretariat_names_is_told_and_so_is_the_principal(
    client, school, principal, clerk, li
):
    with hearing() as heard:
        appoint_representative(school=school, user=li, capacity=Capacity.STAFF, acting_user=clerk)
    assert heard.kinds == [("person_appointed", "li"), ("school_gained_person", "principal")]
    own, other = heard.one("person_appointed"), heard.one("school_gained_person")
    assert own.subject_zh == "示范区阳光艺术培训学校：您已担任工作人员"
    assert own.subject_en == "示范区阳光艺术培训学校: you are now staff"
    assert str(li) in other.body_zh
    assert str(li) in other.body_en
    assert opens(client, own)
    assert opens(client, other)


def test_a_second_appointment_to_the_same_seat_tells_nobody(school, principal, clerk, li):
    values = {"school": school, "user": li, "capacity": Capacity.STAFF, "acting_user": clerk}
    appoint_representative(**values)
    with hearing() as heard:
        appoint_representative(**values)
    assert heard.kinds == []


def test_an_invitation_is_silent_and_who_accepts_is_told_to_the_principal(school, principal, li):
    with hearing() as heard:
        invitation = invite(school=school, capacity=Capacity.STAFF, acting_user=principal)
        invitation = resend_invitation(invitation=invitation, acting_user=principal)
        revoke_invitation(invitation=invitation, acting_user=principal)
        invitation = invite(school=school, capacity=Capacity.STAFF, acting_user=principal)
    assert heard.kinds == []
    with hearing() as heard:
        accept_invitation(invitation=invitation, user=li)
    assert heard.kinds == [("school_gained_person", "principal")]


def test_a_principal_who_accepts_is_told_nothing_they_did_themselves(school, clerk, li):
    invitation = invite(school=school, acting_user=clerk)
    with hearing() as heard:
        accept_invitation(invitation=invitation, user=li)
    assert heard.kinds == []


def test_who_is_dismissed_is_told_once_and_whoever_is_left(school, principal, clerk, li):
    staff = appoint_representative(
        school=school, user=li, capacity=Capacity.STAFF, acting_user=principal
    )
    with hearing() as heard:
        dismiss_representative(appointment=staff, acting_user=principal)
        dismiss_representative(appointment=staff, acting_user=principal)
    assert heard.kinds == [("person_dismissed", "li")]
    assert heard.one("person_dismissed").link == ""
    appoint_representative(school=school, user=li, capacity=Capacity.STAFF, acting_user=principal)
    with hearing() as heard:
        dismiss_representative(appointment=principal.representations.get(), acting_user=clerk)
    assert heard.kinds == [("person_dismissed", "principal"), ("school_lost_person", "li")]


def test_a_hand_over_tells_of_both_appointments_at_once(school, principal, clerk, li):
    handover = start_handover(school=school, acting_user=principal)
    accept_invitation(invitation=handover.invitations.get(), user=li)
    with hearing() as heard:
        confirm_handover(handover=handover, acting_user=clerk)
    assert heard.kinds == [("handover_given", "principal"), ("handover_taken", "li")]


ENDS = {
    "lead": (
        lambda li, clerk: appoint_lead(alliance=east(), user=li, acting_user=clerk),
        lambda row, clerk: dismiss_lead(lead=row, acting_user=clerk),
        ("东联盟：您已担任联盟组长", "East Alliance: you are now alliance lead"),
    ),
    "visitor": (
        lambda li, clerk: appoint_visitor(alliance=east(), user=li, acting_user=clerk),
        lambda row, clerk: dismiss_visitor(visitor=row, acting_user=clerk),
        ("东联盟：您已担任联盟走访员", "East Alliance: you are now alliance visitor"),
    ),
    "liaison": (
        lambda li, clerk: appoint_liaison(department=make_department(), user=li, acting_user=clerk),
        lambda row, clerk: dismiss_liaison(liaison=row, acting_user=clerk),
        ("示范区教育和体育局：您已担任联络员", "示范区教育和体育局: you are now liaison"),
    ),
}


@pytest.mark.parametrize("role", ENDS)
def test_whoever_is_named_beyond_a_school_is_told_and_told_when_it_ends(client, clerk, li, role):
    begin, end, subjects = ENDS[role]
    with hearing() as heard:
        row = begin(li, clerk)
        begin_again = begin if role != "liaison" else (lambda *_people: None)
        begin_again(li, clerk)
    assert heard.kinds == [("person_appointed", "li")]
    message = heard.one("person_appointed")
    assert (message.subject_zh, message.subject_en) == subjects
    assert "second factor" in message.body_en
    assert opens_now(client, message)
    with hearing() as heard:
        end(row, clerk)
        end(row, clerk)
    assert heard.kinds == [("person_dismissed", "li")]


def test_a_visitor_whose_school_leaves_is_told_why(school, principal, li):
    appoint_representative(school=school, user=li, capacity=Capacity.STAFF, acting_user=principal)
    appoint_visitor(alliance=east(), user=li, acting_user=None)
    with hearing() as heard:
        leave_association(school=school, acting_user=principal)
    message = heard.one("person_dismissed", "li")
    assert "示范区阳光艺术培训学校" in message.body_zh
    assert "You visited as somebody of" in message.body_en


def test_an_appointment_that_is_rolled_back_is_told_to_nobody(school, clerk, li):
    with transaction.atomic():
        appoint_representative(
            school=school, user=li, capacity=Capacity.PRINCIPAL, acting_user=clerk
        )
        transaction.set_rollback(True)
    assert not Message.objects.filter(recipient=User.objects.get(username="li")).exists()
