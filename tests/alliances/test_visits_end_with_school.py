"""A visitor comes from a member school: when that is over, so are the visits."""

import pytest

from association.alliances.enums import Capacity
from association.alliances.models import Alliance, AllianceEvent, Representative
from association.alliances.permissions import visited_by
from association.alliances.services import (
    accept_invitation,
    appoint_representative,
    appoint_visitor,
    confirm_handover,
    dismiss_representative,
    join_alliance,
    leave_association,
    start_handover,
)
from tests.factories import (
    make_principal,
    make_school,
    make_secretary,
    make_user,
)
from tests.factories.people import enrol_if_needed

pytestmark = pytest.mark.django_db


def visit_for(code, user):
    appoint_visitor(alliance=Alliance.objects.get(code=code), user=user, acting_user=None)
    enrol_if_needed(user)
    return user


@pytest.fixture
def east():
    return Alliance.objects.get(code="east")


@pytest.fixture
def school():
    return make_school("东一学校")


@pytest.fixture
def visitor(school):
    """The principal of a member school, who visits for its alliance."""
    return visit_for("east", make_principal(school))


def visits(user):
    return [alliance.code for alliance in visited_by(user)]


def part_of(user, school):
    return Representative.objects.get(user=user, school=school, until=None)


def told(alliance):
    events = AllianceEvent.objects.filter(record=alliance, verb="dismiss_visitor")
    return [(event.reason, event.acting_user) for event in events]


def test_who_no_longer_acts_for_the_school_visits_no_more(school, visitor, east):
    clerk = make_secretary()
    dismiss_representative(appointment=part_of(visitor, school), acting_user=clerk)
    assert visits(visitor) == []
    assert told(east) == [(f"{visitor} · 东一学校", clerk)]
    assert visitor.visited_alliances.get().until is not None


def test_the_desk_of_visitors_is_closed_at_once(client, school, visitor):
    client.force_login(visitor)
    assert client.get("/visitor-desk/east/").status_code == 200
    dismiss_representative(appointment=part_of(visitor, school), acting_user=None)
    assert "/accounts/sign-in/" in client.get("/visitor-desk/east/").url
    visitor.refresh_from_db()
    client.force_login(visitor)
    assert client.get("/visitor-desk/east/").status_code == 404


def test_another_member_school_of_the_alliance_keeps_the_visits(school, visitor, east):
    second = make_school("东二学校")
    appoint_representative(school=second, user=visitor, capacity=Capacity.STAFF, acting_user=None)
    dismiss_representative(appointment=part_of(visitor, school), acting_user=None)
    assert visits(visitor) == ["east"]
    dismiss_representative(appointment=part_of(visitor, second), acting_user=None)
    assert visits(visitor) == []
    assert told(east) == [(f"{visitor} · 东二学校", None)]


def test_a_school_elsewhere_does_not_keep_them(school, visitor):
    west = make_school(alliance="west")
    appoint_representative(school=west, user=visitor, capacity=Capacity.STAFF, acting_user=None)
    dismiss_representative(appointment=part_of(visitor, school), acting_user=None)
    assert visits(visitor) == []


def test_a_part_elsewhere_may_end_without_harm(visitor):
    west = make_school(alliance="west")
    appoint_representative(school=west, user=visitor, capacity=Capacity.STAFF, acting_user=None)
    dismiss_representative(appointment=part_of(visitor, west), acting_user=None)
    assert visits(visitor) == ["east"]


def test_colleagues_visit_on(school, visitor):
    colleague = visit_for("east", make_user())
    appoint_representative(school=school, user=colleague, capacity=Capacity.STAFF, acting_user=None)
    dismiss_representative(appointment=part_of(visitor, school), acting_user=None)
    assert visits(colleague) == ["east"]


def test_a_school_that_leaves_takes_its_visitors_along(school, visitor, east):
    other = visit_for("east", make_principal(make_school("东二学校")))
    from_elsewhere = visit_for("east", make_user())
    leave_association(school=school, acting_user=visitor)
    assert visits(visitor) == []
    assert visits(other) == visits(from_elsewhere) == ["east"]
    assert told(east) == [(f"{visitor} · 东一学校", visitor)]


def test_a_school_that_moves_takes_its_visitors_from_the_alliance_it_leaves(school, visitor, east):
    visit_for("west", visitor)
    west = Alliance.objects.get(code="west")
    join_alliance(school=school, alliance=west, acting_user=None)
    assert visits(visitor) == ["west"]
    assert told(west) == []


def test_a_part_that_ends_after_the_school_has_left_changes_nothing_more(school, visitor, east):
    leave_association(school=school, acting_user=None)
    dismiss_representative(appointment=part_of(visitor, school), acting_user=None)
    assert len(told(east)) == 1


def test_a_hand_over_ends_the_visits_of_who_goes(school, visitor):
    successor = make_user()
    hand_over(school, visitor, successor)
    assert visits(visitor) == []
    assert part_of(successor, school).capacity == Capacity.PRINCIPAL


def test_a_member_of_staff_who_takes_over_visits_on(school, east):
    principal, staff = make_principal(school), visit_for("east", make_user())
    appoint_representative(school=school, user=staff, capacity=Capacity.STAFF, acting_user=None)
    hand_over(school, principal, staff)
    assert part_of(staff, school).capacity == Capacity.PRINCIPAL
    assert visits(staff) == ["east"]
    assert told(east) == []


def test_who_comes_back_is_appointed_anew(school, visitor, east):
    dismiss_representative(appointment=part_of(visitor, school), acting_user=None)
    appoint_representative(school=school, user=visitor, capacity=Capacity.STAFF, acting_user=None)
    assert visits(visitor) == []
    appoint_visitor(alliance=east, user=visitor, acting_user=None)
    assert visits(visitor) == ["east"]


def hand_over(school, outgoing, successor):
    handover = start_handover(school=school, acting_user=outgoing)
    accept_invitation(invitation=handover.invitations.get(), user=successor)
    confirm_handover(handover=handover, acting_user=make_secretary())
