"""Codes that name no plaque: told as by the slow path, slowed when they come in crowds."""

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application

from association.core import clock
from association.core.models import AssociationProfile
from association.plaques import guessing
from association.plaques.door import ScanDoor
from association.plaques.models.plaque import new_token
from tests.factories import make_active_plaque
from tests.plaques.asking import ask, one_connection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures(one_connection.__name__)]

ENGLISH = {"HTTP_COOKIE": f"{settings.LANGUAGE_COOKIE_NAME}=en"}
PACKING = {"Content-Encoding", "Content-Length", "Vary", "X-Request-ID"}
IMPOSSIBLE = ["", "x", "A" * 21, "A" * 23, "A" * 21 + "-", "Ａ" * 22, "a" * 5000]


class Counted:
    """The slow path, counting how often it is asked."""

    def __init__(self):
        self.asked = 0
        self.application = get_wsgi_application()

    def __call__(self, environ, start_response):
        self.asked += 1
        return self.application(environ, start_response)


@pytest.fixture
def django():
    AssociationProfile.load()
    return Counted()


@pytest.fixture
def door(django):
    return ScanDoor(django)


def comparable(told):
    return told.status, {k: v for k, v in told.headers.items() if k not in PACKING}, told.body


def spend(door, *, count=guessing.BUDGET, **environ):
    """Send unknown codes from one connection."""
    return [ask(door, f"/v/{new_token()}", **environ).status for _number in range(count)]


@pytest.mark.parametrize("cookies", [{}, ENGLISH], ids=["chinese", "english"])
@pytest.mark.parametrize("token", ["B" * 22, *IMPOSSIBLE], ids=lambda token: token[:24])
def test_an_unknown_code_is_answered_as_by_the_slow_path(door, django, token, cookies):
    spend(door, count=1, **cookies)
    asked = django.asked
    with clock.at(clock.now()):
        told = ask(door, f"/v/{token}", **cookies)
        assert django.asked == asked
        assert comparable(told) == comparable(ask(django, f"/v/{token}", **cookies))
    assert told.status == "404 Not Found"


def test_what_cannot_be_a_token_never_reaches_the_database(door, django_assert_num_queries):
    spend(door, count=1)
    door.read = None
    for token in IMPOSSIBLE:
        assert ask(door, f"/v/{token}").status == "404 Not Found"


def test_a_new_name_of_the_association_is_told_at_once_to_unknown_codes(door):
    spend(door, count=1)
    profile = AssociationProfile.load()
    profile.name_zh = "改名协会"
    profile.save()
    assert "改名协会" in ask(door, f"/v/{new_token()}").body.decode()


def test_thousands_of_guesses_find_nothing(door, django):
    plaque = make_active_plaque()
    statuses = {
        ask(door, f"/v/{new_token()}", REMOTE_ADDR=f"192.0.2.{number % 50}").status
        for number in range(2_000)
    }
    assert statuses == {"404 Not Found"}
    assert django.asked == 2  # the two pages, once
    assert ask(door, plaque.scan_path, REMOTE_ADDR="192.0.2.1").status == "200 OK"


def test_who_guesses_on_is_asked_for_the_number_and_to_wait(door, django):
    assert set(spend(door)) == {"404 Not Found"}
    told = ask(door, f"/v/{new_token()}", **ENGLISH)
    assert told.status == "429 Too Many Requests"
    assert 1 <= int(told.headers["Retry-After"]) <= guessing.WINDOW
    assert told.headers["Cache-Control"] == "no-store"
    assert "Please type the number" in told.body.decode()
    assert b'name="number"' in told.body
    assert django.asked == 4  # two pages in two languages


@pytest.mark.parametrize(
    "request_",
    [{"gzipped": False}, {"QUERY_STRING": "x=1"}, {"HTTP_COOKIE": "sessionid=x"}],
    ids=str,
)
def test_no_way_of_asking_leads_round_the_budget(door, request_):
    statuses = spend(door, count=guessing.BUDGET + 1, **request_)
    assert statuses == ["404 Not Found"] * guessing.BUDGET + ["429 Too Many Requests"]


def test_a_plaques_own_code_is_always_answered(door):
    plaque = make_active_plaque()
    spend(door, count=guessing.BUDGET + 5)
    assert ask(door, plaque.scan_path).status == "200 OK"
    assert ask(door, plaque.scan_path).status == "200 OK"
    assert spend(door, count=1) == ["429 Too Many Requests"]


def test_one_who_guesses_does_not_slow_another(door):
    spend(door, count=guessing.BUDGET + 1)
    assert spend(door, count=1, REMOTE_ADDR="192.0.2.7") == ["404 Not Found"]


def test_behind_a_proxy_the_address_is_in_its_header(door, settings):
    settings.PROXIES = 1
    spend(door, count=guessing.BUDGET + 1, HTTP_X_FORWARDED_FOR="192.0.2.8")
    assert spend(door, count=1, HTTP_X_FORWARDED_FOR="192.0.2.9") == ["404 Not Found"]
    assert spend(door, count=1, HTTP_X_FORWARDED_FOR="192.0.2.8") == ["429 Too Many Requests"]


def test_a_minute_later_the_budget_is_new():
    misses = guessing.Misses()
    assert [misses.wait_after("a") for _n in range(guessing.BUDGET)] == [0] * guessing.BUDGET
    assert misses.wait_after("a") > 0
    misses._until = 0.0
    assert misses.wait_after("a") == 0


def test_the_memory_of_addresses_is_bounded():
    misses = guessing.Misses()
    for number in range(guessing.MOST_ADDRESSES + 500):
        misses.wait_after(str(number))
    assert len(misses._counts) == guessing.MOST_ADDRESSES


def test_an_answer_of_django_out_of_order_is_passed_on_and_not_kept(django):
    broken = [True]

    def sometimes(environ, start_response):
        if broken[0]:
            start_response("500 Internal Server Error", [("Content-Type", "text/html")])
            return Closable([b"Server Error"])
        return django(environ, start_response)

    door = ScanDoor(sometimes)
    assert ask(door, f"/v/{new_token()}").status.startswith("500")
    broken[0] = False
    told = ask(door, f"/v/{new_token()}")
    assert (told.status, b"Server Error" in told.body) == ("404 Not Found", False)


class Closable(list):
    """A body as a server may be given it."""

    def close(self):
        """Nothing is held open."""
