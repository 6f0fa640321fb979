"""The board, the feed and the data list what stands, as it is asked for, the newest first."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from association.alliances.models import Alliance, Membership
from association.core import clock
from association.violations.enums import Measure
from association.violations.services import reply_to_notice
from association.violations.views import notices
from tests.violations.notices.board import (
    BOARD,
    DATA,
    FEED,
    address,
    make_notice,
    words_of,
)

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
CIRCULAR = {"measure": Measure.CIRCULAR}
BAD = [
    "alliance=nowhere",
    "promise=P99",
    "since=yesterday",
    "since=2026-13-45",
    "until=0001-01-01",
    "since=%00",
    "page=x",
    "page=999",
    "q=%27%22%3E",
]


def on_day(year, month, day):
    ten = dt.datetime.combine(dt.date(year, month, day), dt.time(10))
    return clock.at(timezone.make_aware(ten))


def entries(client, query=""):
    """The entries of the feed."""
    read = ElementTree.fromstring(client.get(f"{FEED}{query}").content)  # noqa: S314 -- our own
    return read.findall(f"{ATOM}entry")


def listed(client, query=""):
    """The codes on the board in their order; the data says the same."""
    shown = words_of(client.get(f"{BOARD}?{query}"))
    codes = [row["code"] for row in client.get(f"{DATA}?{query}").json()["notices"]]
    places = [shown.find(f"/notices/{code.lower()}/") for code in codes]
    assert -1 not in places
    assert places == sorted(places)
    return codes


def test_where_nothing_stands_that_is_said(client):
    assert "No notice stands at present." in words_of(client.get(f"{BOARD}?lang=en"))
    assert client.get(DATA).json() == {"count": 0, "notices": []}
    assert entries(client) == []


def test_the_newest_comes_first(client):
    with on_day(2026, 3, 2):
        first = make_notice(**CIRCULAR)
    with on_day(2026, 4, 2):
        second = make_notice(**CIRCULAR)
        assert listed(client) == [second.case.code, first.case.code]


def test_by_promise(client):
    money = make_notice(promise="P3", breach="B31", **CIRCULAR)
    other = make_notice(**CIRCULAR)
    assert listed(client, "promise=P3") == [money.case.code]
    assert listed(client, "promise=P8") == [other.case.code]


def test_by_alliance_also_where_the_membership_ended(client):
    expelled = make_notice(measure=Measure.EXPEL)
    west = make_notice(**CIRCULAR)
    Membership.objects.filter(school=west.case.school).update(
        alliance=Alliance.objects.get(code="west")
    )
    east = Membership.objects.filter(school=expelled.case.school).get().alliance.code
    assert listed(client, f"alliance={east}") == [expelled.case.code]
    assert listed(client, "alliance=west") == [west.case.code]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("since=2026-03-02&until=2026-03-02", [0]),
        ("since=2026-03-03", [1]),
        ("since=2026-03", [1, 0]),
        ("since=2026-04", [1]),
        ("until=2026-04-01", [0]),
        ("since=2026-05-01", []),
    ],
)
def test_by_the_first_day_in_force(client, query, found):
    with on_day(2026, 3, 2):
        codes = [make_notice(**CIRCULAR).case.code]
    with on_day(2026, 4, 2):
        codes.append(make_notice(**CIRCULAR).case.code)
        assert listed(client, query) == [codes[place] for place in found]


@pytest.mark.parametrize("query", BAD)
def test_what_makes_no_sense_leaves_its_filter_off(client, query):
    page = make_notice(**CIRCULAR)
    assert listed(client, query) == [page.case.code]


def test_where_nothing_fits_the_way_back_is_shown(client):
    make_notice(**CIRCULAR)
    shown = words_of(client.get(f"{BOARD}?promise=P1&lang=en"))
    assert "No notice fits" in shown
    assert 'href="/notices/"' in shown


def test_the_board_turns_its_pages(client, monkeypatch):
    monkeypatch.setattr(notices, "NOTICES_A_PAGE", 1)
    first, second = make_notice(**CIRCULAR), make_notice(**CIRCULAR)
    shown = words_of(client.get(f"{BOARD}?promise=P8&page=2"))
    assert address(first) in shown
    assert address(second) not in shown
    assert "promise=P8" in shown


def test_the_board_is_found_from_every_page(client):
    assert 'href="/notices/"' in words_of(client.get("/"))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("url", "queries"), [(BOARD, 16), (FEED, 6), (DATA, 6)], ids=["board", "feed", "data"]
)
def test_a_list_costs_the_same_for_one_and_three(
    client, count, url, queries, django_assert_num_queries
):
    for _each in range(count):
        page = make_notice(**CIRCULAR)
        reply_to_notice(case=page.case, words="已改正。", acting_user=None)
    client.get(url)
    with django_assert_num_queries(queries):
        assert client.get(url).status_code == 200


# -- feed and data ---------------------------------------------------------------------------------


def test_an_entry_of_the_feed_keeps_its_name_in_both_languages(client):
    page = make_notice(**CIRCULAR)
    told = [entries(client, query)[0] for query in ("", "?lang=en")]
    names = {entry.find(f"{ATOM}id").text for entry in told}
    assert len(names) == 1
    assert page.case.code in names.pop()
    assert page.case.school.name in told[0].find(f"{ATOM}title").text


def test_what_a_person_wrote_stays_text_in_the_feed(client):
    make_notice(public_words="收费<script>alert(1)</script>&超期", **CIRCULAR)
    [entry] = entries(client)
    assert "&lt;script&gt;" in entry.find(f"{ATOM}summary").text


def test_the_data_say_what_the_page_says(client):
    page = make_notice(**CIRCULAR)
    case = page.case
    reply_to_notice(case=case, words="已改正。", acting_user=None)
    told = client.get(f"{DATA}/{case.code}?lang=en").json()
    assert told["school"] == {"name": case.school.name, "uscc": case.school.uscc}
    assert told["measure"] == "circular"
    assert told["words"] == page.words
    assert told["reply"]["words"] == "已改正。"
    assert told["public_until"] == case.public_until.isoformat()
    assert told["promise"]["code"] == "P8"
    assert {fact["value"] for fact in told["facts"]} >= {case.classes, case.times}
    assert told["address"].endswith(address(page))


def test_the_data_are_open_to_other_sites_and_stored_nowhere(client):
    page = make_notice(**CIRCULAR)
    for url in (DATA, f"{DATA}/{page.case.code}", f"{DATA}/C-2020-0001"):
        told = client.get(url).headers
        assert told["Access-Control-Allow-Origin"] == "*"
        assert told["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in told
