"""Visitors: who may be appointed by whom, what they may do, and when it ends."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.models import Alliance, AllianceEvent, AllianceVisitor
from association.alliances.permissions import access_gates, visited_by
from association.alliances.services import (
    appoint_representative,
    appoint_visitor,
    dismiss_visitor,
    leave_association,
)
from association.core.errors import RuleError
from tests.factories import (
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    make_user,
    make_visitor,
)

pytestmark = pytest.mark.django_db

VISITORS = "/alliance-desk/east/visitors/"
DESK = "/visitor-desk/east/"


@pytest.fixture
def east():
    return Alliance.objects.get(code="east")


@pytest.fixture
def lead(client):
    user = make_lead("east", name="lead")
    client.force_login(user)
    return user


def visits(user):
    return [alliance.code for alliance in visited_by(user)]


def told(alliance):
    events = AllianceEvent.objects.filter(record=alliance).order_by("sequence")
    return [(event.verb, event.reason, event.acting_user) for event in events]


def test_a_lead_appoints_from_a_member_school_and_ends_it_again(client, lead, east):
    person = make_principal(make_school())
    response = client.post(VISITORS, {"user": person.pk})
    assert response.url == VISITORS
    assert visits(person) == ["east"]
    (row,) = client.get(VISITORS).context["rows"]
    end = reverse("alliances:end_visitor", args=["east", row.pk])
    assert client.get(end).status_code == 200
    assert visits(person) == ["east"]
    assert client.post(end).url == VISITORS
    assert visits(person) == []
    assert told(east) == [
        ("appoint_visitor", str(person), lead),
        ("dismiss_visitor", str(person), lead),
    ]


def test_the_list_of_people_names_their_schools_and_nobody_else(client, lead):
    person = make_principal(make_school("东一学校"), name="zhang")
    make_principal(make_school("西一学校", alliance="west"))
    left = make_school("东二学校")
    make_principal(left)
    leave_association(school=left, acting_user=None)
    gone = make_principal(make_school("东三学校"))
    gone.is_active = False
    gone.save()
    make_user()
    choices = list(client.get(VISITORS).context["form"].fields["user"].choices)[1:]
    assert [label for _value, label in choices] == [f"{person} · 东一学校"]


def test_a_lead_cannot_appoint_a_stranger_by_a_made_up_form(client, lead):
    stranger = make_principal(make_school(alliance="west"))
    response = client.post(VISITORS, {"user": stranger.pk})
    assert response.status_code == 422
    assert visits(stranger) == []


def test_the_verb_itself_refuses_a_leads_stranger(lead, east):
    stranger = make_principal(make_school(alliance="west"))
    with pytest.raises(RuleError, match="会员学校"):
        appoint_visitor(alliance=east, user=stranger, acting_user=lead)
    assert not AllianceVisitor.objects.exists()


def test_the_secretariat_may_appoint_others_too(east):
    person = make_user()
    appoint_visitor(alliance=east, user=person, acting_user=make_secretary())
    assert visits(person) == ["east"]


def test_an_auditor_is_not_appointed(east):
    auditor = make_secretary(Role.AUDITOR)
    with pytest.raises(RuleError, match="监事"):
        appoint_visitor(alliance=east, user=auditor, acting_user=make_secretary())
    assert visits(auditor) == []


def test_a_second_appointment_changes_nothing(east):
    person = make_user()
    first = appoint_visitor(alliance=east, user=person, acting_user=None)
    assert appoint_visitor(alliance=east, user=person, acting_user=None) == first
    assert len(told(east)) == 1


def test_a_second_end_changes_nothing(east):
    visitor = appoint_visitor(alliance=east, user=make_user(), acting_user=None)
    dismiss_visitor(visitor=visitor, acting_user=None)
    dismiss_visitor(visitor=visitor, acting_user=None)
    assert len(told(east)) == 2


def test_who_is_deactivated_visits_nothing(client):
    person = make_visitor()
    person.is_active = False
    person.save()
    assert visits(person) == []


def test_a_lead_of_another_alliance_finds_no_visitors(client):
    client.force_login(make_lead("west"))
    assert client.get(VISITORS).status_code == 404
    assert client.post(VISITORS, {"user": 1}).status_code == 404


def test_a_lead_does_not_end_another_alliances_visitor(client, lead):
    stranger = make_visitor("west")
    end = reverse("alliances:end_visitor", args=["east", stranger.visited_alliances.get().pk])
    assert client.post(end).status_code == 404
    assert visits(stranger) == ["west"]


def test_a_visitor_appoints_nobody(client):
    client.force_login(make_visitor())
    person = make_principal(make_school())
    assert client.post(VISITORS, {"user": person.pk}).status_code == 404


def test_one_visited_alliance_is_opened_at_once(client):
    client.force_login(make_visitor())
    assert client.get("/visitor-desk/").url == DESK
    assert client.get(DESK).status_code == 200


def test_who_visits_for_two_alliances_chooses(client):
    person = make_visitor()
    west = Alliance.objects.get(code="west")
    appoint_visitor(alliance=west, user=person, acting_user=None)
    client.force_login(person)
    page = client.get("/visitor-desk/").content.decode()
    assert f'href="{DESK}"' in page
    assert 'href="/visitor-desk/west/"' in page


def test_a_school_s_desk_leads_its_visitor_on(client):
    school = make_school()
    person = make_visitor()
    appoint_representative(school=school, user=person, capacity="staff", acting_user=None)
    client.force_login(person)
    assert client.get("/accounts/desk/").url == "/desk/"
    assert f'href="{DESK}"' in client.get(f"/desk/{school.uscc}/").content.decode()


def test_another_alliance_s_gates_are_not_found(client):
    client.force_login(make_visitor("west"))
    for path in (DESK, "/alliance-desk/east/hanging/"):
        assert client.get(path).status_code == 404


def test_leads_and_visitors_open_the_same_gates(east):
    for user in (make_lead("east"), make_visitor("east")):
        assert access_gates(user, "east") == east


def test_the_number_of_queries_does_not_grow_with_the_visitors(client, lead, east, queries):
    def appoint():
        person = make_principal(make_school())
        appoint_visitor(alliance=east, user=person, acting_user=None)
        make_principal(make_school())

    appoint()
    client.get(VISITORS)
    with queries() as one:
        assert len(client.get(VISITORS).context["rows"]) == 1
    appoint()
    appoint()
    with queries() as three:
        assert len(client.get(VISITORS).context["rows"]) == 3
    assert len(three) == len(one)


@pytest.mark.parametrize("given", ["", "0", "x", "9" * 30])
def test_hostile_choices_are_answered_in_the_form(client, lead, given):
    make_principal(make_school())
    response = client.post(VISITORS, {"user": given})
    assert response.status_code == 422
    assert response.context["form"].errors
