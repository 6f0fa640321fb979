"""What everybody reads of a school's visits, on the page behind its code and as open data."""

import datetime as dt
import gzip

import pytest
from bs4 import BeautifulSoup
from django.core.wsgi import get_wsgi_application

from association.alliances.services import leave_association
from association.core import clock
from association.core.models import AssociationProfile
from association.peer_review.enums import FindingStatus, RoundKind
from association.peer_review.models import FindingSettings
from association.peer_review.services import (
    confirm_agreement,
    hand_in,
    propose_agreement,
    recheck,
    seat_visitor,
    show_mended,
)
from association.plaques.door import ScanDoor
from association.plaques.selectors import public_by_number
from tests.factories import make_active_plaque, make_secretary, make_visitor
from tests.factories.findings import ITEMS, days_later, make_finding, make_findings, opening_today
from tests.factories.rounds import make_checklist, make_running_round
from tests.plaques.asking import ask, one_connection

pytestmark = pytest.mark.django_db

WINDOW = 20  # days; by then the facts of what was told today stand


@pytest.fixture
def plaque():
    """A member's plaque; it is the only school of its alliance."""
    return make_active_plaque()


def counts(plaque):
    """Promise, open, rectified and told by the school itself, as the public reads them."""
    return [
        (each.promise, each.open, each.rectified, each.self_reported)
        for each in public_by_number(plaque.number).visits.findings
    ]


def panel_of(client, plaque):
    page = client.get(plaque.scan_path, {"lang": "en"}).content
    heading = BeautifulSoup(page, "html.parser").select_one("#visits")
    return " ".join(heading.parent.get_text(" ").split())


def make_differing_report():
    """A report of two visitors who differ, and the place whose answers find nothing amiss."""
    visit = make_running_round(RoundKind.SWEEP, **opening_today()).visits.get()
    visitors = [make_visitor("east"), make_visitor("east")]
    seats = [seat_visitor(visit=visit, user=user, acting_user=None) for user in visitors]
    for seat, answer in zip(seats, ["no", "yes"], strict=True):
        hand_in(
            visit=visit,
            seat=seat,
            source="online",
            visited_on=clock.today(),
            answers={ITEMS["S2"]: answer},
            failed=[ITEMS["S2"]] if answer == "no" else [],
            acting_user=seat.visitor,
        )
    return visit.report, seats[1]


def agree(report, kept):
    """Both visitors agree that what one of them answered is kept."""
    told = {"kept": {ITEMS["S2"]: kept.pk}, "note": ""}
    propose_agreement(report=report, **told, acting_user=kept.visitor)
    other = report.visit.seats.exclude(pk=kept.pk).get()
    confirm_agreement(report=report, acting_user=other.visitor)


def test_a_school_nobody_visited_is_told_as_such_and_nothing_looks_amiss(client, plaque):
    words = panel_of(client, plaque)
    assert words == "Visits by peers Not visited by peers yet."
    assert not public_by_number(plaque.number).visits.long_ago


def test_the_days_since_the_last_visit_are_counted_to_the_day(client, plaque):
    make_finding(schools=0)
    assert "Visited by peers today" in panel_of(client, plaque)
    for days, told in ((1, "1 day ago"), (365, "365 days ago"), (366, "366 days ago")):
        with days_later(days):
            words = panel_of(client, plaque)
        assert f"Last visited by peers {told}" in words
        assert ("long ago" in words) == (days > FindingSettings.load().stale_days)


def test_a_check_of_itself_is_no_visit_by_peers(plaque):
    make_finding(schools=0, kind=RoundKind.SELF)
    with days_later(WINDOW):
        assert public_by_number(plaque.number).visits.last_on is None
        assert counts(plaque) == []


def test_a_visit_counts_once_its_report_is_final(plaque):
    report, kept = make_differing_report()
    assert public_by_number(plaque.number).visits.last_on is None
    agree(report, kept)
    assert public_by_number(plaque.number).visits.last_on == clock.today()


def test_findings_are_counted_by_promise_once_their_facts_stand(plaque):
    found = make_findings(*ITEMS.values(), schools=0)
    graver = [each for each in found if each.severity != "S1"]
    first_day = max(each.facts_stand_on for each in graver)
    assert counts(plaque) == []
    before = (first_day - clock.today()).days - 1
    with days_later(before):
        assert counts(plaque) == []
    with days_later(before + 1):
        expected = {}
        for each in graver:
            expected[each.promise] = expected.get(each.promise, 0) + 1
        assert counts(plaque) == [(code, n, 0, 0) for code, n in sorted(expected.items())]


@pytest.mark.parametrize(
    ("status", "numbers"),
    [
        (FindingStatus.OPEN, (1, 0)),
        (FindingStatus.MENDED, (1, 0)),
        (FindingStatus.CLOSED, (0, 1)),
        (FindingStatus.CONTESTED, None),
        (FindingStatus.WITHDRAWN, None),
    ],
)
def test_contested_and_withdrawn_ones_are_not_counted(plaque, status, numbers):
    finding = make_finding(status, schools=0)
    with days_later(WINDOW):
        assert counts(plaque) == ([(finding.promise, *numbers, 0)] if numbers else [])


def test_what_was_rectified_is_counted_for_some_months(plaque):
    finding = make_finding(FindingStatus.CLOSED, schools=0)
    months = FindingSettings.load().shown_months
    last = clock.months_later(finding.closed_on, months) - dt.timedelta(days=1)
    for day, shown in ((last, 1), (last + dt.timedelta(days=1), 0)):
        with days_later((day - clock.today()).days):
            assert len(counts(plaque)) == shown


def test_what_the_school_told_of_itself_before_is_said_in_its_favour(client, plaque):
    make_finding(schools=0, kind=RoundKind.SELF)
    with days_later(1):
        finding = make_finding(schools=0)
    assert finding.self_reported
    with days_later(WINDOW):
        assert counts(plaque) == [(finding.promise, 1, 0, 1)]
        words = panel_of(client, plaque)
    assert "1 finding open 1 of these the school had told itself, before the visit" in words
    assert "no score, no star and no rank" in words


def test_the_open_data_tells_the_same(client, plaque):
    finding = make_finding(FindingStatus.CLOSED, schools=0)
    with days_later(WINDOW):
        told = client.get(f"/api/v1/plaques/{plaque.number}").json()["visits"]
    assert told == {
        "last_on": clock.today().isoformat(),
        "long_ago": False,
        "months": 12,
        "findings": [
            {"promise": finding.promise, "open": 0, "rectified": 1, "self_reported": 0},
        ],
    }


def test_nothing_is_told_of_a_school_that_left(client, plaque):
    make_finding(schools=0)
    leave_association(school=plaque.school, acting_user=None)
    assert public_by_number(plaque.number).visits is None
    assert b'id="visits"' not in client.get(plaque.scan_path).content
    assert client.get(f"/api/v1/plaques/{plaque.number}").json()["visits"] is None


@pytest.mark.parametrize("items", [1, 3])
def test_the_panel_costs_three_queries_for_any_number_of_findings(
    plaque, items, django_assert_num_queries
):
    make_findings(*list(ITEMS.values())[-items:], schools=0)
    with days_later(WINDOW), django_assert_num_queries(10):
        public_by_number(plaque.number)


def test_a_full_panel_leaves_the_page_small(client):
    make_checklist()  # with the shipped promises, whose titles are as long as they come
    plaque = make_active_plaque()
    finding = make_finding(schools=0)
    for number in range(1, 9):
        finding.pk, finding.code, finding.item_code = None, f"F-2000-000{number}", f"X{number}"
        finding.promise, finding.self_reported = f"P{number}", True
        finding.save(force_insert=True)
    with days_later(400):
        page = client.get(plaque.scan_path).content
    rows = BeautifulSoup(page, "html.parser").select_one("#visits").parent.select("dt")
    assert len(rows) == 8
    assert len(gzip.compress(page, 9)) <= 9 * 1024


# -- stored pages ----------------------------------------------------------------------------------


@pytest.fixture
def door(db):
    AssociationProfile.load()
    return ScanDoor(get_wsgi_application())


def asked(door, plaque):
    return ask(door, plaque.scan_path, HTTP_COOKIE="django_language=en").body.decode()


@pytest.mark.usefixtures(one_connection.__name__)
def test_the_next_scan_after_a_final_report_counts_from_it(door, plaque):
    report, kept = make_differing_report()
    assert "Not visited by peers yet" in asked(door, plaque)
    agree(report, kept)  # and no finding comes of it
    assert not plaque.school.findings.exists()
    assert "Visited by peers today" in asked(door, plaque)


@pytest.mark.usefixtures(one_connection.__name__)
def test_the_stored_page_counts_a_day_more_after_midnight(door, plaque):
    make_finding(schools=0)
    assert "Visited by peers today" in asked(door, plaque)
    with days_later(1):
        assert "Last visited by peers 1 day ago" in asked(door, plaque)


@pytest.mark.usefixtures(one_connection.__name__)
def test_the_next_scan_after_a_finding_changed_or_a_setting_is_new(door, plaque):
    finding = make_finding(schools=0)
    with days_later(WINDOW):
        assert "1 finding open" in asked(door, plaque)
        rules = FindingSettings.load()
        rules.shown_months = 5
        rules.save()
        assert "for 5 months" in asked(door, plaque)
        show_mended(finding=finding, words="已挂好", acting_user=None)
        assert "1 finding open" in asked(door, plaque)
        with days_later(8):
            recheck(finding=finding, mended=True, words="已落实", acting_user=make_secretary())
            page = asked(door, plaque)
    assert "1 finding open" not in page
    assert "1 rectified" in page
    assert "No finding is open." in page
