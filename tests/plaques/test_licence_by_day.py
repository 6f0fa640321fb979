"""A licence's last day is over at local midnight: every surface says so, and nobody acts."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core.wsgi import get_wsgi_application

from association.alliances.services import update_school
from association.core import clock
from association.core.models import AssociationProfile
from association.plaques.door import ScanDoor
from association.plaques.models import StoredPage
from tests.factories import make_active_plaque, make_principal
from tests.plaques.asking import ask, one_connection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(one_connection.__name__)]

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECOND = dt.timedelta(seconds=1)


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"


class Asked:
    """Django behind the door, counting how often it renders."""

    def __init__(self):
        self.times = 0
        self.application = get_wsgi_application()

    def __call__(self, environ, start_response):
        self.times += 1
        return self.application(environ, start_response)


@pytest.fixture
def django():
    AssociationProfile.load()
    return Asked()


@pytest.fixture
def last_day():
    """Soon enough that the plaque's own time is not over."""
    return clock.today() + dt.timedelta(days=20)


@pytest.fixture
def midnight(last_day):
    return dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time.min, SHANGHAI)


@pytest.fixture
def plaque(last_day):
    plaque = make_active_plaque()
    update_school(
        school=plaque.school,
        values={"licence_long_term": False, "licence_valid_until": last_day},
        main_campus={},
        alliance=None,
        acting_user=None,
    )
    return plaque


def licence_on(page):
    """What the page says of the licence: its line, and whether it wears the mark of an end."""
    facts = BeautifulSoup(page, "html.parser").select("section[aria-labelledby=facts] dl > div")
    line = next(fact for fact in facts if fact.dt.get_text(strip=True) == "Licence")
    told = line.dd.get_text(" ", strip=True)
    return "ran out on" in told, "valid until" in told, bool(line.select(".badge.state-expired"))


VALID, OVER = (False, True, False), (True, False, True)


def test_scan_page_number_page_and_api_turn_at_midnight(client, plaque, midnight):
    told = []
    for moment in (midnight - SECOND, midnight):
        with clock.at(moment):
            api = client.get(f"/api/v1/plaques/{plaque.number}").json()
            told.append(
                (
                    licence_on(client.get(plaque.scan_path).content),
                    licence_on(client.get(plaque.get_absolute_url()).content),
                    api["licence"]["expired"],
                )
            )
    assert told == [(VALID, VALID, False), (OVER, OVER, True)]


def test_a_stored_page_is_served_up_to_midnight_and_not_a_second_longer(django, plaque, midnight):
    door = ScanDoor(django)
    with clock.at(midnight - dt.timedelta(hours=9)):
        assert licence_on(ask(door, plaque.scan_path).body) == VALID
    stored = StoredPage.objects.get()
    assert stored.fresh_until == int(midnight.timestamp())
    with clock.at(midnight - SECOND):
        assert licence_on(ask(door, plaque.scan_path).body) == VALID
    assert django.times == 1
    with clock.at(midnight):
        assert licence_on(ask(door, plaque.scan_path).body) == OVER
    assert django.times == 2
    with clock.at(midnight + SECOND):
        assert licence_on(ask(door, plaque.scan_path).body) == OVER
    assert django.times == 2


def test_the_day_is_the_one_in_shanghai(client, plaque, midnight):
    """23:59 there is 15:59 in London; a server's own day says nothing."""
    for zone in (dt.UTC, ZoneInfo("America/Los_Angeles"), ZoneInfo("Pacific/Kiritimati")):
        with clock.at((midnight - SECOND).astimezone(zone)):
            assert licence_on(client.get(plaque.scan_path).content) == VALID
        with clock.at(midnight.astimezone(zone)):
            assert licence_on(client.get(plaque.scan_path).content) == OVER


def test_the_desk_turns_with_it(client, plaque, midnight):
    client.force_login(make_principal(plaque.school, "staff"))
    path = f"/desk/{plaque.school.uscc}/data/"
    told = []
    for moment in (midnight - SECOND, midnight):
        with clock.at(moment):
            told.append("ran out on" in client.get(path).content.decode())
    assert told == [False, True]
