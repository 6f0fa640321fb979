"""What the audit trail calls those who act for a school, an alliance or a department."""

from collections.abc import Collection, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.alliances.enums import Capacity
from association.alliances.models import Alliance, Department, School
from association.core.capacities import ON_A_ROW


def name_groups(groups: Collection[str]) -> dict[str, str]:
    """Return words for the groups of this room, as `permissions` names them.

    One query for each kind of row, however many groups there are.
    """
    keys: dict[str, set[str]] = {}
    for kind, key, _capacity in _parts(groups):
        keys.setdefault(kind, set()).add(key)
    rows = {kind: _names(kind, of_kind) for kind, of_kind in keys.items()}
    return {
        group: _in_words(kind, capacity, rows[kind].get(key, key))
        for group, (kind, key, capacity) in zip(groups, _parts(groups), strict=True)
        if kind in ("school", "alliance", "department")
    }


def _parts(groups: Collection[str]) -> Iterator[tuple[str, str, str]]:
    for group in groups:
        kind, key, capacity = [*group.split(ON_A_ROW), "", ""][:3]
        yield kind, key, capacity


def _names(kind: str, keys: Collection[str]) -> dict[str, str]:
    if kind == "school":
        schools = School.objects.filter(pk__in=[key for key in keys if key.isdecimal()])
        return {str(pk): name for pk, name in schools.values_list("pk", "name")}
    if kind in ("alliance", "department"):
        model = Alliance if kind == "alliance" else Department
        return {row.code: row.name for row in model.objects.filter(code__in=keys)}
    return {}


def _in_words(kind: str, capacity: str, name: str) -> str:
    if kind == "school":
        known = capacity in Capacity.values
        label = Capacity(capacity).label if known else capacity
    elif kind == "alliance":
        label = {
            "lead": pgettext("capacity", "Lead"),
            "visitor": pgettext("capacity", "Visitor"),
        }.get(capacity, capacity)
    else:
        label = pgettext("capacity", "Liaison")
    return _("%(capacity)s, %(of)s") % {"capacity": label, "of": name}
