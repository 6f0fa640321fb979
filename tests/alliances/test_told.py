"""What happens to a membership or to a school's entry is told to whom it concerns, once."""

import datetime as dt

import pytest
from django.db import transaction

from association.accounts.models import User
from association.accounts.roles import Role
from association.alliances.enums import CampusKind, Capacity
from association.alliances.models import Alliance, School
from association.alliances.services import (
    NewSchool,
    accept_change,
    decline_change,
    edit_own_details,
    expel_member,
    hide_introduction,
    join_alliance,
    leave_association,
    register_schools,
    update_school,
)
from association.core.errors import InvalidTransition, RuleError
from association.messaging.models import Message
from tests.factories import (
    make_lead,
    make_principal,
    make_school,
    make_secretary,
    make_user,
)
from tests.factories.changes import NEW_NAME, make_change
from tests.factories.schools import make_uscc
from tests.messaging.heard import hearing, opens

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """A school with its people, the leads of two alliances, and others whom it is nothing."""
    school = make_school("示范区阳光艺术培训学校")
    make_principal(school, name="principal")
    make_principal(school, Capacity.STAFF, name="staff")
    for code in ("east", "south"):
        make_lead(code, name=f"lead-{code}")
    make_lead("north", name="lead-north")
    make_principal(make_school(), name="foreign")
    return school


def user(name):
    return User.objects.get(username=name)


def south():
    return Alliance.objects.get(code="south")


def entries(count, alliance):
    return [
        NewSchool(
            values={
                "name": f"示范区新会员{number}学校",
                "uscc": make_uscc(900_000 + number),
                "kind": "training",
                "licence_long_term": True,
            },
            main_campus={"name": "主校区", "address": f"示范路{number}号"},
            alliance=alliance,
        )
        for number in range(count)
    ]


# -- membership ------------------------------------------------------------------------------------


def test_a_new_member_is_told_to_its_alliances_leads(client, people):
    with hearing() as heard:
        make_school("示范区新学校", alliance="south")
    assert heard.kinds == [("alliance_grew", "lead-south")]
    message = heard.one("alliance_grew")
    assert "· 示范区新学校" in message.body_zh
    assert message.subject_en == "New members of South Alliance: 1"
    assert opens(client, message)


def test_a_ledger_of_new_schools_is_one_message_to_a_lead_and_no_more_statements(people, queries):
    counts = []
    for count in (1, 3, 25):
        new = entries(count, south())
        with hearing() as heard, queries() as made, transaction.atomic():
            register_schools(entries=new, acting_user=None)
            counts.append(len(made))
            message = heard.one("alliance_grew")
            transaction.set_rollback(True)
    assert len(set(counts)) == 1
    assert message.body_zh.count("·") == 20
    assert "and 5 more" in message.body_en


def test_a_move_is_told_to_the_school_and_to_the_leads_of_both(client, people):
    with hearing() as heard:
        join_alliance(school=people, alliance=south(), acting_user=make_secretary())
    assert heard.kinds == [
        ("alliance_grew", "lead-south"),
        ("alliance_shrank", "lead-east"),
        ("member_moved", "principal"),
    ]
    moved = heard.one("member_moved")
    assert "示范区阳光艺术培训学校" in moved.subject_zh
    assert "has moved from East Alliance to South Alliance" in moved.body_en
    assert all(opens(client, message) for message in heard.messages)


def test_who_comes_back_has_joined_and_not_moved(people):
    join_alliance(school=people, alliance=south(), acting_user=None)
    leave_association(school=people, acting_user=None)
    with hearing() as heard:
        join_alliance(school=people, alliance=south(), acting_user=None)
    assert heard.who("member_joined") == ["principal"]


def test_leaving_is_told_to_its_leads_and_the_principal_has_a_receipt(client, people):
    with hearing() as heard:
        leave_association(school=people, acting_user=user("principal"), reason="搬迁")
    assert heard.kinds == [("alliance_shrank", "lead-east"), ("member_left", "principal")]
    receipt, gone = heard.one("member_left"), heard.one("alliance_shrank")
    assert "退会不是违诺" in receipt.body_zh
    assert "搬迁" not in gone.body_zh
    assert "which is no breach" in gone.body_en
    assert opens(client, receipt)
    assert opens(client, gone)


def test_the_end_by_a_decision_is_told_without_a_word_of_it_where_many_read(client, people):
    with hearing() as heard:
        expel_member(school=people, reason="A-2026-0007", acting_user=make_secretary())
    assert heard.kinds == [("alliance_shrank", "lead-east"), ("member_expelled", "principal")]
    message = heard.one("member_expelled")
    assert "A-2026-0007" in message.body_zh
    heads = message.subject_zh + message.subject_en + message.short_zh + message.short_en
    assert "A-2026-0007" not in heads
    assert "终止" not in heads
    assert opens(client, message)


def test_a_membership_ends_once(people):
    with hearing() as heard:
        expel_member(school=people, reason="A-2026-0007", acting_user=None)
        assert expel_member(school=people, reason="A-2026-0007", acting_user=None) is None
    assert heard.who("member_expelled") == ["principal"]


def test_without_a_principal_the_staff_are_told(people):
    user("principal").representations.update(until=dt.datetime.now(dt.UTC))
    with hearing() as heard:
        leave_association(school=people, acting_user=None)
    assert heard.who("member_left") == ["staff"]


def test_what_is_rolled_back_is_told_to_nobody(people):
    before = Message.objects.count()
    with transaction.atomic():
        leave_association(school=people, acting_user=None)
        transaction.set_rollback(True)
    assert Message.objects.count() == before


# -- the entry in the register ---------------------------------------------------------------------


def bring_up_to_date(school, **values):
    update_school(
        school=school, values=values, main_campus={}, alliance=None, acting_user=make_secretary()
    )


def test_a_change_of_the_register_is_told_field_by_field(client, people):
    with hearing() as heard:
        bring_up_to_date(people, name=NEW_NAME, licence_no="教民1号")
    assert heard.kinds == [("school_updated", "principal")]
    message = heard.one("school_updated")
    assert f"示范区阳光艺术培训学校 → {NEW_NAME}" in message.body_zh
    assert "· 名称" in message.body_zh
    assert f"· name: 示范区阳光艺术培训学校 → {NEW_NAME}" in message.body_en
    assert "licence number" in message.body_en
    assert opens(client, message)


def test_what_nobody_verifies_is_changed_without_a_word(people):
    with hearing() as heard:
        bring_up_to_date(people, phone="0536-0999999")
        bring_up_to_date(people)
    assert heard.kinds == []


def test_the_address_of_a_campus_is_told_and_its_position_is_not(people):
    clerk = make_secretary()
    main = {"longitude": 119.2}
    with hearing() as heard:
        update_school(school=people, values={}, main_campus=main, alliance=None, acting_user=clerk)
    assert heard.kinds == []
    with hearing() as heard:
        update_school(
            school=people,
            values={},
            main_campus={"address": "示范新路9号"},
            alliance=None,
            acting_user=clerk,
        )
    assert "示范新路9号" in heard.one("school_updated").body_zh


def test_a_hidden_introduction_is_told_with_its_reason(client, people):
    with hearing() as heard:
        edit_own_details(
            school=people,
            phone="0536-0123456",
            introduction_zh="小班教学",
            introduction_en="",
            acting_user=user("staff"),
        )
    assert heard.kinds == []
    with hearing() as heard:
        hide_introduction(school=people, reason="写有排名", acting_user=make_secretary())
    assert heard.kinds == [("introduction_hidden", "principal")]
    message = heard.one("introduction_hidden")
    assert "写有排名" in message.body_zh
    assert "写有排名" in message.body_en
    assert opens(client, message)


# -- change requests -------------------------------------------------------------------------------


def test_an_accepted_request_is_told_once_to_the_principal_and_to_who_asked(client, people):
    with hearing() as heard:
        request = make_change(people, by=user("staff"), name=NEW_NAME)
    assert heard.kinds == []
    with hearing() as heard:
        accept_change(request=request, acting_user=make_secretary())
    assert heard.kinds == [("change_accepted", "principal"), ("change_accepted", "staff")]
    message = heard.one("change_accepted", "staff")
    assert request.code in message.subject_zh
    assert "(name)" in message.body_en
    assert all(opens(client, message) for message in heard.messages)


def test_who_asked_and_acts_for_the_school_no_more_is_not_told(people):
    request = make_change(people, by=user("staff"), name=NEW_NAME)
    user("staff").representations.update(until=dt.datetime.now(dt.UTC))
    with hearing() as heard:
        accept_change(request=request, acting_user=make_secretary())
    assert heard.kinds == [("change_accepted", "principal")]


def test_a_request_for_a_further_campus_is_told_once_as_well(people):
    further = people.campuses.create(name="分校区", kind=CampusKind.CAMPUS, address="示范路2号")
    request = make_change(
        people, by=user("principal"), places={further.pk: {"address": "示范路8号"}}
    )
    with hearing() as heard:
        accept_change(request=request, acting_user=make_secretary())
    assert heard.kinds == [("change_accepted", "principal")]


def test_what_the_clerk_changes_later_is_told_again(people):
    accept_change(request=make_change(people, name=NEW_NAME), acting_user=make_secretary())
    with hearing() as heard:
        bring_up_to_date(School.objects.get(pk=people.pk), name="示范区另一个名字学校")
    assert heard.kinds == [("school_updated", "principal")]


def test_a_declined_request_is_told_with_its_reasons_and_once(client, people):
    request = make_change(people, by=user("principal"), name=NEW_NAME)
    clerk = make_secretary()
    with hearing() as heard:
        decline_change(request=request, note="照片不清楚", acting_user=clerk)
        with pytest.raises(InvalidTransition):
            decline_change(request=request, note="照片不清楚", acting_user=clerk)
    assert heard.kinds == [("change_declined", "principal")]
    message = heard.one("change_declined")
    assert "照片不清楚" in message.body_zh
    assert "照片不清楚" in message.body_en
    assert "照片不清楚" not in message.subject_zh + message.short_zh
    assert opens(client, message)


def test_a_refused_act_tells_nobody(people):
    request = make_change(people, by=user("principal"), name=NEW_NAME)
    with hearing() as heard, pytest.raises(RuleError):
        decline_change(request=request, note=" ", acting_user=make_secretary(Role.APPROVER))
    assert heard.kinds == []


def test_a_person_without_any_part_hears_nothing(people):
    make_user("nobody")
    with hearing() as heard:
        leave_association(school=people, acting_user=None)
    assert "nobody" not in [name for _kind, name in heard.kinds]
