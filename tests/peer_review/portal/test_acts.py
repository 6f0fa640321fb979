import pytest

from association.peer_review.enums import RoundKind, RoundStatus, VisitStatus
from association.peer_review.models import Seat
from association.peer_review.services import seat_visitor
from tests.factories import make_lead, make_school, make_visitor
from tests.factories.rounds import make_drawn_round, make_round, make_running_round
from tests.peer_review.portal.desk import enter, led, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(client):
    return enter(client, make_lead("east"))


def status_of(row):
    row.refresh_from_db()
    return row.status


def test_a_round_is_opened_after_asking(client, lead):
    row = make_round(RoundKind.SELF, schools=2)
    assert client.get(led("open_round", row)).status_code == 200
    assert status_of(row) == RoundStatus.DRAFT
    response = client.post(led("open_round", row), follow=True)
    assert "The round is open." in words(response)
    assert status_of(row) == RoundStatus.RUNNING
    assert row.visits.count() == 2


def test_what_stands_against_opening_is_said(client, lead):
    row = make_round(schools=8)
    response = client.post(led("open_round", row))
    assert response.status_code == 422
    assert "This round needs its draw first." in words(response)


def test_a_round_with_outstanding_visits_is_closed_with_a_reason_alone(client, lead):
    row = make_running_round(RoundKind.SELF, schools=2)
    assert "2 visits are still to come." in words(client.get(led("close_round", row)))
    assert client.post(led("close_round", row), {"reason": " "}).status_code == 422
    assert status_of(row) == RoundStatus.RUNNING
    client.post(led("close_round", row), {"reason": "学期结束"})
    assert status_of(row) == RoundStatus.CLOSED
    assert {visit.status for visit in row.visits.all()} == {VisitStatus.CANCELLED}
    assert "学期结束" in words(client.get(led("led_round", row)))


def test_calling_off_needs_a_reason_and_keeps_what_was_typed(client, lead):
    row = make_round(schools=2)
    too_long = "长" * 201
    response = client.post(led("call_off", row), {"reason": too_long})
    assert response.status_code == 422
    assert too_long in response.content.decode()
    client.post(led("call_off", row), {"reason": "改期"})
    assert status_of(row) == RoundStatus.CANCELLED


def test_what_was_done_meanwhile_is_said_not_done_twice(client, lead):
    row = make_round(schools=2)
    client.post(led("call_off", row), {"reason": "改期"})
    response = client.post(led("call_off", row), {"reason": "再一次"})
    assert response.status_code == 422
    assert "no longer possible" in words(response)
    assert row.events.filter(new_status=RoundStatus.CANCELLED).count() == 1


def a_place(row):
    seats = Seat.objects.filter(visit__round=row, until__isnull=True)
    return seats.select_related("school", "visit__school")[0]


def test_an_excused_visitor_makes_room_for_the_next(client, lead):
    row = make_drawn_round(RoundKind.MUTUAL, schools=10)
    seat = a_place(row)
    address = led("excuse", row, seat.pk)
    assert client.post(address, {"reason": ""}).status_code == 422
    response = client.post(address, {"reason": "有过合作"}, follow=True)
    assert "Excused." in words(response)
    seat.refresh_from_db()
    assert seat.end_reason == "有过合作"
    assert seat.successor.visit_id == seat.visit_id
    assert client.get(address).status_code == 404


def test_one_part_of_a_visit_is_called_off(client, lead):
    row = make_drawn_round(RoundKind.MUTUAL, schools=10)
    seat = a_place(row)
    client.post(led("call_off_seat", row, seat.pk), {"reason": "无人可替"})
    seat.refresh_from_db()
    assert (seat.end_reason, hasattr(seat, "successor")) == ("无人可替", False)


def test_a_school_left_out_makes_room_for_the_next_of_its_stratum(client, lead):
    row = make_drawn_round(schools=12)
    visit = row.visits.get() if row.visits.count() == 1 else row.visits.all()[0]
    client.post(led("leave_out", row, visit.pk), {"reason": "校舍翻修"})
    visit.refresh_from_db()
    assert visit.status == VisitStatus.CANCELLED
    leaver = row.participants.get(school=visit.school)
    assert (leaver.chosen, leaver.withdrawal_reason) == (False, "校舍翻修")
    assert row.participants.filter(chosen=True).count() == row.draw.record["result"].__len__()


def test_a_visitor_of_the_alliance_is_named_for_a_sweep(client, lead):
    school = make_school()
    visitor, foreign = make_visitor("east"), make_visitor("west")
    row = make_running_round(RoundKind.SWEEP)
    visit = row.visits.get(school=school)
    address = led("seat_visitor", row, visit.pk)
    assert client.post(address, {"user": foreign.pk}).status_code == 422
    client.post(address, {"user": visitor.pk})
    assert visit.seats.get().visitor == visitor
    assert str(visitor) in words(client.get(led("led_round", row)))


def test_a_visitor_named_by_mistake_is_taken_off_with_a_reason(client, lead):
    row = make_running_round(RoundKind.SWEEP, schools=1)
    seat = seat_visitor(visit=row.visits.get(), user=make_visitor("east"), acting_user=None)
    address = led("free_place", row, seat.pk)
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "点错了"})
    seat.refresh_from_db()
    assert seat.end_reason == "点错了"
    assert client.get(address).status_code == 404


def test_without_anybody_to_choose_the_page_says_so(client, lead):
    row = make_running_round(RoundKind.SWEEP, schools=1)
    page = client.get(led("seat_visitor", row, row.visits.get().pk))
    assert "There is nobody to choose." in words(page)


@pytest.mark.parametrize("name", ["excuse", "call_off_seat"])
def test_places_of_a_foreign_round_are_not_found(client, lead, name):
    for _each in range(10):
        make_school(alliance="west")
    mine = make_drawn_round(RoundKind.MUTUAL, schools=10)
    foreign = make_drawn_round(RoundKind.MUTUAL, alliance="west")
    for row in (mine, foreign):
        address = led(name, row, a_place(foreign).pk)
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "不行"}).status_code == 404
    assert not Seat.objects.filter(until__isnull=False).exists()


@pytest.mark.parametrize("name", ["leave_out", "seat_visitor"])
def test_visits_of_a_foreign_round_are_not_found(client, lead, name):
    for _each in range(8):
        make_school(alliance="west")
    mine = make_drawn_round(schools=8)
    foreign = make_drawn_round(alliance="west")
    visit = foreign.visits.all()[0]
    for row in (mine, foreign):
        address = led(name, row, visit.pk)
        assert client.get(address).status_code == 404
        assert client.post(address, {"reason": "不行", "user": lead.pk}).status_code == 404


def test_self_checks_get_no_visitors_and_sweeps_leave_nobody_out(client, lead):
    own, sweep = (make_running_round(kind, schools=1) for kind in (RoundKind.SELF, RoundKind.SWEEP))
    assert client.get(led("seat_visitor", own, own.visits.all()[0].pk)).status_code == 404
    assert client.get(led("leave_out", sweep, sweep.visits.all()[0].pk)).status_code == 404
