"""Coordinates come in three systems and are stored in one, WGS-84."""

from collections.abc import Callable

import eviltransform

# About a tenth of a metre.
PLACES = 6


def _unchanged(latitude: float, longitude: float) -> tuple[float, float]:
    return latitude, longitude


def _from_gcj02(latitude: float, longitude: float) -> tuple[float, float]:
    """The library's inverse is off by a metre or two; one correction step leaves millimetres."""
    near = eviltransform.gcj2wgs(latitude, longitude)
    back = eviltransform.wgs2gcj(*near)
    return near[0] + latitude - back[0], near[1] + longitude - back[1]


def _from_bd09(latitude: float, longitude: float) -> tuple[float, float]:
    return _from_gcj02(*eviltransform.bd2gcj(latitude, longitude))


TO_WGS84: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "wgs84": _unchanged,
    "gcj02": _from_gcj02,
    "bd09": _from_bd09,
}


def to_wgs84(latitude: float, longitude: float, *, crs: str) -> tuple[float, float]:
    """Return (latitude, longitude) in WGS-84 degrees, rounded to six places.

    `crs` is "wgs84", "gcj02" (火星坐标系) or "bd09" (百度坐标系). Outside China the systems are
    the same. Raises ValueError for another system.
    """
    if crs not in TO_WGS84:
        message = f"unknown coordinate system: {crs}"
        raise ValueError(message)
    converted_latitude, converted_longitude = TO_WGS84[crs](latitude, longitude)
    return round(converted_latitude, PLACES), round(converted_longitude, PLACES)
