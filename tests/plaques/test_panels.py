import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import AnonymousUser
from django.utils import translation

from association.alliances.models import Alliance
from association.core.panels import alliance_desk, school_seen
from association.plaques.enums import PublicState
from association.plaques.panels import AlliancePlaques, SchoolPlaques
from tests.factories import (
    make_active_plaque,
    make_lead,
    make_plaque,
    make_revoked_plaque,
    make_school,
)
from tests.plaques.states import make_in_state

pytestmark = pytest.mark.django_db


def drawn(place, kind, *, subject, user=None):
    user = user or AnonymousUser()
    [panel] = [p for p in place.panels(subject=subject, user=user) if isinstance(p, kind)]
    return BeautifulSoup(panel.render_html({}), "html.parser")


def test_the_schools_desk_shows_state_number_and_the_picture():
    plaque = make_active_plaque()
    panel = drawn(school_seen, SchoolPlaques, subject=plaque.school)
    assert plaque.number in panel.get_text()
    assert str(PublicState.VALID.label) in panel.get_text()
    assert panel.select_one("a[download]")["href"] == (
        f"/desk/{plaque.school.uscc}/plaques/{plaque.number}.png"
    )


def test_a_school_reads_why_its_plaque_was_taken_back_and_gets_no_picture():
    plaque = make_revoked_plaque(reason="未公开收费项目")
    panel = drawn(school_seen, SchoolPlaques, subject=plaque.school)
    assert "未公开收费项目" in panel.get_text()
    assert panel.select_one("a[download]") is None


def said(plaque):
    with translation.override("en"):
        return drawn(school_seen, SchoolPlaques, subject=plaque.school).get_text(" ")


LENT, WAS_LENT, NO_LONGER = "Lent until", "Was lent until", "No longer lent since"


@pytest.mark.parametrize(
    ("state", "term"),
    [
        (PublicState.VALID, LENT),
        (PublicState.NOT_ACTIVATED, LENT),
        (PublicState.SUSPENDED, LENT),
        (PublicState.EXPIRED, WAS_LENT),
        (PublicState.REVOKED, NO_LONGER),
        (PublicState.RETURNED, NO_LONGER),
    ],
)
def test_a_plaque_that_is_not_lent_any_more_is_not_said_to_be(state, term):
    text = said(make_in_state(state))
    assert [each for each in (LENT, WAS_LENT, NO_LONGER) if each in text] == [term]


def test_a_school_reads_what_to_do_with_a_suspended_plaque():
    text = said(make_in_state(PublicState.SUSPENDED))
    assert "please cover the plaque or take it inside" in text


def test_a_school_reads_how_an_expired_plaque_goes_on():
    text = said(make_in_state(PublicState.EXPIRED))
    assert "sign" in text
    assert "the plaque can get a new term and keep its number" in text


def test_a_school_that_left_reads_that_it_is_no_breach():
    text = said(make_in_state(PublicState.RETURNED))
    assert "That is no breach. If it still hangs, please take it inside" in text


def test_a_replaced_plaque_is_not_shown_beside_the_new_one():
    old = make_in_state(PublicState.SUPERSEDED)
    panel = drawn(school_seen, SchoolPlaques, subject=old.school)
    assert old.number not in panel.get_text()
    assert len(panel.select("dl")) == 1


def test_a_school_without_a_plaque_is_told_when_it_comes():
    panel = drawn(school_seen, SchoolPlaques, subject=make_school())
    assert panel.select_one("dl") is None


def test_the_alliance_desk_counts_its_own_members_and_names_what_is_to_hang():
    make_active_plaque(make_school(alliance="east"))
    to_hang = make_plaque(make_school(alliance="east"))
    make_school(alliance="east")
    elsewhere = make_plaque(make_school(alliance="west"))
    east = Alliance.objects.get(code="east")
    with translation.override("en"):
        panel = drawn(alliance_desk, AlliancePlaques, subject=east, user=make_lead("east"))
    counts = {
        row.dt.get_text(strip=True): row.dd.get_text(strip=True) for row in panel.select("dl div")
    }
    assert list(counts.values()) == ["1 plaque", "1 plaque", "1 school"]
    assert to_hang.number in panel.get_text()
    assert elsewhere.number not in panel.get_text()


@pytest.mark.parametrize("count", [1, 3])
def test_the_alliance_panel_costs_the_same_for_one_member_and_three(
    count, django_assert_num_queries
):
    for _each in range(count):
        make_plaque()
    panel = AlliancePlaques(Alliance.objects.get(code="east"))
    with django_assert_num_queries(3):
        panel.render_html({})
