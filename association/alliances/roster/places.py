"""Coordinates in a ledger: which system they are in, and where they lie."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from association.alliances.enums import CoordinateSystem
from association.alliances.roster.sheet import Cell, Unreadable
from association.alliances.roster.text import narrow, value_of
from association.alliances.roster.values import BadValue
from association.core.coordinates import to_wgs84

SYSTEMS = {
    CoordinateSystem.GCJ02: re.compile(
        r"GCJ-?0?2|火星坐标|国测局坐标|高德坐标|腾讯坐标", re.IGNORECASE
    ),
    CoordinateSystem.WGS84: re.compile(r"WGS-?(?:19)?84", re.IGNORECASE),
    CoordinateSystem.BD09: re.compile(r"BD-?0?9|百度坐标", re.IGNORECASE),
}


class Bounds(NamedTuple):
    """A box in degrees, its edges included."""

    south: float
    north: float
    west: float
    east: float

    def hold(self, latitude: float, longitude: float) -> bool:
        return self.south <= latitude <= self.north and self.west <= longitude <= self.east


# Latitudes and longitudes of China never overlap, so a swapped pair is certain to be one.
CHINA = Bounds(3.8, 53.6, 73.4, 135.1)
DISTRICT = Bounds(36.60, 36.82, 119.05, 119.27)


class Place(NamedTuple):
    """A point in WGS-84 degrees, with the system it was given in and the doubts about it."""

    latitude: float | None = None
    longitude: float | None = None
    source_crs: str = ""
    doubts: tuple[str, ...] = ()


def systems_named(cells: Iterable[Cell]) -> set[CoordinateSystem]:
    """Return the coordinate systems that notes and headers name."""
    text = narrow(" ".join(cell for cell in cells if isinstance(cell, str)))
    return {system for system, pattern in SYSTEMS.items() if pattern.search(text)}


def place(latitude: Cell, longitude: Cell, *, crs: CoordinateSystem, bounds: Bounds) -> Place:
    """Return where the two cells point. Empty cells point nowhere, without a doubt.

    A swapped pair is put right and told. A point outside China is not taken; one outside `bounds`
    (of the WGS-84 point) is taken and told.
    """
    if any(isinstance(cell, Unreadable) for cell in (latitude, longitude)):
        return Place()
    texts = [narrow(value_of(cell)).rstrip("°") for cell in (latitude, longitude)]
    if not any(texts):
        return Place()
    if not all(texts):
        return Place(doubts=("coordinates incomplete",))
    try:
        north, east = (_degrees(text) for text in texts)
    except BadValue as bad:
        return Place(doubts=(bad.reason,))
    doubts = []
    if CHINA.hold(east, north):
        north, east = east, north
        doubts.append("coordinates swapped")
    if not CHINA.hold(north, east):
        return Place(doubts=("coordinates impossible",))
    north, east = to_wgs84(north, east, crs=crs)
    if not bounds.hold(north, east):
        doubts.append("coordinates out of range")
    return Place(north, east, str(crs), tuple(doubts))


def _degrees(text: str) -> float:
    if not re.fullmatch(r"[+-]?\d{1,3}(?:\.\d+)?", text):
        raise BadValue("coordinates unreadable")
    return float(text)
