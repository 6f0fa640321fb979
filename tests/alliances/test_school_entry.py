import datetime as dt

import pytest
from django.urls import reverse

from association.alliances.enums import MembershipStatus, SchoolKind
from association.alliances.models import Alliance, School
from association.alliances.services import leave_association
from tests.factories import make_school
from tests.factories.schools import make_uscc

pytestmark = pytest.mark.django_db

NEW = reverse("school_admin:add")


def answers(**change):
    """What a clerk fills in for a school that is not in the register."""
    return {
        "name": "示范区新苗培训学校",
        "uscc": make_uscc(9_000_001),
        "kind": "training",
        "subject_field": "arts",
        "approved_scope": "美术",
        "licence_no": "教民137079979000001号",
        "licence_valid_until": "2029-03-10",
        "contact_name": "赵六",
        "phone": "0536-0123456",
        "alliance": Alliance.objects.get(code="north").pk,
        "campus-name": "主校区",
        "campus-address": "示范区新苗路1号",
        "campus-street": "测试街道",
        "campus-latitude": "36.7",
        "campus-longitude": "119.1",
        "campus-source_crs": "wgs84",
        **change,
    }


def edit(school):
    return reverse("school_admin:edit", args=[school.pk])


def shown(client, school, **change):
    """What the edit page shows, with some of it changed, ready to be sent."""
    context = client.get(edit(school)).context
    data = {
        field.html_name: field.value()
        for form in (context["form"], context["campus_form"])
        for field in form
        if field.value() not in (None, False)
    }
    return {**data, **change}


def test_a_school_is_entered_by_hand(client, clerk):
    response = client.post(NEW, answers())
    school = School.objects.get()
    assert response.url == reverse("school_admin:inspect", args=[school.pk])
    assert school.licence_valid_until == dt.date(2029, 3, 10)
    assert school.memberships.get().alliance.code == "north"
    campus = school.campuses.get()
    assert (campus.kind, campus.address, campus.latitude) == ("main", "示范区新苗路1号", 36.7)
    assert list(school.events.values_list("verb", "acting_user")) == [("register_school", clerk.pk)]


def test_the_code_is_read_as_people_type_it(client, clerk):
    typed = " " + "-".join(make_uscc(9_000_001).lower()).replace("5", "５")
    client.post(NEW, answers(uscc=typed))
    assert School.objects.get().uscc == make_uscc(9_000_001)


def wrong_check(code):
    return code[:-1] + ("0" if code[-1] != "0" else "1")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("uscc", ""),
        ("uscc", "523"),
        ("uscc", "I" * 18),
        ("uscc", wrong_check(make_uscc(9_000_001))),
        ("name", ""),
        ("kind", "university"),
        ("alliance", "9"),
        ("licence_valid_until", "2029-02-30"),
        ("licence_long_term", "on"),
        ("campus-address", ""),
        ("campus-latitude", "91"),
    ],
)
def test_a_mistake_enters_nothing_and_keeps_what_was_typed(client, clerk, field, value):
    response = client.post(NEW, answers(**{field: value}))
    assert response.status_code == 422
    assert "赵六" in response.content.decode()
    assert not School.objects.exists()


def test_a_code_that_is_in_the_register_names_its_school(client, clerk):
    make_school("示范区老校", uscc=make_uscc(9_000_001))
    response = client.post(NEW, answers())
    assert "示范区老校" in str(response.context["form"].errors["uscc"])
    assert School.objects.count() == 1


def test_an_edit_goes_through_the_verb(client, clerk):
    school = make_school("旧名学校", alliance="east")
    version = School.objects.get(pk=school.pk).public_version
    address = school.campuses.get().address
    data = shown(client, school, name="新名学校", **{"campus-address": "示范区新路2号"})
    assert client.post(edit(school), data).url == reverse("school_admin:inspect", args=[school.pk])
    school.refresh_from_db()
    event = school.events.last()
    assert (school.name, school.search_name) == ("新名学校", "新名学校")
    assert event.changes == {
        "name": ["旧名学校", "新名学校"],
        "campus.address": [address, "示范区新路2号"],
    }
    assert (event.verb, event.acting_user) == ("update_school", clerk)
    assert school.public_version == version + 1
    page = client.get(reverse("school_admin:inspect", args=[school.pk])).content.decode()
    assert "旧名学校" in page


def test_saving_without_a_change_leaves_no_trace(client, clerk):
    school = make_school()
    before = School.objects.get(pk=school.pk).public_version
    client.post(edit(school), shown(client, school))
    school.refresh_from_db()
    assert school.events.count() == 1
    assert school.public_version == before


def test_the_credit_code_stays(client, clerk):
    school = make_school()
    code = school.uscc
    client.post(edit(school), shown(client, school, uscc=make_uscc(9_000_002), phone="1"))
    school.refresh_from_db()
    assert (school.uscc, school.phone) == (code, "1")


def test_another_alliance_is_a_move(client, clerk):
    school = make_school(alliance="east")
    west = Alliance.objects.get(code="west")
    client.post(edit(school), shown(client, school, alliance=west.pk))
    assert list(school.memberships.values_list("alliance__code", "status")) == [
        ("west", MembershipStatus.ACTIVE),
        ("east", MembershipStatus.LEFT),
    ]


def test_a_member_is_not_put_out_by_an_edit(client, clerk):
    school = make_school()
    response = client.post(edit(school), shown(client, school, alliance=""))
    assert "alliance" in response.context["form"].errors
    assert school.memberships.get().status == MembershipStatus.ACTIVE


def test_a_school_that_left_is_edited_without_joining_and_can_join_again(client, clerk):
    school = make_school()
    leave_association(school=school, acting_user=None)
    client.post(edit(school), shown(client, school, phone="1"))
    school.refresh_from_db()
    assert school.phone == "1"
    assert school.memberships.get().status == MembershipStatus.LEFT
    south = Alliance.objects.get(code="south")
    client.post(edit(school), shown(client, school, alliance=south.pk))
    active = school.memberships.get(status=MembershipStatus.ACTIVE)
    assert active.alliance == south


def test_who_comes_second_does_not_overwrite_who_came_first(client, clerk):
    school = make_school()
    first, second = shown(client, school, phone="1"), shown(client, school, phone="2")
    client.post(edit(school), first)
    response = client.post(edit(school), second)
    assert response.status_code == 422
    assert response.context["form"].non_field_errors()
    assert response.context["form"]["phone"].value() == "2"
    school.refresh_from_db()
    assert school.phone == "1"


def test_a_refused_name_does_not_stand_in_the_head_of_the_page(client, clerk):
    school = make_school("旧名学校")
    data = shown(client, school, name="新名学校", kind="university")
    response = client.post(edit(school), data)
    assert response.context["object"].name == "旧名学校"


def test_the_kinds_offered_are_the_kinds_there_are(client, clerk):
    offered = client.get(NEW).context["form"].fields["kind"].choices
    assert [value for value, _label in offered if value] == SchoolKind.values


def test_hostile_input_enters_no_school(client, clerk, hostile):
    response = client.post(NEW, dict.fromkeys(answers(), hostile))
    assert response.status_code == 422
    assert not School.objects.exists()


@pytest.mark.parametrize("field", ["name", "licence_no", "phone", "campus-name", "seen"])
def test_hostile_input_in_one_field_is_refused_or_kept_as_text(client, clerk, hostile, field):
    school = make_school()
    response = client.post(edit(school), shown(client, school, **{field: hostile}))
    assert response.status_code in {302, 422}
    school.refresh_from_db()
    assert len(school.search_name) <= 120
    assert client.get(reverse("school_admin:inspect", args=[school.pk])).status_code == 200
