"""The clerk's page of scans."""

import datetime as dt

import pytest
from bs4 import BeautifulSoup

from association.accounts.roles import Role
from association.core import clock
from association.plaques.models import OddScan, ScanCount
from association.plaques.selectors import oddly_scanned, scan_days
from association.plaques.selectors.scans import USUAL_BEFORE_HANGING
from tests.factories import make_lead, make_plaque, make_revoked_plaque, make_secretary

pytestmark = pytest.mark.django_db

PAGE = "/admin/plaques/scans/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def clerk(client):
    user = make_secretary()
    client.force_login(user)
    return user


def page(client):
    response = client.get(PAGE, {"lang": "en"})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(element):
    return " ".join(element.get_text(" ").split())


def scanned(scans, *, ago=0, code="east"):
    return ScanCount.objects.create(day=clock.today() - ago * DAY, alliance_code=code, scans=scans)


def oddly(plaque, scans, *, ago=0, state=None):
    OddScan.objects.create(
        day=clock.today() - ago * DAY, plaque=plaque, state=state or plaque.state, scans=scans
    )


def test_without_scans_the_page_says_so(client, clerk):
    shown = words(page(client).main)
    assert "No plaque was scanned yet." in shown
    assert "None, as it should be." in shown


def test_days_and_alliances_are_summed_up(client, clerk):
    scanned(4)
    scanned(3, code="west")
    scanned(2, ago=1)
    scanned(1, ago=1, code="")
    scanned(99, ago=30)
    days, _spikes = scan_days()
    assert [(day.counts, day.total) for day in days[:3]] == [
        ([4, 0, 3, 0, 0], 7),
        ([2, 0, 0, 0, 1], 3),
        ([0, 0, 0, 0, 0], 0),
    ]
    [table] = page(client).select(".scans__table table")
    assert [words(row) for row in table.select("tbody td:last-child")] == ["7", "3"]
    bars = [words(row) for row in page(client).select(".bars__row")]
    assert [bar.rsplit(" ", 1)[1] for bar in bars] == ["6", "0", "3", "0", "1"]


@pytest.mark.parametrize(
    ("usual", "today", "spike"),
    [(0, 29, False), (0, 30, True), (10, 30, True), (11, 32, False), (11, 33, True)],
)
def test_a_spike_is_three_times_the_usual_and_no_class_outing(usual, today, spike):
    for ago in range(1, 29):
        scanned(usual, ago=ago)
    scanned(today)
    _days, spikes = scan_days()
    assert [(found.scans, found.usual) for found in spikes] == ([(today, usual)] if spike else [])


def test_days_without_scans_count_as_none_and_each_alliance_has_its_own_usual(client, clerk):
    for ago in range(1, 14):
        scanned(100, ago=ago)
    for ago in range(1, 29):
        scanned(100, ago=ago, code="west")
    scanned(110)
    scanned(110, code="west")
    _days, spikes = scan_days()
    today = [(spike.alliance_code, spike.usual) for spike in spikes if spike.day == clock.today()]
    assert today == [("east", 0)]
    assert "110 scans, usually 0" in words(page(client).main)


def test_plaques_that_should_not_be_scanned_lead_to_their_page(client, clerk):
    plaque = make_revoked_plaque()
    oddly(plaque, 2)
    oddly(plaque, 5, ago=6)
    oddly(plaque, 50, ago=7)
    [row] = page(client).select("section:first-of-type table tbody tr")
    assert row.a["href"] == f"/admin/plaques/inspect/{plaque.pk}/"
    assert plaque.school.name in words(row)
    assert "Taken back" in words(row)
    assert row.select_one(".scans__figure").get_text() == "7"


def test_whoever_hangs_a_plaque_may_scan_it_a_few_times(client, clerk):
    plaque = make_plaque()
    oddly(plaque, USUAL_BEFORE_HANGING)
    assert page(client).select("section:first-of-type tbody tr") == []
    assert list(oddly_scanned()) == []
    oddly(plaque, 1, ago=1)
    assert len(page(client).select("section:first-of-type tbody tr")) == 1
    assert list(oddly_scanned()) == [plaque]


def test_the_board_counts_this_weeks_plaques_once(client, clerk):
    plaque = make_revoked_plaque()
    oddly(plaque, 2)
    oddly(plaque, 2, ago=2, state="not_activated")
    oddly(make_revoked_plaque(), 2, ago=7)
    [line] = BeautifulSoup(client.get("/admin/").content, "html.parser").select(
        f'.board__lines a[href="{PAGE}"]'
    )
    assert line.strong.get_text() == "1"


def test_the_board_counts_the_spikes_that_the_page_lists(client, clerk):
    for ago, code in ((0, "east"), (6, "west"), (6, "east"), (7, "north")):
        scanned(30, ago=ago, code=code)
    lines = BeautifulSoup(client.get("/admin/").content, "html.parser").select(
        f'.board__lines a[href="{PAGE}#spikes"]'
    )
    assert [line.strong.get_text() for line in lines] == ["3"]
    [section] = page(client).select('section[aria-labelledby="spikes"]')
    assert len(section.select("li")) == 3
    assert "the last 7 days" in words(section)


def test_the_list_of_plaques_leads_there(client, clerk):
    soup = BeautifulSoup(client.get("/admin/plaques/").content, "html.parser")
    assert soup.select_one(f'a[href="{PAGE}"]') is not None


def test_only_the_secretariat_reads_it(client):
    for user, status in ((make_secretary(Role.APPROVER), 200), (make_lead(), 302)):
        client.force_login(user)
        assert client.get(PAGE).status_code == status
    client.logout()
    assert client.get(PAGE).status_code == 302
    assert client.post(PAGE).status_code in {302, 405}


@pytest.mark.parametrize("count", [1, 3])
def test_the_numbers_cost_the_same_for_one_plaque_and_three(
    count, django_assert_num_queries, client, clerk
):
    for number in range(count):
        oddly(make_revoked_plaque(), 2)
        scanned(40, ago=number)
    client.get(PAGE)
    with django_assert_num_queries(11):
        client.get(PAGE)
