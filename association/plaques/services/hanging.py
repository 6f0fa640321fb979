"""The weekly message about plaques that wait to be hung, and those that should be down by now."""

from collections.abc import Collection, Iterable
from typing import Any

from association.accounts.roles import Role, users_in
from association.alliances.models import Alliance, AllianceLead
from association.core import clock
from association.messaging.services import Draft, tell
from association.plaques.hanging_words import Waiting
from association.plaques.models import TakeDown
from association.plaques.selectors import (
    by_alliance,
    take_downs_by_alliance,
    to_hang,
    with_reports,
)

KIND = "hanging_list"


def tell_hanging_list() -> int:
    """Tell the clerks the whole list, and each alliance's leads their part, once a week.

    It says which plaques wait to be hung, and of which ones no photo of the empty place has come by
    their day. Who leads two alliances reads of both in one message; a clerk who leads one reads the
    whole. Nothing waits, no message; asked again in the same week (Monday to Sunday), it tells only
    those who were not told. The number of plaques does not change that of statements.
    Returns the number of messages.
    """
    overdue = list(with_reports(TakeDown.objects.overdue()))
    whole = Waiting(groups=by_alliance(to_hang()), take_downs=overdue)
    if whole.is_empty:
        return 0
    parts = dict.fromkeys(users_in(Role.CLERK).distinct(), whole)
    in_order = take_downs_by_alliance(overdue)
    for lead, alliances in _leads().items():
        parts.setdefault(lead, _part(whole, in_order, alliances))
    return len(tell([_draft(person, part) for person, part in parts.items() if not part.is_empty]))


def _leads() -> dict[Any, list[Alliance]]:
    leads = AllianceLead.objects.filter(until__isnull=True, user__is_active=True)
    found: dict[Any, list[Alliance]] = {}
    for lead in leads.select_related("user", "alliance").order_by("alliance__order", "pk"):
        found.setdefault(lead.user, []).append(lead.alliance)
    return found


def _part(
    whole: Waiting,
    take_downs: dict[Alliance, list[TakeDown]],
    alliances: Collection[Alliance],
) -> Waiting:
    return Waiting(
        alliances=list(alliances),
        groups=[group for group in whole.groups if group[0] in alliances],
        take_downs=_of(take_downs, alliances),
    )


def _of(
    take_downs: dict[Alliance, list[TakeDown]], alliances: Iterable[Alliance]
) -> list[TakeDown]:
    return [row for alliance in alliances for row in take_downs.get(alliance, ())]


def _draft(person: Any, part: Waiting) -> Draft:
    week = clock.today().isocalendar()
    return Draft(
        person=person,
        kind=KIND,
        key=f"{KIND}:{week.year}-{week.week:02}",
        words={"what": part.in_a_line, "to_hang": part.to_hang, "to_take_down": part.to_take_down},
        link=part.link,
    )
