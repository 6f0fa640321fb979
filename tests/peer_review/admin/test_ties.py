"""Ties between schools in the admin: declared by name, read by few, ended with a reason."""

import pytest

from association.accounts.roles import Role
from association.core.models import AuditEntry
from association.peer_review.enums import TieKind
from association.peer_review.models import Tie
from association.peer_review.services import declare_tie, end_tie
from tests.factories import make_school, make_secretary
from tests.peer_review.admin.conftest import sign_in
from tests.peer_review.admin.desk import fields_of, words
from tests.pledges.desk import queries_of

pytestmark = pytest.mark.django_db

LIST = "/admin/ties/"
DECLARE = "/admin/ties/new/"


def make_tie(one="示范区甲培训学校", other="示范区乙培训学校", kind=TieKind.OWNER):
    return declare_tie(
        one=make_school(one),
        other=make_school(other),
        kind=kind,
        reason="同一举办者",
        acting_user=make_secretary(),
    )


def typed(**changes):
    return {"one": "甲培训", "other": "乙培训", "kind": "owner", "reason": "同一举办者", **changes}


def test_two_schools_are_found_by_a_part_of_the_name_or_the_credit_code(client, clerk):
    one, other = make_school("示范区甲培训学校"), make_school("示范区乙培训学校")
    response = client.post(DECLARE, typed(other=other.uscc.lower()), follow=True)
    tie = Tie.objects.get()
    assert {tie.first, tie.second} == {one, other}
    assert (tie.kind, tie.reason, tie.declared_by) == (TieKind.OWNER, "同一举办者", clerk)
    assert response.redirect_chain[-1][0] == f"{LIST}inspect/{tie.pk}/"
    told = AuditEntry.objects.filter(action="peer_review.declare_tie")
    assert {entry.school_id for entry in told} == {one.pk, other.pk}


def test_the_names_of_members_are_offered_while_typing(client, clerk):
    make_school("示范区甲培训学校")
    page = client.get(DECLARE).content.decode()
    assert '<datalist id="id_one-names"><option value="示范区甲培训学校">' in page
    assert 'list="id_one-names"' in page


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"other": "丙"}, "other", "No member school has this"),
        ({"other": "培训"}, "other", "Several schools fit: "),
        ({"other": "甲培训"}, "other", "Choose two different schools."),
        ({"one": ""}, "one", "This field is required."),
        ({"reason": " "}, "reason", "This field is required."),
        ({"reason": "长" * 201}, "reason", "at most 200 characters"),
        ({"kind": "enemy"}, "kind", "is not one of the available choices"),
        ({"one": "甲\x00"}, "one", "Null characters are not allowed."),
    ],
)
def test_what_cannot_be_is_told_beside_the_field_and_nothing_is_lost(
    client, clerk, changes, field, sentence
):
    make_school("示范区甲培训学校")
    make_school("示范区乙培训学校")
    response = client.post(DECLARE, typed(**changes))
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert sentence in words(response)
    kept = fields_of(response)
    assert kept["kind" if field != "kind" else "one"] in {"owner", "甲培训"}
    assert not Tie.objects.exists()


def test_a_school_that_left_is_not_offered(client, clerk):
    make_school("示范区甲培训学校")
    other = make_school("示范区乙培训学校")
    other.memberships.update(status="left")
    response = client.post(DECLARE, typed())
    assert "No member school has this" in words(response)


def test_the_list_is_searched_by_either_school_and_filtered_by_state(client, clerk):
    standing = make_tie()
    ended = make_tie("示范区丙培训学校", "示范区丁培训学校", TieKind.CONFLICT)
    end_tie(tie=ended, reason="已转让", acting_user=clerk)

    def found(**where):
        return list(client.get(LIST, where).context["object_list"])

    assert found() == [ended, standing]
    assert found(q="乙") == [standing]
    assert found(q="丙培训") == [ended]
    assert found(state="standing") == [standing]
    assert found(state="ended") == [ended]
    assert found(kind="conflict") == [ended]


def test_the_lists_queries_do_not_grow_with_its_rows(client, clerk):
    make_tie()
    with_one = queries_of(client, LIST)
    make_tie("示范区丙培训学校", "示范区丁培训学校")
    make_tie("示范区戊培训学校", "示范区己培训学校")
    assert queries_of(client, LIST) == with_one


def test_a_tie_ends_with_a_reason_and_is_not_ended_twice(client, clerk):
    tie = make_tie()
    end = f"{LIST}end/{tie.pk}/"
    assert end in client.get(f"{LIST}inspect/{tie.pk}/").content.decode()
    assert client.post(end, {"reason": ""}).status_code == 422
    client.post(end, {"reason": "已转让"})
    tie.refresh_from_db()
    assert (tie.end_reason, tie.ended_by) == ("已转让", clerk)
    page = client.get(f"{LIST}inspect/{tie.pk}/")
    assert "已转让" in words(page)
    assert end not in page.content.decode()
    assert "has ended already" in words(client.get(end, follow=True))


@pytest.mark.parametrize("role", [Role.SECRETARY_GENERAL, Role.AUDITOR])
def test_who_answers_for_ties_reads_them_and_declares_none(client, role):
    sign_in(client, role)
    tie = make_tie()
    page = client.get(f"{LIST}inspect/{tie.pk}/")
    assert "同一举办者" in words(page)
    assert client.post(f"{LIST}end/{tie.pk}/", {"reason": "x"}).status_code == 302
    assert client.post(DECLARE, typed()).status_code == 302
    tie.refresh_from_db()
    assert tie.ended_at is None
    assert Tie.objects.count() == 1


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR])
def test_nobody_else_of_the_secretariat_learns_of_a_tie(client, role):
    sign_in(client, role)
    tie = make_tie()
    for page in (LIST, f"{LIST}inspect/{tie.pk}/", f"{LIST}end/{tie.pk}/", DECLARE):
        assert "同一举办者" not in client.get(page, follow=True).content.decode()
    assert client.get(f"{LIST}inspect/{tie.pk}/").status_code == 404
    assert LIST not in client.get("/admin/").content.decode()
