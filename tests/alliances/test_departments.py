"""Departments in the admin: entered, renamed, and who reads for them."""

import pytest
from django.urls import reverse

from association.accounts.roles import Role
from association.alliances.models import Department, DepartmentEvent
from association.alliances.permissions import departments_of
from association.alliances.services import appoint_liaison, dismiss_liaison
from association.core.errors import RuleError
from tests.factories import make_department, make_liaison, make_secretary, make_user

pytestmark = pytest.mark.django_db

INDEX = reverse("department_admin:index")


@pytest.fixture
def head(client):
    user = make_secretary(Role.SECRETARY_GENERAL)
    client.force_login(user)
    return user


def address(name, row):
    return reverse(f"department_admin:{name}", args=[row.pk])


def reads(user):
    return [department.code for department in departments_of(user)]


def test_a_department_is_entered_and_gets_a_liaison(client, head):
    fields = {"kind": "supervising", "name_zh": "示范区教育局", "name_en": ""}
    response = client.post(reverse("department_admin:add"), fields)
    department = Department.objects.get()
    assert response.url == address("inspect", department)
    person = make_user()
    client.post(address("appoint_liaison", department), {"user": person.pk})
    assert reads(person) == ["supervising"]
    assert str(person) in client.get(INDEX).content.decode()
    client.post(address("end_liaison", department.liaisons.get()))
    assert reads(person) == []
    verbs = DepartmentEvent.objects.order_by("sequence").values_list("verb", "acting_user")
    assert list(verbs) == [
        ("add_department", head.pk),
        ("appoint_liaison", head.pk),
        ("dismiss_liaison", head.pk),
    ]


def test_a_second_department_of_a_kind_gets_a_code_of_its_own():
    codes = [make_department("market", name).code for name in ("甲局", "乙局", "丙局")]
    assert codes == ["market", "market-2", "market-3"]


def test_a_new_name_keeps_the_address(client, head):
    department = make_department(name_zh="教育局")
    fields = {"kind": "supervising", "name_zh": "教育和体育局", "name_en": "Education Bureau"}
    client.post(address("edit", department), fields)
    department.refresh_from_db()
    assert (department.code, department.name_zh) == ("supervising", "教育和体育局")
    assert department.events.last().reason == "教育局 → 教育和体育局"


def test_a_department_without_a_name_is_refused_and_keeps_what_was_typed(client, head):
    fields = {"kind": "approval", "name_zh": " ", "name_en": "Approval Bureau"}
    response = client.post(reverse("department_admin:add"), fields)
    assert response.status_code == 422
    assert 'value="Approval Bureau"' in response.content.decode()
    assert not Department.objects.exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.AUDITOR])
def test_others_see_departments_and_appoint_nobody(client, role):
    department = make_department()
    client.force_login(make_secretary(role))
    assert client.get(INDEX).status_code == 200
    person = make_user()
    client.post(address("appoint_liaison", department), {"user": person.pk})
    assert reads(person) == []


def test_people_of_the_secretariat_do_not_read_for_a_department():
    with pytest.raises(RuleError, match="秘书处"):
        make_liaison_of(make_secretary())


def make_liaison_of(user):
    return appoint_liaison(department=make_department(), user=user, acting_user=None)


def test_who_is_deactivated_reads_nothing_and_is_not_appointed():
    person = make_liaison()
    person.is_active = False
    assert reads(person) == []
    with pytest.raises(RuleError, match="停用"):
        appoint_liaison(department=make_department("approval"), user=person, acting_user=None)


def test_appointing_and_ending_twice_changes_nothing():
    department, person = make_department(), make_user()
    first = appoint_liaison(department=department, user=person, acting_user=None)
    assert appoint_liaison(department=department, user=person, acting_user=None) == first
    for _time in range(2):
        dismiss_liaison(liaison=first, acting_user=None)
    assert department.events.count() == 3


def test_the_list_costs_the_same_for_one_department_and_three(client, head, queries):
    make_liaison()
    client.get(INDEX)
    with queries() as one:
        client.get(INDEX)
    make_liaison(make_department("approval"))
    make_liaison(make_department("market"))
    with queries() as three:
        client.get(INDEX)
    assert len(three) == len(one)
