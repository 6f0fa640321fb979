"""Who is written to for a school or an alliance, for many at once."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from association.alliances.enums import Capacity, MembershipStatus
from association.alliances.models import AllianceLead, Membership, Representative, School
from association.core.regulated import Event


def people_of_schools(keys: Collection[int]) -> dict[int, list[Any]]:
    """Return who is written to for each school: its principal; the staff where there is none.

    keys: of the schools. One query. A school nobody acts for is left out.
    """
    acting = Representative.objects.filter(
        school__in=keys, until__isnull=True, user__is_active=True
    ).select_related("user")
    by_capacity: dict[str, dict[int, list[Any]]] = {each.value: {} for each in Capacity}
    for person in acting.order_by("since", "pk"):
        by_capacity[person.capacity].setdefault(person.school_id, []).append(person.user)
    return by_capacity[Capacity.STAFF] | by_capacity[Capacity.PRINCIPAL]


def leads_of_alliances(keys: Collection[int]) -> dict[int, list[Any]]:
    """Return who leads each alliance now; one without a lead is left out. One query."""
    found: dict[int, list[Any]] = {}
    leads = AllianceLead.objects.filter(
        alliance__in=keys, until__isnull=True, user__is_active=True
    ).select_related("user")
    for lead in leads.order_by("since", "pk"):
        found.setdefault(lead.alliance_id, []).append(lead.user)
    return found


def leads_of_schools(keys: Collection[int]) -> dict[int, list[Any]]:
    """Return who leads the alliance of each school now. Two queries. Others are left out."""
    here = Membership.objects.filter(school__in=keys, status=MembershipStatus.ACTIVE)
    places = dict(here.values_list("school", "alliance"))
    leads = leads_of_alliances(set(places.values()))
    return {school: leads[place] for school, place in places.items() if place in leads}


def people_of_members() -> list[Any]:
    """Return who is written to for each member, each person once. Two queries."""
    schools = School.objects.members().values_list("pk", flat=True)
    people = people_of_schools(list(schools))
    return list({person.pk: person for each in people.values() for person in each}.values())


def of_school(
    school_of: Callable[[Event], int] = lambda event: event.record.school_id,
    *,
    leads: bool = False,
) -> Callable[[Sequence[Event]], Mapping[int, Iterable[Any]]]:
    """Return the function that finds the readers of events on records of schools.

    school_of: the key of an event's school. leads: those of its alliance are told as well.
    """

    def readers(events: Sequence[Event]) -> dict[int, list[Any]]:
        keys = {school_of(event) for event in events}
        people = people_of_schools(keys)
        above = leads_of_schools(keys) if leads else {}
        return {
            event.pk: [*people.get(school_of(event), ()), *above.get(school_of(event), ())]
            for event in events
        }

    return readers
