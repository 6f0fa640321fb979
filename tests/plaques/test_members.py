import pytest
from bs4 import BeautifulSoup

from association.alliances.enums import CampusKind
from association.alliances.models import Campus
from association.alliances.services import leave_association
from association.core.models import AssociationProfile
from association.plaques.enums import NUMBER_STATES, PublicState
from association.plaques.services import issue_plaque
from tests.factories import (
    make_active_plaque,
    make_plaque,
    make_revoked_plaque,
    make_school,
    make_secretary,
)
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


def rows(client, **query):
    response = client.get("/members/", query)
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    return [" ".join(row.get_text(" ").split()) for row in soup.select("table tbody tr")]


def names(client, **query):
    return [row.split(" ")[0] for row in rows(client, **query)]


def test_members_are_listed_by_name_and_never_by_state(client):
    second = make_school("示范区乙学校")
    make_active_plaque(second)
    make_school("示范区丙学校")
    make_revoked_plaque(make_school("示范区丁学校"))
    assert names(client) == sorted(["示范区乙学校", "示范区丙学校", "示范区丁学校"])


def test_two_characters_inside_a_name_find_it(client):
    make_school("示范区青禾艺术培训学校")
    make_school("示范区星河科技培训学校")
    assert names(client, q="禾艺") == ["示范区青禾艺术培训学校"]
    assert names(client, q=" 青 禾 ") == ["示范区青禾艺术培训学校"]


def test_a_percent_sign_is_a_character_and_no_wildcard(client):
    make_school("示范区青禾艺术培训学校")
    assert names(client, q="%") == []
    assert names(client, q="_") == []


def test_an_alliance_shows_its_members_alone(client):
    make_school("示范区东学校", alliance="east")
    make_school("示范区西学校", alliance="west")
    assert names(client, alliance="west") == ["示范区西学校"]


@pytest.mark.parametrize(
    "state",
    [
        state
        for state in NUMBER_STATES
        if state not in {PublicState.RETURNED, PublicState.SUPERSEDED}
    ],
)
def test_a_state_shows_the_members_whose_plaque_is_in_it(client, state):
    for other in {PublicState.VALID, PublicState.NOT_ACTIVATED, PublicState.REVOKED} - {state}:
        make_in_state(other)
    plaque = make_in_state(state)
    assert names(client, state=state) == [plaque.school.name]
    assert plaque.number in rows(client, state=state)[0]


def test_a_replaced_plaque_is_history_and_the_new_one_is_listed(client):
    old = make_in_state(PublicState.SUPERSEDED)
    new = old.school.plaques.first()
    [row] = rows(client)
    assert new.number in row
    assert old.number not in row


def test_members_without_a_plaque_can_be_found(client):
    make_plaque()
    waiting = make_school("示范区新学校")
    assert names(client, state="none") == [waiting.name]


def test_who_has_left_is_not_listed(client):
    school = make_school()
    leave_association(school=school, acting_user=None)
    assert names(client) == []


def test_each_campus_shows_its_own_plaque(client):
    plaque = make_active_plaque()
    branch = Campus.objects.create(
        school=plaque.school, name="二校区", kind=CampusKind.CAMPUS, address="示范区二路1号"
    )
    second = issue_plaque(pledge=plaque.pledge, campus=branch, acting_user=make_secretary())
    [row] = rows(client)
    assert plaque.number in row
    assert second.number in row
    assert names(client, state=PublicState.NOT_ACTIVATED) == [plaque.school.name]


def test_twenty_rows_stand_on_a_page(client):
    for number in range(21):
        make_school(f"示范区第{number:02d}学校")
    assert len(rows(client)) == 20
    assert names(client, page=2) == ["示范区第20学校"]


def test_an_empty_result_says_how_to_go_on(client):
    response = client.get("/members/", {"q": "没有", "lang": "en"})
    assert b"No school found" in response.content
    assert b'href="/members/"' in response.content


@pytest.mark.parametrize(
    "query",
    [
        {"q": '"'}, {"q": "'; --"}, {"q": "\x00"}, {"q": "学" * 5000}, {"q": "%%%___"},
        {"page": "abc"}, {"page": "-1"}, {"page": "9" * 5000}, {"alliance": "moon"},
        {"alliance": "\x00"}, {"state": "gone"}, {"state": "none", "alliance": "x" * 5000},
        {"unknown": "1"},
    ],
)  # fmt: skip
def test_wild_input_is_answered(client, query):
    make_school()
    assert client.get("/members/", query).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_school_and_three(client, django_assert_num_queries, count):
    for _each in range(count):
        make_active_plaque()
    AssociationProfile.load()
    # Count, schools, alliances of the schools, plaques, the filter's alliances, the association.
    with django_assert_num_queries(6):
        client.get("/members/")


def test_the_list_is_not_stored(client):
    assert client.get("/members/").headers["Cache-Control"] == "no-store"
