"""Scans are counted without holding up an answer, and without anything about the reader."""

import datetime as dt
from threading import Thread

import pytest
from django.db import connection, connections

from association.core import clock
from association.plaques import counting
from association.plaques.counting import ScanBuffer
from association.plaques.enums import PublicState
from association.plaques.models import OddScan, ScanCount
from tests.factories import make_active_plaque, make_plaque
from tests.plaques.states import MAKERS, make_in_state

pytestmark = pytest.mark.django_db

ODD = {
    PublicState.NOT_ACTIVATED,
    PublicState.REVOKED,
    PublicState.RETURNED,
    PublicState.SUPERSEDED,
    PublicState.COPY_REPLACED,
}
EAST = {"alliance_code": "east"}


@pytest.fixture(autouse=True)
def nothing_waits():
    counting.buffer.take()
    yield
    counting.buffer.take()


def scans():
    return list(
        ScanCount.objects.order_by("day", "alliance_code").values_list(
            "day", "alliance_code", "scans"
        )
    )


def odd():
    return list(OddScan.objects.order_by("plaque", "state").values_list("plaque", "state", "scans"))


def test_scans_of_a_day_and_an_alliance_add_up_in_one_row():
    buffer, plaque = ScanBuffer(), make_active_plaque()
    for code in ("east", "west", "east", ""):
        buffer.add(alliance_code=code, plaque_id=plaque.pk, state="valid")
    assert scans() == []
    assert buffer.flush()
    buffer.add(alliance_code="east", plaque_id=plaque.pk, state="valid")
    assert buffer.flush()
    today = clock.today()
    assert scans() == [(today, "", 1), (today, "east", 3), (today, "west", 1)]
    assert odd() == []


@pytest.mark.parametrize("state", PublicState)
def test_a_plaque_is_named_only_where_it_should_not_be_scanned(state):
    buffer, plaque = ScanBuffer(), make_plaque()
    for _each in range(2):
        buffer.add(alliance_code="east", plaque_id=plaque.pk, state=state)
        assert buffer.flush()
    assert odd() == ([(plaque.pk, state.value, 2)] if state in ODD else [])
    assert scans() == [(clock.today(), "east", 2)]


def test_a_scan_counts_for_the_local_day_on_which_it_happened():
    buffer, plaque = ScanBuffer(), make_active_plaque()
    before_midnight = dt.datetime(2026, 11, 22, 15, 59, 59, tzinfo=dt.UTC)
    for moment in (before_midnight, before_midnight + dt.timedelta(seconds=1)):
        with clock.at(moment):
            buffer.add(**EAST, plaque_id=plaque.pk, state="valid")
    buffer.flush()
    days = [day.isoformat() for day, _code, _count in scans()]
    assert days == ["2026-11-22", "2026-11-23"]


def test_counts_that_cannot_be_written_are_kept_and_written_later():
    buffer, plaque = ScanBuffer(), make_plaque()
    buffer.add(**EAST, plaque_id=plaque.pk, state="not_activated")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plaques_oddscan RENAME TO plaques_oddscan_away")
    assert not buffer.flush()
    assert scans() == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE plaques_oddscan_away RENAME TO plaques_oddscan")
    buffer.add(**EAST, plaque_id=plaque.pk, state="not_activated")
    assert buffer.flush()
    assert scans() == [(clock.today(), "east", 2)]
    assert odd() == [(plaque.pk, "not_activated", 2)]


def test_a_plaque_that_is_gone_holds_up_nobody_elses_counts():
    buffer, plaque = ScanBuffer(), make_plaque()
    buffer.add(**EAST, plaque_id=plaque.pk, state="revoked")
    buffer.add(**EAST, plaque_id=plaque.pk + 999, state="revoked")
    assert buffer.flush()
    assert odd() == [(plaque.pk, "revoked", 1)]


def test_no_scan_is_lost_between_threads():
    buffer, plaque = ScanBuffer(), make_plaque()
    many = [
        Thread(
            target=lambda: [
                buffer.add(**EAST, plaque_id=plaque.pk, state="not_activated") for _ in range(500)
            ]
        )
        for _each in range(8)
    ]
    for thread in many:
        thread.start()
    for thread in many:
        thread.join()
    buffer.flush()
    assert scans() == [(clock.today(), "east", 4000)]
    assert odd() == [(plaque.pk, "not_activated", 4000)]


def test_with_no_interval_a_scan_is_written_at_once(settings):
    settings.PLAQUE_COUNT_SECONDS = 0
    counting.count_scan(**EAST, plaque_id=make_active_plaque().pk, state="valid")
    assert scans() == [(clock.today(), "east", 1)]


class Written(ScanBuffer):
    """Writes into a list, so that a thread may do it while the test holds the database."""

    def __init__(self):
        super().__init__()
        self.writings = []

    def flush(self):
        self.writings.append(sum(self.take()[0].values()))
        return True


def test_a_writer_comes_after_the_interval_and_goes_home(settings):
    settings.PLAQUE_COUNT_SECONDS = 0.001
    buffer = Written()
    for _each in range(3):
        buffer.add(**EAST, plaque_id=1, state="valid")
    buffer.join()
    buffer.add(**EAST, plaque_id=1, state="valid")
    buffer.join()
    assert sum(buffer.writings) == 4
    assert len(buffer.writings) >= 2


@pytest.mark.parametrize("state", MAKERS)
def test_a_scan_is_counted_and_a_look_up_by_number_is_not(client, state):
    plaque = make_in_state(state)
    client.get(plaque.scan_path)
    client.get(plaque.get_absolute_url())
    client.get("/v/" + "x" * 22)
    counting.buffer.flush()
    code = "" if state == PublicState.RETURNED else "east"
    assert scans() == [(clock.today(), code, 1)]
    assert odd() == ([(plaque.pk, state.value, 1)] if state in ODD else [])


def test_nothing_about_a_reader_has_a_place():
    for model in (ScanCount, OddScan):
        names = {field.name for field in model._meta.get_fields()}
        assert names <= {"id", "day", "alliance_code", "plaque", "state", "scans"}


def test_the_writers_connection_is_its_own_and_closed_afterwards(settings):
    settings.PLAQUE_COUNT_SECONDS = 0.001
    closed = []

    class Watched(Written):
        def flush(self):
            connections["default"].ensure_connection()
            return super().flush()

        def _write_on(self):
            super()._write_on()
            closed.append(connections["default"].connection is None)

    buffer = Watched()
    buffer.add(**EAST, plaque_id=1, state="valid")
    buffer.join()
    assert closed == [True]
    assert connection.connection is not None
