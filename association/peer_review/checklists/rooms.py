"""Rooms of a section that is answered several times, known by the name a visitor gave them."""

import unicodedata
from collections.abc import Mapping
from typing import Any

# An item, and the room's name as it is compared, or the room's number where it has none.
Place = tuple[str, str | int]


def room_name(name_code: str | None, row: Mapping[str, Any]) -> str:
    """Return a room's name, empty without one. name_code: the item that asks for it, if any."""
    name = row.get(name_code) if name_code else None
    return name if isinstance(name, str) else ""


def place_of(code: str, room: str, row: int) -> Place:
    """Return what is looked at and where: the same on every visit, in whatever order rooms come."""
    return code, same_name(room) or row


def same_name(name: str) -> str:
    """Return what all ways of writing a name share: 203 and ２０３, 二楼舞蹈室 and 二楼 舞蹈室."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
