"""A plain map of schools: marks on empty paper, north at the top. No tiles, and no borders.

Positions are WGS-84. Over a district the earth is flat: a degree east is a degree north times the
cosine of the latitude. Marks that would cover each other are moved apart, and keep a line to their
place.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 360
LOWEST, HIGHEST = 220, 440
MARGIN = 24
APART = 26  # between the middles of two marks
METRES_A_DEGREE = 111_320
LEAST_SPAN = 400  # metres; a single school is not the whole map
LENGTHS = (50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000)
RINGS = 40

Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Point:
    """A school to be shown. number: as in the list beside the map."""

    number: int
    name: str
    state: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a point is drawn. home_x, home_y: where it lies, if the mark was moved."""

    point: Point
    x: int
    y: int
    home_x: int
    home_y: int

    @property
    def is_moved(self) -> bool:
        return (self.x, self.y) != (self.home_x, self.home_y)


@dataclass(frozen=True, slots=True)
class Map:
    """What is drawn. bar: a length on the map, of so many metres."""

    width: int
    height: int
    marks: list[Mark]
    bar: int
    bar_metres: int

    @property
    def bar_kilometres(self) -> int:
        """The same in whole kilometres, for a bar that long."""
        return self.bar_metres // 1000


def draw_map(points: Sequence[Point]) -> Map | None:
    """Return a map of points, in their order; None without any."""
    if not points:
        return None
    east, south, spans = _metres(points)
    wide, high = WIDTH - 2 * MARGIN, HIGHEST - 2 * MARGIN
    scale = min(wide / max(spans[0], LEAST_SPAN), high / max(spans[1], LEAST_SPAN))
    height = max(LOWEST, round(spans[1] * scale) + 2 * MARGIN)
    middle = (WIDTH - spans[0] * scale) / 2, (height - spans[1] * scale) / 2
    homes = [
        (middle[0] + x * scale, middle[1] + y * scale) for x, y in zip(east, south, strict=True)
    ]
    metres = max((each for each in LENGTHS if each * scale <= WIDTH / 3), default=LENGTHS[0])
    marks = [
        Mark(point, round(x), round(y), round(home[0]), round(home[1]))
        for point, home, (x, y) in zip(points, homes, _apart(homes, height), strict=True)
    ]
    return Map(WIDTH, height, marks, round(metres * scale), metres)


def _metres(points: Sequence[Point]) -> tuple[list[float], list[float], tuple[float, float]]:
    """Return metres east of the westernmost and south of the northernmost point, and the spans."""
    north = max(point.latitude for point in points)
    west = min(point.longitude for point in points)
    narrower = math.cos(math.radians(sum(point.latitude for point in points) / len(points)))
    east = [(point.longitude - west) * METRES_A_DEGREE * narrower for point in points]
    south = [(north - point.latitude) * METRES_A_DEGREE for point in points]
    return east, south, (max(east), max(south))


def _apart(homes: Sequence[Place], height: int) -> list[Place]:
    placed: list[Place] = []
    for home in homes:
        free = (
            spot
            for spot in _around(home)
            if MARGIN / 2 <= spot[0] <= WIDTH - MARGIN / 2
            and MARGIN / 2 <= spot[1] <= height - MARGIN / 2
            and all(math.dist(spot, other) >= APART for other in placed)
        )
        placed.append(next(free, home))
    return placed


def _around(home: Place) -> Iterator[Place]:
    """Yield the place itself, then places on wider and wider rings around it."""
    yield home
    for ring in range(1, RINGS + 1):
        for step in range(8 * ring):
            angle = 2 * math.pi * step / (8 * ring)
            reach = ring * APART / 2
            yield home[0] + reach * math.cos(angle), home[1] + reach * math.sin(angle)
