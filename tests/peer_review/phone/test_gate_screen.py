"""The school's own screen."""

import pytest

from association.alliances.enums import Capacity
from association.peer_review.enums import RoundKind
from association.peer_review.gate_code import code_at
from tests.factories import make_principal, make_school
from tests.factories.rounds import make_running_round
from tests.peer_review.phone.sending import hand_in_naming
from tests.peer_review.portal.desk import enter, links, soup_of, words

pytestmark = pytest.mark.django_db


def screen(visit, school=None):
    return f"/desk/{(school or visit.school).uscc}/visits/code/{visit.pk}/"


@pytest.mark.parametrize("capacity", list(Capacity))
def test_the_school_shows_the_code_that_opens_its_visit(client, seat, there, capacity):
    enter(client, make_principal(seat.visit.school, capacity))
    response = client.get(screen(seat.visit))
    shown = soup_of(response).select_one("[data-gate-code]")
    assert shown["aria-label"] == code_at(seat.visit_id, there)
    assert "".join(shown.get_text().split()) == code_at(seat.visit_id, there)
    assert str(seat.visitor) in words(response)


def test_it_renews_itself_with_and_without_a_script(client, seat, there):
    enter(client, make_principal(seat.visit.school))
    refresh = soup_of(client.get(screen(seat.visit))).select_one("noscript meta")
    assert refresh["content"] == "30"
    told = client.get(screen(seat.visit), headers={"Accept": "application/json"})
    assert told.json() == {"code": code_at(seat.visit_id, there), "seconds": 30}


def test_nobody_else_sees_the_code(client, seat):
    other = make_school()
    enter(client, make_principal(other))
    assert client.get(screen(seat.visit)).status_code == 404
    assert client.get(screen(seat.visit, other)).status_code == 404
    enter(client, seat.visitor)
    assert client.get(screen(seat.visit)).status_code == 404


def test_there_is_no_code_for_a_self_check_or_a_visit_that_is_done(client, seat, there):
    check = make_running_round(RoundKind.SELF).visits.get(school=seat.visit.school)
    enter(client, make_principal(seat.visit.school))
    assert client.get(screen(check)).status_code == 404
    hand_in_naming(seat, there.date())
    assert client.get(screen(seat.visit)).status_code == 404


def test_the_school_finds_the_code_in_its_part_of_the_round(client, seat):
    enter(client, make_principal(seat.visit.school))
    part = f"/desk/{seat.visit.school.uscc}/visits/rounds/{seat.visit.round.code}/"
    assert screen(seat.visit) in links(client.get(part))
    desk = f"/desk/{seat.visit.school.uscc}/"
    assert screen(seat.visit) in links(client.get(desk))
