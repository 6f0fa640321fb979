"""The member list: every member school with its alliance and its present plaques."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.translation import pgettext_lazy

from association.alliances.enums import MembershipStatus
from association.alliances.models import Alliance, Membership, School
from association.plaques.enums import NUMBER_STATES, PublicState
from association.plaques.models import Plaque

NO_PLAQUE = "none"
NO_PLAQUE_LABEL = pgettext_lazy("public state", "No plaque yet")


@dataclass(frozen=True)
class MemberRow:
    """A line of the list. plaques: the latest of each campus; empty where there is none yet."""

    school: School
    alliance: Alliance
    plaques: list[Plaque]


def state_choices() -> list[tuple[str, str]]:
    """Return the states a member's plaque can be looked for by, as (key, label).

    A replaced plaque is never the latest of its campus.
    """
    latest = [state for state in NUMBER_STATES if state != PublicState.SUPERSEDED]
    return [*((state.value, state.label) for state in latest), (NO_PLAQUE, NO_PLAQUE_LABEL)]


def present_plaques() -> QuerySet[Plaque]:
    """Return the latest plaque of each campus; earlier ones are history."""
    later = Plaque.objects.filter(campus=OuterRef("campus"), pk__gt=OuterRef("pk"))
    return Plaque.objects.filter(~Exists(later))


def counts_by_state() -> list[tuple[PublicState, int]]:
    """Return how many present plaques are in each state, as the public reads them. One query.

    Only states that occur, the good one first.
    """
    states = {
        state.value: Count("pk", filter=Q(pk__in=Plaque.objects.in_state(state).values("pk")))
        for state in reversed(NUMBER_STATES)
    }
    counted = present_plaques().aggregate(**states)
    return [(PublicState(value), number) for value, number in counted.items() if number]


def find_members(*, q: str = "", alliance: str = "", state: str = "") -> QuerySet[School]:
    """Return the members that fit, by name; the order says nothing about a school.

    q: some characters of the name. alliance: a code. state: a PublicState or NO_PLAQUE.
    Empty arguments leave nothing out. Read the rows with `member_rows`.
    """
    schools = School.objects.members()
    if alliance:
        schools = School.objects.in_alliance(alliance)
    if q:
        schools = schools.named_like(q)
    if state == NO_PLAQUE:
        schools = schools.filter(plaques__isnull=True)
    elif state:
        schools = schools.filter(pk__in=present_plaques().in_state(state).values("school"))
    active = Membership.objects.filter(status=MembershipStatus.ACTIVE).select_related("alliance")
    return schools.prefetch_related(
        Prefetch("memberships", queryset=active, to_attr="present_memberships"),
        Prefetch(
            "plaques", queryset=present_plaques().order_by("campus"), to_attr="present_plaques"
        ),
    )


def member_row(school: School) -> MemberRow:
    """Return the line of a school that `find_members` found."""
    return MemberRow(
        school=school,
        alliance=school.present_memberships[0].alliance,
        plaques=school.present_plaques,
    )
