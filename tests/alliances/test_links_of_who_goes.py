"""Whoever goes leaves no door open behind them: invitations they sent end with their part."""

import pytest

from association.alliances.enums import Capacity
from association.alliances.models import Representative
from association.alliances.services import (
    accept_invitation,
    confirm_handover,
    dismiss_representative,
    invite,
    start_handover,
)
from tests.factories import make_principal, make_school, make_secretary, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def principal(school):
    return make_principal(school)


def states(*invitations):
    for invitation in invitations:
        invitation.refresh_from_db()
    return [str(invitation.status) for invitation in invitations]


def test_a_hand_over_ends_the_invitation_for_staff_of_who_goes(client, school, principal):
    kept_back = invite(school=school, capacity=Capacity.STAFF, acting_user=principal)
    handover = start_handover(school=school, acting_user=principal)
    accept_invitation(invitation=handover.invitations.get(), user=make_user())
    clerk = make_secretary()
    confirm_handover(handover=handover, acting_user=clerk)
    assert states(kept_back) == ["revoked"]
    assert kept_back.events.latest("sequence").acting_user == clerk
    assert client.get(f"/join/{kept_back.code}/").status_code == 410


def test_a_principal_whose_part_is_ended_holds_no_link_either(school, principal):
    kept_back = invite(school=school, capacity=Capacity.STAFF, acting_user=principal)
    for_successor = start_handover(school=school, acting_user=principal).invitations.get()
    part = Representative.objects.get(user=principal)
    dismiss_representative(appointment=part, acting_user=make_secretary())
    assert states(kept_back, for_successor) == ["revoked", "revoked"]


def test_what_others_sent_and_what_is_for_another_school_stays(school, principal):
    other = make_school()
    make_principal(other, name="other")
    from_office = invite(school=school, capacity=Capacity.STAFF, acting_user=make_secretary())
    elsewhere = invite(school=other, capacity=Capacity.STAFF, acting_user=principal)
    dismiss_representative(appointment=Representative.objects.get(user=principal), acting_user=None)
    assert states(from_office, elsewhere) == ["sent", "sent"]
