import eviltransform
import pytest
from hypothesis import given
from hypothesis import strategies as st

from association.core.coordinates import to_wgs84

# Two crossings of the city, as GCJ-02.
ANCHORS = [(36.7075, 119.1222), (36.7121, 119.1543)]


@pytest.mark.parametrize(("latitude", "longitude"), ANCHORS)
def test_gcj02_moves_by_some_530_metres_here(latitude, longitude):
    moved = to_wgs84(latitude, longitude, crs="gcj02")
    assert 530 <= eviltransform.distance(latitude, longitude, *moved) <= 535


@given(st.floats(36.60, 36.82), st.floats(119.05, 119.27))
def test_gcj02_and_bd09_come_back_to_where_they_started(latitude, longitude):
    start = (latitude, longitude)
    from_gcj02 = to_wgs84(*eviltransform.wgs2gcj(*start), crs="gcj02")
    from_bd09 = to_wgs84(*eviltransform.wgs2bd(*start), crs="bd09")
    assert eviltransform.distance(*start, *from_gcj02) < 0.2
    assert eviltransform.distance(*start, *from_bd09) < 1


def test_wgs84_stays_and_is_rounded_to_six_places():
    assert to_wgs84(36.70750049, 119.12220051, crs="wgs84") == (36.7075, 119.122201)


def test_an_unknown_system_is_refused():
    with pytest.raises(ValueError, match="xian80"):
        to_wgs84(36.7, 119.1, crs="xian80")
