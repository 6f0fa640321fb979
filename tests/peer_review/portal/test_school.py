import pytest

from association.alliances.enums import Capacity
from association.peer_review.enums import RoundKind, RoundScope
from association.peer_review.models import Seat, Tie
from association.peer_review.services import cancel_round, close_round, withdraw
from tests.factories import make_lead, make_principal, make_school, make_secretary, make_visitor
from tests.factories.rounds import (
    make_announced_round,
    make_drawn_round,
    make_round,
    make_running_round,
)
from tests.peer_review.portal.desk import enter, fields_of, links, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school("本校")


@pytest.fixture
def principal(client, school):
    return enter(client, make_principal(school))


def desk(school, *parts):
    return "/".join([f"/desk/{school.uscc}/visits", *map(str, parts), ""])


def part(school, row):
    return desk(school, "rounds", row.code)


def sent_by(school):
    """A place the school fills."""
    return Seat.objects.filter(school=school, until__isnull=True).select_related("visit__school")[0]


def titles(response):
    return [row["part"].round.title for row in response.context["parts"]]


def test_a_school_reads_the_rounds_it_is_in_once_they_are_more_than_a_plan(
    client, school, principal
):
    make_round(title="计划")
    make_running_round(RoundKind.SELF, title="自查")
    assert titles(client.get(desk(school))) == ["自查"]


def test_without_a_round_the_page_says_what_will_stand_there(client, school, principal):
    assert "No round yet" in words(client.get(desk(school)))


@pytest.mark.parametrize("row_of", ["another's round", "a plan", "no round"])
def test_a_round_without_part_of_the_school_is_not_found(client, school, principal, row_of):
    make_school(alliance="west")
    code = {
        "another's round": lambda: make_running_round(RoundKind.SELF, alliance="west").code,
        "a plan": lambda: make_round().code,
        "no round": lambda: "2026-99",
    }[row_of]()
    assert client.get(desk(school, "rounds", code)).status_code == 404


STRANGERS = {
    "another school's principal": lambda: make_principal(make_school()),
    "the alliance's lead": lambda: make_lead("east"),
    "a visitor": lambda: make_visitor("east"),
    "a clerk": make_secretary,
}


@pytest.mark.parametrize("stranger", STRANGERS.values(), ids=STRANGERS)
def test_a_foreign_schools_part_is_not_found(client, school, stranger):
    for _each in range(9):
        make_school()
    row = make_drawn_round(RoundKind.MUTUAL)
    seat = sent_by(school)
    enter(client, stranger())
    addresses = [desk(school), part(school, row), desk(school, "places", seat.pk)]
    assert {client.get(address).status_code for address in addresses} == {404}
    assert client.post(addresses[2], {"user": 1}).status_code == 404


def test_another_schools_place_is_not_found_at_ones_own_desk(client, school, principal):
    others = [make_school() for _each in range(9)]
    make_drawn_round(RoundKind.MUTUAL)
    address = desk(school, "places", sent_by(others[0]).pk)
    assert client.get(address).status_code == client.post(address).status_code == 404


def test_a_school_reads_who_visits_it_and_whom_it_visits_and_no_more(client, school, principal):
    others = [make_school(f"第{number}学校") for number in range(1, 13)]
    row = make_drawn_round(RoundKind.MUTUAL)
    response = client.get(part(school, row))
    pairs = row.draw.record["result"]
    concerned = {code for pair in pairs for code in pair if school.uscc in pair}
    text = words(response)
    assert {other.name for other in others if other.name in text} == {
        other.name for other in others if other.uscc in concerned
    }
    assert f"/draws/{row.code}/" in links(response)
    sent = sorted(each.school.uscc for each in response.context["part"].sent)
    assert sent == sorted(visited for visitor, visited in pairs if visitor == school.uscc)


def test_a_school_names_one_of_its_people(client, school, principal):
    for _each in range(9):
        make_school()
    row = make_drawn_round(RoundKind.MUTUAL)
    staff = make_principal(school, Capacity.STAFF)
    foreign = make_principal(make_school())
    seat = sent_by(school)
    address = desk(school, "places", seat.pk)
    assert address in links(client.get(part(school, row)))
    assert client.post(address, {"user": foreign.pk}).status_code == 422
    response = client.post(address, {"user": staff.pk}, follow=True)
    assert "The visitor is named." in words(response)
    seat.refresh_from_db()
    assert seat.visitor == staff
    assert fields_of(client.get(address))["user"] == str(staff.pk)
    assert seat.visit.events.last().acting_user == principal


def test_staff_name_a_visitor_as_well(client, school):
    for _each in range(9):
        make_school()
    make_drawn_round(RoundKind.MUTUAL)
    staff = enter(client, make_principal(school, Capacity.STAFF))
    seat = sent_by(school)
    client.post(desk(school, "places", seat.pk), {"user": staff.pk})
    seat.refresh_from_db()
    assert seat.visitor == staff


def test_once_the_visit_is_over_nobody_is_named(client, school, principal):
    for _each in range(9):
        make_school()
    row = make_drawn_round(RoundKind.MUTUAL)
    seat = sent_by(school)
    cancel_round(record=row, reason="停课", acting_user=None)
    response = client.post(desk(school, "places", seat.pk), {"user": principal.pk})
    assert response.status_code == 422
    assert "no longer possible" in words(response)
    seat.refresh_from_db()
    assert seat.visitor is None


def test_an_announced_draw_tells_the_schools_number(client, school, principal):
    row = make_announced_round(schools=7)
    number = row.participants.get(school=school).number
    assert f"Your school has number {number} in the pool." in words(client.get(part(school, row)))


def test_a_random_draw_tells_whether_the_school_is_visited(client, school, principal):
    row = make_drawn_round(schools=7)
    participant = row.participants.get(school=school)
    text = words(client.get(part(school, row)))
    assert ("Your school is visited between" in text) == participant.chosen
    assert ("Your school was not drawn this time." in text) != participant.chosen


def test_a_school_that_was_left_out_reads_why(client):
    row = make_drawn_round(schools=8)
    participant = row.participants.filter(chosen=True).select_related("school")[0]
    withdraw(participant=participant, reason="校舍翻修", acting_user=None)
    enter(client, make_principal(participant.school))
    text = words(client.get(part(participant.school, row)))
    assert "The visit to your school was called off. Reason: 校舍翻修" in text


def test_a_round_that_is_called_off_says_why_and_asks_for_nothing(client, school, principal):
    row = make_running_round(RoundKind.SELF)
    cancel_round(record=row, reason="台风停课", acting_user=None)
    response = client.get(part(school, row))
    assert "台风停课" in words(response)
    assert "Nothing is asked of your school." in words(response)
    assert "Begin the self-check" not in words(response)


def test_a_closed_self_check_asks_for_nothing(client, school, principal):
    row = make_running_round(RoundKind.SELF)
    close_round(record=row, reason="学期结束", acting_user=None)
    text = words(client.get(part(school, row)))
    assert "Begin the self-check" not in text
    assert "The round ended without your self-check." in text


def test_the_number_of_queries_does_not_grow_with_the_rounds(client, school, principal, queries):
    make_running_round(RoundKind.SELF)
    client.get(desk(school))
    with queries() as one:
        assert len(titles(client.get(desk(school)))) == 1
    make_running_round(RoundKind.SWEEP)
    make_running_round(RoundKind.SELF, scope=RoundScope.EACH)
    with queries() as three:
        assert len(titles(client.get(desk(school)))) == 3
    assert len(three) == len(one)


# -- ties ------------------------------------------------------------------------------------------


def test_a_principal_declares_what_stands_between_and_both_read_it(client, school, principal):
    other = make_school("另一学校")
    form = client.get(desk(school, "ties", "declare"))
    sent = fields_of(form) | {"other": "另一", "kind": "conflict", "reason": "正在打官司"}
    response = client.post(desk(school, "ties", "declare"), sent, follow=True)
    assert "正在打官司" in words(response)
    tie = Tie.objects.get()
    assert ({tie.first, tie.second}, tie.declared_by) == ({school, other}, principal)
    enter(client, make_principal(other))
    assert "正在打官司" in words(client.get(desk(other, "ties")))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"other": ""}, "This field is required"),
        ({"other": "没有这样的"}, "No member school"),
        ({"other": "本校"}, "Choose two different schools."),
        ({"reason": ""}, "This field is required"),
        ({"kind": "complaint"}, "Select a valid choice"),
    ],
)
def test_a_tie_that_cannot_be_is_told_and_nothing_is_lost(client, school, principal, changed, told):
    make_school("另一学校")
    sent = {"other": "另一学校", "kind": "owner", "reason": "同一举办者"} | changed
    response = client.post(desk(school, "ties", "declare"), sent)
    assert response.status_code == 422
    assert told in words(response)
    kept = fields_of(response)
    assert (kept["other"], kept["reason"]) == (sent["other"], sent["reason"])
    assert not Tie.objects.exists()


@pytest.mark.parametrize(
    "stranger", [None, *STRANGERS.values()], ids=["the school's staff", *STRANGERS]
)
def test_only_the_principal_reads_and_declares_ties(client, school, stranger):
    enter(client, stranger() if stranger else make_principal(school, Capacity.STAFF))
    for address in (desk(school, "ties"), desk(school, "ties", "declare")):
        assert client.get(address).status_code == 404
    sent = {"other": make_school().name, "kind": "owner", "reason": "同一举办者"}
    assert client.post(desk(school, "ties", "declare"), sent).status_code == 404
    assert not Tie.objects.exists()


@pytest.mark.parametrize("field", ["other", "kind", "reason"])
def test_hostile_input_is_refused_or_kept_as_text(client, school, principal, hostile, field):
    make_school("另一学校")
    sent = {"other": "另一学校", "kind": "owner", "reason": "同一举办者", field: hostile}
    assert client.post(desk(school, "ties", "declare"), sent).status_code in {302, 422}
    assert client.get(desk(school, "ties")).status_code == 200
