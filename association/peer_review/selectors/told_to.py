"""Who is told of rounds, visits and findings, and what they read of them."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from association.alliances.models import AllianceVisitor, Representative, School
from association.alliances.readers import leads_of_alliances, leads_of_schools, people_of_schools
from association.peer_review.enums import RoundScope, VisitStatus
from association.peer_review.models import Round, Seat, Visit


def people_of(*schools: int | None) -> list[Any]:
    """Return who is written to for some schools, by their keys, each person once. One query."""
    found = people_of_schools({key for key in schools if key})
    return list({person.pk: person for each in found.values() for person in each}.values())


def people_of_members(*schools: int | None) -> list[Any]:
    """Return the same, but nobody of a school that has left. Two queries."""
    members = School.objects.members().filter(pk__in=[key for key in schools if key])
    return people_of(*members.values_list("pk", flat=True))


def standing_seats(visits: Any) -> QuerySet[Seat]:
    """Return the places of some visits whose visitors still go: for a school, or the alliance."""
    acts = Representative.objects.filter(
        school=OuterRef("school"), user=OuterRef("visitor"), until__isnull=True
    )
    goes = AllianceVisitor.objects.filter(user=OuterRef("visitor"), until__isnull=True)
    standing = Seat.objects.filter(visit__in=visits, until__isnull=True, visitor__isnull=False)
    standing = standing.filter(Exists(acts) | (Q(school__isnull=True) & Exists(goes)))
    return standing.select_related("visitor").order_by("pk")


def visitors_of(visits: Collection[int]) -> dict[int, list[Any]]:
    """Return who goes to each visit, by its key. One query. One without a name is left out."""
    found: dict[int, list[Any]] = {}
    for seat in standing_seats(visits):
        found.setdefault(seat.visit_id, []).append(seat.visitor)
    return found


def visitors_in(of: Round) -> list[Any]:
    """Return who is named for a visit of a round that is still to come, each once. One query."""
    visits = of.visits.filter(status=VisitStatus.PLANNED).values("pk")
    return list({seat.visitor_id: seat.visitor for seat in standing_seats(visits)}.values())


def waited_for_in(of: Round) -> list[Any]:
    """Return whom the end of a round spares a visit: visited schools, those that send, visitors."""
    visits = of.visits.filter(status=VisitStatus.PLANNED)
    sends = Seat.objects.filter(visit__in=visits.values("pk"), until__isnull=True)
    schools = [
        *visits.values_list("school", flat=True),
        *sends.filter(submissions__isnull=True).values_list("school", flat=True),
    ]
    people = [*people_of(*schools), *visitors_in(of)]
    return list({person.pk: person for person in people}.values())


def leads_running(of: Round, *, but: int) -> list[Any]:
    """Return who leads the alliance whose own round it is; nobody where the secretariat runs it.

    but: the key of a school whose own people are left out. Two queries.
    """
    if of.scope != RoundScope.ONE:
        return []
    leads = leads_of_alliances({of.alliance_id})
    return _strangers_to({but: leads.get(of.alliance_id, [])})[but]


def leads_following(schools: Collection[int]) -> dict[int, list[Any]]:
    """Return who follows the findings of each school: its alliance's leads, none of its own people.

    Three queries.
    """
    return _strangers_to(leads_of_schools(schools))


def visit_words(visit: Visit) -> dict[str, Any]:
    """Return the visited school and the days of a visit, as letters about it name them."""
    return {"school": visit.school.name, **round_words(visit.round)}


def round_words(of: Round) -> dict[str, Any]:
    """Return the title and the days of a round, as letters about it name them."""
    return {
        "round": of.title,
        "opens": of.opens_on,
        "closes": of.closes_on,
        "due": of.due_on,
    }


def _strangers_to(leads: dict[int, Iterable[Any]]) -> dict[int, list[Any]]:
    """Nobody decides on the own school, so nobody is asked to."""
    own = Representative.objects.filter(school__in=leads, until__isnull=True)
    acting = set(own.values_list("school", "user"))
    return {
        school: [each for each in people if (school, each.pk) not in acting]
        for school, people in leads.items()
    }
