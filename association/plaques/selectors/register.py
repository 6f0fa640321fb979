"""The register as a department reads it: every member with its pledge and its present plaques."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from association.alliances.models import Alliance, School
from association.core import clock
from association.plaques.enums import PublicState
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.selectors.members import find_members, member_row
from association.pledges.enums import PledgeStatus
from association.pledges.models import Pledge

LATELY = dt.timedelta(days=90)
# What a school is still reading, or has undone, was never a pledge to anybody.
TOLD = [
    PledgeStatus.ACCEPTED,
    PledgeStatus.SUBMITTED,
    PledgeStatus.RETURNED,
    PledgeStatus.WITHDRAWN,
    PledgeStatus.ENDED,
]


@dataclass(frozen=True)
class RegisterRow:
    """A member. pledge: the one in force, else the latest signed one; None where there is none.

    plaques: the latest of each campus.
    """

    school: School
    alliance: Alliance
    pledge: Pledge | None
    plaques: list[Plaque]


def find_registered(*, q: str = "", alliance: str = "", state: str = "") -> QuerySet[School]:
    """Return the members that fit, by name, as `find_members` does, with their pledges.

    Read the rows with `register_row`.
    """
    told = Pledge.objects.filter(status__in=TOLD).order_by("-started_at", "-pk")
    found = find_members(q=q, alliance=alliance, state=state)
    return found.prefetch_related(
        Prefetch("pledges", queryset=told, to_attr="told_pledges"), "present_plaques__campus"
    )


def register_row(school: School) -> RegisterRow:
    """Return the line of a school that `find_registered` found. No query."""
    member = member_row(school)
    in_force = [p for p in school.told_pledges if p.status == PledgeStatus.ACCEPTED]
    pledge = next(iter(in_force or school.told_pledges), None)
    return RegisterRow(school, member.alliance, pledge, member.plaques)


def state_counts(schools: Iterable[School]) -> Iterator[tuple[PublicState, int]]:
    """Yield each state that a present plaque is in, with how many are. No query.

    schools: as `find_members` returns them.
    """
    counted = Counter(plaque.state for school in schools for plaque in school.present_plaques)
    yield from ((state, counted[state]) for state in PublicState if counted[state])


def lately_decided() -> QuerySet[MeasureProposal]:
    """Return the measures that two people carried out in the last 90 days, latest first."""
    carried_out = MeasureProposal.objects.filter(carried_out_at__gte=clock.now() - LATELY)
    related = carried_out.select_related("plaque__school", "plaque__campus", "promise")
    return related.order_by("-carried_out_at", "-pk")
