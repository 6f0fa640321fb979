"""Who is told of what happens to a case: its school, those who have a part in it, departments."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db.models import F

from association.accounts.models import User
from association.alliances.models import DepartmentLiaison
from association.alliances.readers import of_school
from association.core.regulated import Event, Regulated
from association.messaging.tellings import Readers
from association.violations.enums import Part
from association.violations.models import Case, CasePerson
from association.violations.selectors.people import possible_deciders

INVESTIGATE, DECIDE = "violations.investigate_case", "violations.decide_case"
HEAR = "violations.hear_appeal"
BY_ROLE = "django.contrib.auth.backends.ModelBackend"


def case_of(event: Event) -> Case:
    """Return the case that an event belongs to."""
    return event.record if isinstance(event.record, Case) else event.record.case


def about(model: type[Regulated]) -> Callable[[Event], bool]:
    """Return the condition that an event is one of these records: some acts leave two events."""
    return lambda event: isinstance(event.record, model)


# Whoever is written to for the school of a case.
school = of_school(lambda event: case_of(event).school_id)


def investigators(events: Sequence[Event]) -> dict[int, list[Any]]:
    """Return who looks into the cases and still works on cases at all."""
    return _with_part(events, Part.INVESTIGATOR, INVESTIGATE)


def deciders(events: Sequence[Event]) -> dict[int, list[Any]]:
    """Return who is named in the latest ballot of the cases."""
    return _with_part(events, Part.DECIDER, DECIDE, ballot=F("case__ballot"))


def free_deciders(events: Sequence[Event]) -> dict[int, list[Any]]:
    """Return who decides cases and can agree to something in this one."""
    return {event.pk: possible_deciders(case_of(event)) for event in events}


def panel(events: Sequence[Event]) -> dict[int, list[Any]]:
    """Return who is named to hear the appeals in the cases."""
    return _with_part(events, Part.APPEAL, HEAR)


def liaisons(events: Sequence[Event]) -> dict[int, list[Any]]:
    """Return who reads now for the department of each filing or joint visit."""
    found = liaisons_of({event.record.department_id for event in events})
    return {event.pk: found.get(event.record.department_id, []) for event in events}


def liaisons_of(departments: Collection[int]) -> dict[int, list[Any]]:
    """Return who reads now for some departments, by their keys. One query."""
    rows = DepartmentLiaison.objects.filter(
        department__in=departments, until__isnull=True, user__is_active=True
    )
    found: dict[int, list[Any]] = {}
    for row in rows.select_related("user").order_by("pk"):
        found.setdefault(row.department_id, []).append(row.user)
    return found


def who_did(permission: str, *verbs: str) -> Readers:
    """Return the function that finds who did such acts on the same record, the latest of each.

    permission: what they still need to open the record.
    """

    def readers(events: Sequence[Event]) -> dict[int, list[Any]]:
        return {event.pk: _who_did(event, permission, verbs) for event in events}

    return readers


def _who_did(event: Event, permission: str, verbs: Sequence[str]) -> list[Any]:
    done = event.record.events.filter(verb__in=verbs, acting_user__in=_may(permission))
    latest = {each.verb: each.acting_user for each in done.select_related("acting_user")}
    return list({person.pk: person for person in latest.values()}.values())


def _may(permission: str) -> Any:
    """Return the keys of those who may do something in the admin."""
    return User.objects.with_perm(permission, backend=BY_ROLE).values("pk")


def _with_part(
    events: Sequence[Event], part: Part, permission: str, **more: Any
) -> dict[int, list[Any]]:
    """One query. Whoever may not open the case any more is left out."""
    cases = {event.pk: case_of(event).pk for event in events}
    rows = CasePerson.objects.filter(
        case__in=cases.values(), part=part, user__in=_may(permission), **more
    )
    people: dict[int, dict[int, Any]] = {}
    for row in rows.select_related("user"):
        people.setdefault(row.case_id, {})[row.user_id] = row.user
    return {event: list(people.get(case, {}).values()) for event, case in cases.items()}
