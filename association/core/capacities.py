"""In what capacity somebody acts: as clerk, as a school's principal, as an alliance's lead.

Capacities are groups. A role of the secretariat is a plain name (`clerk`); a capacity on a row has
the form `<kind>:<row>:<capacity>` (`school:12:principal`). Rooms say by `name_capacities` what
their groups are called in words.
"""

from collections.abc import Callable, Collection
from typing import Any

from django.utils.translation import gettext as _

from association.core.origin import present

ADMIN_PREFIX = "/admin/"
SUPERUSER = "superuser"
ON_A_ROW = ":"

Namer = Callable[[Collection[str]], dict[str, str]]
_namers: list[Namer] = []


def name_capacities(namer: Namer) -> None:
    """Register a function that returns the words for those of the given groups that it knows."""
    if namer not in _namers:
        _namers.append(namer)


def capacity_of(user: Any, school_id: int | None = None) -> str:
    """Return the groups in whose name a person acts now, parted by commas; empty without person.

    In the admin people act by their roles; on a desk for the school that the act is about, else
    for all rows they have a capacity on. Where that leaves none, all their groups are told.
    """
    if user is None:
        return ""
    groups = _groups_of(user)
    request = present().request
    if request is not None and request.path_info.startswith(ADMIN_PREFIX):
        fitting = [name for name in groups if ON_A_ROW not in name]
    else:
        on_rows = [name for name in groups if ON_A_ROW in name]
        own = [name for name in on_rows if name.startswith(f"school:{school_id}:")]
        fitting = own or on_rows
    return ",".join(fitting or groups)


def forget_capacities(user_ids: Collection[int] | None = None) -> None:
    """Read again what groups these people are in, all people if none are named."""
    read = present().roles
    for key in list(read) if user_ids is None else user_ids:
        read.pop(key, None)


def words_for(capacities: Collection[str]) -> dict[str, str]:
    """Return each stored `capacity` in words. The number of queries does not grow with theirs."""
    groups = {name for capacity in capacities for name in capacity.split(",") if name}
    words = {SUPERUSER: _("Administrator")}
    for namer in _namers:
        words |= namer(groups)
    return {
        capacity: _(", ").join(words.get(name, name) for name in capacity.split(",") if name)
        for capacity in capacities
    }


def _groups_of(user: Any) -> list[str]:
    read = present().roles
    if user.pk not in read:
        first = [SUPERUSER] if user.is_superuser else []
        read[user.pk] = first + list(user.groups.order_by("name").values_list("name", flat=True))
    return read[user.pk]
