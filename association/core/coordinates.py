"""Coordinates come in three systems and are stored in one, WGS-84."""

from collections.abc import Callable

import eviltransform

# About a tenth of a metre; the conversions themselves are good to about a metre.
PLACES = 6


def _unchanged(latitude: float, longitude: float) -> tuple[float, float]:
    return latitude, longitude


def _from_bd09(latitude: float, longitude: float) -> tuple[float, float]:
    return eviltransform.gcj2wgs_exact(*eviltransform.bd2gcj(latitude, longitude))


TO_WGS84: dict[str, Callable[[float, float], tuple[float, float]]] = {
    "wgs84": _unchanged,
    "gcj02": eviltransform.gcj2wgs_exact,
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
