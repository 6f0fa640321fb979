import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from association.alliances.models import Alliance
from association.core.panels import alliance_desk, visitor_desk
from association.peer_review.enums import RoundKind
from association.peer_review.panels import AllianceRounds, VisitorVisits
from association.peer_review.services import seat_visitor
from tests.factories import make_school, make_visitor
from tests.factories.rounds import make_drawn_round, make_round, make_running_round

pytestmark = pytest.mark.django_db


def drawn(place, kind, *, subject, user=None):
    """What the panel says; None where there is none."""
    found = place.panels(subject=subject, user=user or AnonymousUser())
    with translation.override("en"):
        panels = [panel.render_html({}) for panel in found if isinstance(panel, kind)]
    return BeautifulSoup(panels[0], "html.parser") if panels else None


def east():
    return Alliance.objects.get(code="east")


def test_an_alliance_reads_how_far_its_rounds_are():
    make_running_round(RoundKind.SELF, title="秋季自查", schools=3)
    make_round(title="还在计划")
    text = drawn(alliance_desk, AllianceRounds, subject=east()).get_text(" ")
    assert "秋季自查" in text
    assert "0 of 3" in " ".join(text.split())
    assert "还在计划" not in text


def test_an_alliance_without_a_round_is_led_to_planning():
    panel = drawn(alliance_desk, AllianceRounds, subject=east())
    assert "No round is under way." in panel.get_text(" ")
    assert panel.select_one("a.button")["href"] == "/alliance-desk/east/rounds/"


def test_a_visitor_reads_only_the_visits_that_carry_the_own_name():
    mine, other = make_school("我去的学校"), make_school("别人去的学校")
    row = make_running_round(RoundKind.SWEEP)
    visitor, colleague = make_visitor("east"), make_visitor("east")
    assert drawn(visitor_desk, VisitorVisits, subject=east(), user=visitor) is None
    for school, person in ((mine, visitor), (other, colleague)):
        visit = row.visits.get(school=school)
        seat_visitor(visit=visit, user=person, acting_user=None)
    text = drawn(visitor_desk, VisitorVisits, subject=east(), user=visitor).get_text(" ")
    assert mine.name in text
    assert other.name not in text


def test_places_without_a_name_are_nobodys():
    for _each in range(10):
        make_school()
    make_drawn_round(RoundKind.MUTUAL)
    assert drawn(visitor_desk, VisitorVisits, subject=east()) is None


def test_the_number_of_queries_does_not_grow_with_the_rounds(queries):
    make_school()
    make_running_round(RoundKind.SELF)
    with queries() as one:
        drawn(alliance_desk, AllianceRounds, subject=east())
    make_running_round(RoundKind.SELF)
    make_running_round(RoundKind.SWEEP)
    with queries() as three:
        drawn(alliance_desk, AllianceRounds, subject=east())
    assert len(three) == len(one)
