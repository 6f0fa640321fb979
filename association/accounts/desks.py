"""Where a person lands after signing in. Each room registers its desk; accounts knows none."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse


class Desk(NamedTuple):
    """A working place. `belongs_to(user)` says whether it is theirs; lower `order` wins."""

    order: int
    belongs_to: Callable[[Any], bool]
    url_name: str


_desks: list[Desk] = []


def register_desk(desk: Desk) -> None:
    """Add a desk; called in a room's AppConfig.ready()."""
    _desks.append(desk)
    _desks.sort(key=lambda d: d.order)


def desk_address(user: Any) -> str | None:
    """Return the address of the user's first desk, or None where there is no desk for them."""
    return next((reverse(d.url_name) for d in _desks if d.belongs_to(user)), None)
