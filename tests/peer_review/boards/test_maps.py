"""The map of a round's schools: true to scale, and no mark covers another."""

import math

import pytest

from association.peer_review.maps import APART, HIGHEST, WIDTH, Point, draw_map

HERE = (36.71, 119.16)


def points(*places):
    return [
        Point(number, f"第{number}学校", "planned", latitude, longitude)
        for number, (latitude, longitude) in enumerate(places, start=1)
    ]


def spots(drawn):
    return [(mark.x, mark.y) for mark in drawn.marks]


def test_without_a_position_there_is_no_map():
    assert draw_map([]) is None


def test_a_single_school_stands_in_the_middle():
    drawn = draw_map(points(HERE))
    assert spots(drawn) == [(drawn.width // 2, drawn.height // 2)]


def test_north_is_up_east_is_right_and_a_kilometre_is_as_long_both_ways():
    north, east = 1000 / 111_320, 1000 / (111_320 * math.cos(math.radians(HERE[0])))
    drawn = draw_map(points(HERE, (HERE[0] + north, HERE[1]), (HERE[0], HERE[1] + east)))
    here, above, beside = spots(drawn)
    assert above[0] == here[0]
    assert beside[1] == here[1]
    up, right = here[1] - above[1], beside[0] - here[0]
    assert up > 100
    assert abs(up - right) <= 2
    assert abs(drawn.bar * 1000 / drawn.bar_metres - up) <= 6


@pytest.mark.parametrize("count", [2, 12, 60])
def test_marks_in_one_building_are_moved_apart_and_keep_their_place(count):
    drawn = draw_map(points(*[HERE] * count, (HERE[0] + 0.05, HERE[1] + 0.05)))
    placed = spots(drawn)
    gaps = [math.dist(one, other) for place, one in enumerate(placed) for other in placed[:place]]
    assert min(gaps) >= APART - 1.5  # whole pixels
    assert all(0 < x < WIDTH and 0 < y < drawn.height <= HIGHEST for x, y in placed)
    assert not drawn.marks[0].is_moved
    assert drawn.marks[1].is_moved
    assert len({(mark.home_x, mark.home_y) for mark in drawn.marks}) == 2
