"""Coordinates are taken only where it is certain what they mean."""

import pytest

from association.core.coordinates import to_wgs84
from tests.roster.books import CODES, HEADER, parse_rows, school

LATITUDE, LONGITUDE = 36.7075, 119.1222
PLACED = [*HEADER, "经度", "纬度"]


def place_of(longitude, latitude, note="坐标系:GCJ-02", header=PLACED):
    parsed = parse_rows(school(CODES[0], longitude, latitude), header=header, above=[[note]])
    row = parsed.importable[0]
    return (row.latitude, row.longitude, row.source_crs), [w.reason for w in parsed.all_warnings]


@pytest.mark.parametrize(
    ("note", "crs"),
    [
        ("坐标系:GCJ-02", "gcj02"),
        ("坐标系：ＧＣＪ－０２", "gcj02"),
        ("填报单位:秘书处  坐标为火星坐标系", "gcj02"),
        ("坐标系 WGS-84", "wgs84"),
        ("坐标系 wgs84", "wgs84"),
        ("BD-09", "bd09"),
        ("百度坐标", "bd09"),
    ],
)
def test_the_note_above_the_header_names_the_system(note, crs):
    place, doubts = place_of(LONGITUDE, LATITUDE, note)
    assert place == (*to_wgs84(LATITUDE, LONGITUDE, crs=crs), crs)
    assert doubts == []


def test_the_header_itself_may_name_the_system():
    place, _ = place_of(LONGITUDE, LATITUDE, "台账", [*HEADER, "经度(WGS-84)", "纬度(WGS-84)"])
    assert place == (LATITUDE, LONGITUDE, "wgs84")


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("台账", "coordinate system missing"),
        ("坐标系：西安80", "coordinate system missing"),
        ("GCJ-02 或 WGS-84", "coordinate system ambiguous"),
    ],
)
def test_without_one_certain_system_no_coordinates_are_taken(note, reason):
    assert place_of(LONGITUDE, LATITUDE, note) == ((None, None, ""), [reason])


def test_a_swapped_pair_is_put_right_and_told():
    straight, _ = place_of(LONGITUDE, LATITUDE)
    assert place_of(LATITUDE, LONGITUDE) == (straight, ["coordinates swapped"])


@pytest.mark.parametrize(
    ("longitude", "latitude", "doubts"),
    [
        (None, None, []),
        ("无", "/", []),
        (LONGITUDE, None, ["coordinates incomplete"]),
        ("东经119度", LATITUDE, ["coordinates unreadable"]),
        (0, 0, ["coordinates impossible"]),
        (-LONGITUDE, LATITUDE, ["coordinates impossible"]),
        (1e12, LATITUDE, ["coordinates unreadable"]),
    ],
)
def test_a_pair_that_points_nowhere_is_not_taken(longitude, latitude, doubts):
    assert place_of(longitude, latitude) == ((None, None, ""), doubts)


def test_a_place_outside_the_district_is_taken_and_told():
    place, doubts = place_of(116.39, 39.9, "WGS-84")
    assert place == (39.9, 116.39, "wgs84")
    assert doubts == ["coordinates out of range"]


def test_texts_are_read_as_numbers():
    assert place_of("１１９．１２２２°", " 36.7075 ", "WGS-84")[0] == (LATITUDE, LONGITUDE, "wgs84")


def test_one_column_alone_is_told_once_for_the_file():
    parsed = parse_rows(school(CODES[0], LATITUDE), header=[*HEADER, "纬度"], above=[["GCJ-02"]])
    assert [(w.row, w.reason) for w in parsed.all_warnings] == [(None, "coordinates incomplete")]
