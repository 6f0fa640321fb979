import datetime as dt

import pytest

from association.core import clock

SHANGHAI = dt.timezone(dt.timedelta(hours=8))


def test_the_day_is_the_local_day():
    with clock.at(dt.datetime(2026, 3, 1, 16, 30, tzinfo=dt.UTC)):
        assert clock.today() == dt.date(2026, 3, 2)


def test_the_clock_goes_on_after_the_block():
    moment = dt.datetime(2020, 1, 1, tzinfo=SHANGHAI)
    with clock.at(moment):
        assert clock.now() == moment
    assert clock.now() > moment


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="aware"), clock.at(dt.datetime(2026, 1, 1)):  # noqa: DTZ001 -- the point
        pass
