"""Whoever is appointed or dismissed is told at the end of the act, and so are the school's people.

Not by the event: it names no account. A hand-over tells of its appointments itself.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from association.alliances.models import (
    AllianceLead,
    AllianceVisitor,
    DepartmentLiaison,
    Representative,
    School,
)
from association.alliances.readers import people_of_schools
from association.messaging.services import Draft, tell

Appointment = Representative | AllianceLead | AllianceVisitor | DepartmentLiaison


@dataclass(frozen=True, kw_only=True)
class Seat:
    """Where a person was appointed. place, role: in words, read in each language."""

    place: Callable[[], str]
    role: Callable[[], str]
    desk: str


def tell_of_appointment(row: Appointment, *, acting_user: Any) -> None:
    """Tell whoever was appointed, unless they did it themselves; and the school's other people.

    Call it in the transaction of the act.
    """
    seat = _seat_of(row)
    words = {"place": seat.place, "role": seat.role, "next": lambda: _next(row)}
    own = _draft(row, row.user, "person_appointed", words, seat.desk)
    _tell([own, *_to_others(row, "school_gained_person")], acting_user)


def tell_of_dismissal(
    row: Appointment, *, acting_user: Any, with_school: School | None = None
) -> None:
    """Tell whoever was dismissed, unless they did it themselves; and the school's other people.

    with_school: as for `dismiss_visitor`. Call it in the transaction of the act.
    """
    seat = _seat_of(row)
    words = {"place": seat.place, "role": seat.role, "why": lambda: _why(with_school)}
    # No address: the desk is closed to them.
    own = _draft(row, row.user, "person_dismissed", words, "")
    _tell([own, *_to_others(row, "school_lost_person")], acting_user)


def _tell(drafts: list[Draft], acting_user: Any) -> None:
    actor = getattr(acting_user, "pk", None)
    tell([draft for draft in drafts if draft.person.pk != actor])


def _draft(row: Appointment, person: Any, kind: str, words: dict[str, Any], link: str) -> Draft:
    key = f"{row._meta.label_lower}:{row.pk}:{kind}"
    return Draft(person=person, kind=kind, key=key, words=words, link=link)


def _to_others(row: Appointment, kind: str) -> list[Draft]:
    if not isinstance(row, Representative):
        return []
    words = {
        "school": row.school.name,
        "person": str(row.user),
        "role": lambda: row.get_capacity_display().lower(),
    }
    link = reverse("alliances:people", args=[row.school.uscc])
    return [_draft(row, person, kind, words, link) for person in _others(row)]


def _others(row: Representative) -> list[Any]:
    people = people_of_schools([row.school_id]).get(row.school_id, [])
    return [person for person in people if person.pk != row.user_id]


def _seat_of(row: Appointment) -> Seat:
    match row:
        case Representative():
            return Seat(
                place=lambda: row.school.name,
                role=lambda: row.get_capacity_display().lower(),
                desk=reverse("alliances:school_desk", args=[row.school.uscc]),
            )
        case AllianceLead():
            return _at(row, row.alliance, "alliances:led_alliance")
        case AllianceVisitor():
            return _at(row, row.alliance, "alliances:visited_alliance")
        case DepartmentLiaison():
            return _at(row, row.department, "alliances:read_department")


def _at(row: Appointment, place: Any, desk: str) -> Seat:
    return Seat(
        place=lambda: place.name,
        role=lambda: str(row._meta.verbose_name),
        desk=reverse(desk, args=[place.code]),
    )


def _next(row: Appointment) -> str:
    if isinstance(row, Representative):
        return _("The school's desk is open for you.")
    return _("Your desk is open. Your next sign-in asks you to set up a second factor.")


def _why(school: School | None) -> str:
    if school is None:
        return ""
    return _("You visited as somebody of %(school)s, and that has ended.") % {"school": school.name}
