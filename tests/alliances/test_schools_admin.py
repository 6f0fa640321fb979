import datetime as dt

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.enums import Capacity, InvitationStatus, MembershipStatus
from association.alliances.models import Campus, School
from association.alliances.services import invite, leave_association, save_campus
from association.core import clock
from association.core.coordinates import to_wgs84
from association.plaques.enums import PublicState
from tests.factories import make_active_plaque, make_principal, make_school, make_secretary

pytestmark = pytest.mark.django_db

LIST = reverse("school_admin:index")
CAMPUS = {
    "kind": "campus",
    "name": "东校区",
    "address": "示范区滨河路8号",
    "street": "",
    "latitude": "36.706",
    "longitude": "119.161",
    "source_crs": "gcj02",
}


def found(response):
    return {school.name for school in response.context["object_list"]}


def page(act, row):
    return reverse(f"school_admin:{act}", args=[row.pk])


def add_campus(school):
    values = {"kind": "teaching_point", "name": "北教学点", "address": "示范区北路1号"}
    save_campus(school=school, campus=None, values=values, acting_user=None)
    return school.campuses.last()


def test_the_list_is_found_by_name_code_and_licence(client, clerk):
    sun = make_school("示范区阳光艺术培训学校", licence_no="教民137079970009991号")
    make_school("示范区海浪体育培训学校", licence_no="教民137079970008881号")
    for wanted in ("光艺", "示范区　阳光", sun.uscc.lower(), sun.uscc[-5:], "0009991"):
        assert found(client.get(LIST, {"q": wanted})) == {sun.name}
    assert found(client.get(LIST, {"q": "没有"})) == set()
    assert len(found(client.get(LIST))) == 2


def test_the_filters_sort_by_kind_alliance_licence_and_membership(client, clerk):
    day = dt.timedelta(days=1)
    today = clock.today()
    until = {"licence_long_term": False}
    make_school("幼", kind="kindergarten", alliance="west")
    make_school("过期", licence_valid_until=today - day, **until)
    make_school("今天", licence_valid_until=today, **until)
    make_school("九十天", licence_valid_until=today + 90 * day, **until)
    make_school("九十一天", licence_valid_until=today + 91 * day, **until)
    leave_association(school=make_school("已退会", alliance="west"), acting_user=None)
    assert found(client.get(LIST, {"kind": "kindergarten"})) == {"幼"}
    assert found(client.get(LIST, {"alliance": "west"})) == {"幼"}
    assert found(client.get(LIST, {"licence": "expired"})) == {"过期"}
    assert found(client.get(LIST, {"licence": "soon"})) == {"今天", "九十天"}
    assert found(client.get(LIST, {"membership": "left"})) == {"已退会"}
    assert "已退会" not in found(client.get(LIST, {"membership": "active"}))


def test_the_list_says_who_is_the_principal(client, clerk):
    principal = make_principal(make_school(), last_name="李", first_name="雷")
    assert str(principal) in client.get(LIST).content.decode()


@pytest.mark.parametrize("query", [{}, {"q": "测试"}, {"kind": "training"}])
def test_the_list_takes_as_many_queries_for_three_schools_as_for_one(client, clerk, queries, query):
    make_principal(make_school())
    client.get(LIST, query)
    with queries() as one:
        assert len(found(client.get(LIST, query))) == 1
    for _school in range(2):
        make_principal(make_school())
    with queries() as three:
        assert len(found(client.get(LIST, query))) == 3
    assert len(three) == len(one)


def test_the_page_of_a_school_shows_everything(client, clerk):
    school = make_school()
    principal = make_principal(school, last_name="李", first_name="雷")
    invite(school=school, capacity=Capacity.STAFF, acting_user=clerk)
    add_campus(school)
    shown = client.get(page("inspect", school)).content.decode()
    for fact in (school.uscc, school.licence_no, "36.7, 119.1", "WGS-84", "北教学点"):
        assert fact in shown
    assert str(principal) in shown
    assert str(school.memberships.get().alliance) in shown


def test_the_page_takes_as_many_queries_for_a_long_history_as_for_a_short_one(
    client, clerk, queries
):
    school = make_school()
    add_campus(school)
    invite(school=school, acting_user=clerk)
    client.get(page("inspect", school))
    with queries() as short:
        client.get(page("inspect", school))
    make_principal(school)
    make_principal(school, Capacity.STAFF)
    for _time in range(3):
        invite(school=school, acting_user=clerk)
        add_campus(school).delete()
    with queries() as long:
        client.get(page("inspect", school))
    assert len(long) == len(short)


def test_ending_an_appointment_takes_effect_at_once(client, clerk):
    school = make_school()
    principal = make_principal(school)
    appointment = school.representatives.get()
    assert str(principal) in client.get(page("end_appointment", appointment)).content.decode()
    assert school.representatives.get().until is None
    assert client.post(page("end_appointment", appointment)).url == page("inspect", school)
    assert school.representatives.get().until is not None
    principal.refresh_from_db()  # whose sessions ended with it
    client.force_login(principal)
    assert client.get(f"/desk/{school.uscc}/").status_code == 404


def test_a_leaving_by_letter_is_written_down(client, clerk):
    plaque = make_active_plaque()
    school = plaque.school
    client.post(page("record_leaving", school), {"reason": "校长来函"})
    plaque.refresh_from_db()
    assert school.memberships.get().status == MembershipStatus.LEFT
    assert school.memberships.get().events.last().acting_user == clerk
    assert plaque.state == PublicState.RETURNED
    again = client.post(page("record_leaving", school), {"reason": "校长来函"})
    assert again.context["form"].non_field_errors()


def test_inviting_makes_one_open_invitation_and_shows_it(client, clerk):
    school = make_school()
    first = client.post(page("invite", school), {"capacity": "principal"})
    second = client.post(page("invite", school), {"capacity": "principal"})
    states = list(school.invitations.order_by("pk").values_list("status", flat=True))
    assert states == [InvitationStatus.REVOKED, InvitationStatus.SENT]
    newest = school.invitations.get(status=InvitationStatus.SENT)
    assert second.url == reverse("invitation_admin:inspect", args=[newest.pk]) != first.url


def test_a_second_principal_is_not_invited(client, clerk):
    school = make_school()
    make_principal(school)
    response = client.post(page("invite", school), {"capacity": "principal"})
    assert response.context["form"].errors
    assert not school.invitations.exists()
    client.post(page("invite", school), {"capacity": "staff"})
    assert school.invitations.get().capacity == Capacity.STAFF


def test_a_campus_is_added_with_its_coordinates_in_wgs84(client, clerk):
    school = make_school()
    version = School.objects.get(pk=school.pk).public_version
    assert client.post(page("add_campus", school), CAMPUS).url == page("inspect", school)
    campus = school.campuses.get(name="东校区")
    assert (campus.latitude, campus.longitude) == to_wgs84(36.706, 119.161, crs="gcj02")
    assert campus.longitude == pytest.approx(119.155, abs=1e-3)
    assert campus.source_crs == "gcj02"
    event = school.events.last()
    assert event.changes["campus.name"] == ["", "东校区"]
    assert event.acting_user == clerk
    school.refresh_from_db()
    assert school.public_version == version + 1


def test_saving_a_campus_again_does_not_move_it(client, clerk):
    school = make_school()
    client.post(page("add_campus", school), CAMPUS)
    before = school.campuses.get(name="东校区")
    shown = client.get(page("edit_campus", before)).context["form"]
    data = {name: shown[name].value() for name in shown.fields} | {"address": "示范区滨河路9号"}
    client.post(page("edit_campus", before), data)
    after = school.campuses.get(name="东校区")
    assert after.address == "示范区滨河路9号"
    assert (after.latitude, after.longitude) == (before.latitude, before.longitude)
    assert after.source_crs == "gcj02"


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": ""},
        {"latitude": "119.161", "longitude": "236.7"},
        {"source_crs": ""},
        {"latitude": "NaN"},
        {"kind": "main"},
        {"address": ""},
    ],
    ids=str,
)
def test_a_campus_with_a_mistake_is_not_added(client, clerk, wrong):
    school = make_school()
    response = client.post(page("add_campus", school), {**CAMPUS, **wrong})
    assert response.context["form"].errors
    assert school.campuses.count() == 1


def test_a_campus_is_removed_and_its_name_stays_in_the_history(client, clerk):
    school = make_school()
    campus = add_campus(school)
    client.post(page("remove_campus", campus))
    assert school.campuses.count() == 1
    assert school.events.last().changes["campus.name"] == ["北教学点", ""]
    assert "北教学点" in client.get(page("inspect", school)).content.decode()


def test_a_campus_with_a_plaque_stays(client, clerk):
    plaque = make_active_plaque()
    assert client.post(page("remove_campus", plaque.campus)).status_code == 422
    assert Campus.objects.filter(pk=plaque.campus_id).exists()


ACTS = {
    "invite": {"capacity": "principal"},
    "record_leaving": {"reason": "x"},
    "add_campus": CAMPUS,
    "edit": {"name": "x"},
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR])
def test_only_clerks_act_on_schools(client, act, role):
    school = make_school()
    client.force_login(make_secretary(role))
    for response in (client.get(page(act, school)), client.post(page(act, school), ACTS[act])):
        assert (response.status_code, response.headers.get("Location")) in {
            (302, "/admin/"),
            (404, None),
        }
    assert school.events.count() == 1
    assert not school.invitations.exists()
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_an_approver_reads_and_an_editor_does_not(client, approver):
    school = make_school()
    response = client.get(page("inspect", school))
    assert response.status_code == 200
    for act in ACTS:
        assert page(act, school) not in response.content.decode()
    assert client.get(LIST).status_code == 200
    client.force_login(make_secretary(Role.EDITOR))
    assert client.get(LIST).url == "/admin/"
    assert client.get(page("inspect", school)).status_code == 404


def test_schools_people_stay_outside(client):
    school = make_school()
    client.force_login(make_principal(school))
    for address in (LIST, page("inspect", school), page("edit", school)):
        assert client.get(address).url == f"/accounts/sign-in/?next={address}"


@pytest.mark.parametrize("path", ["delete", "history", "usage", "copy"])
def test_nothing_deletes_or_copies_a_school(client, clerk, path):
    assert client.get(f"/admin/schools/{path}/{make_school().pk}/").status_code == 404


@pytest.mark.parametrize(
    "field", ["q", "kind", "alliance", "licence", "membership", "lacks", "ordering", "p", "export"]
)
def test_hostile_input_in_the_list_shows_a_page(client, clerk, hostile, field):
    make_school()
    assert client.get(LIST, {field: hostile}).status_code == 200
    assert client.get(reverse("school_admin:index_results"), {field: hostile}).status_code == 200


@pytest.mark.parametrize("act", ["invite", "record_leaving", "add_campus"])
def test_hostile_input_in_the_acts_is_refused_or_kept_as_text(client, clerk, hostile, act):
    school = make_school()
    response = client.post(page(act, school), dict.fromkeys(ACTS[act], hostile))
    assert response.status_code in {302, 422}
    assert client.get(page("inspect", school)).status_code == 200
