"""What plaques show on the pages of lower rooms: desks, a pledge's review, a signed paper."""

from typing import Any

from laces.components import Component

from association.alliances.models import Alliance, School
from association.core import clock, panels
from association.plaques.enums import LIVING_STATUSES, PublicState
from association.plaques.panels_badge import badge_panel
from association.plaques.panels_paper import paper_panel
from association.plaques.permissions import plaque_policy
from association.plaques.selectors import (
    NO_PLAQUE,
    ToHang,
    campuses_without_plaque,
    find_members,
    pledges_without_plaque,
    row_to_hang,
    state_counts,
)
from association.plaques.selectors.public import state_of
from association.pledges.enums import PledgeStatus
from association.pledges.models import Acceptance, Pledge


class SchoolPlaques(Component):
    """What others are told of the school's plaques, and what the school does with each."""

    template_name = "plaques/panels/school.html"

    def __init__(self, school: School) -> None:
        self.school = school

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        plaques = self.school.plaques.select_related("campus").prefetch_related("events")
        present = [plaque for plaque in plaques if plaque.status in LIVING_STATUSES]
        return {
            "school": self.school,
            "today": clock.today(),
            # Plaques that ended are shown only where nothing newer took their place.
            "plaques": [(plaque, state_of(plaque)) for plaque in present or plaques[:1]],
        }


class AlliancePlaques(Component):
    """How the alliance's members stand, and which plaques are still to be hung."""

    template_name = "plaques/panels/alliance.html"

    def __init__(self, alliance: Alliance) -> None:
        self.alliance = alliance

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        schools = list(find_members(alliance=self.alliance.code))
        return {
            "alliance": self.alliance,
            "counts": [(state.value, state.label, count) for state, count in state_counts(schools)],
            "without": sum(not school.present_plaques for school in schools),
            "without_key": NO_PLAQUE,
            "to_hang": self._to_hang(schools),
        }

    def _to_hang(self, schools: list[School]) -> list[ToHang]:
        waiting = [
            row_to_hang(plaque, self.alliance)
            for school in schools
            for plaque in school.present_plaques
            if plaque.state == PublicState.NOT_ACTIVATED
        ]
        return sorted(waiting, key=lambda row: row.days_left)


class PledgePlaques(Component):
    """The plaques issued on a pledge, and the way to the next one."""

    template_name = "plaques/panels/pledge.html"

    def __init__(self, pledge: Pledge, *, may_issue: bool) -> None:
        self.pledge = pledge
        self.may_issue = may_issue

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "pledge": self.pledge,
            "plaques": list(self.pledge.plaques.select_related("campus")),
            "may_issue": self.may_issue and campuses_without_plaque(self.pledge).exists(),
        }


class AcceptedPlaques(Component):
    """The way from many accepted pledges to their plaques, in one batch."""

    template_name = "plaques/panels/accepted.html"

    def __init__(self, acceptance: Acceptance, waiting: int) -> None:
        self.acceptance = acceptance
        self.waiting = waiting

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"acceptance": self.acceptance, "waiting": self.waiting}


def school_panel(*, subject: School, user: Any) -> Component:
    """Return the school desk's panel."""
    return SchoolPlaques(subject)


def alliance_panel(*, subject: Alliance, user: Any) -> Component:
    """Return the alliance desk's panel."""
    return AlliancePlaques(subject)


def pledge_panel(*, subject: Pledge, user: Any) -> Component | None:
    """Return the panel of an accepted pledge, or of one that has plaques."""
    accepted = subject.status == PledgeStatus.ACCEPTED
    if not accepted and not subject.plaques.exists():
        return None
    may_issue = accepted and plaque_policy.user_has_permission(user, "issue")
    return PledgePlaques(subject, may_issue=may_issue)


def accepted_panel(*, subject: Acceptance, user: Any) -> Component | None:
    """Return the panel where a person may issue plaques on the pledges, and some wait for one."""
    if not plaque_policy.user_has_permission(user, "issue"):
        return None
    waiting = pledges_without_plaque().filter(pk__in=subject.lines.values("pledge")).count()
    return AcceptedPlaques(subject, waiting) if waiting else None


def register() -> None:
    """Put the panels in their places; called once, in AppConfig.ready()."""
    panels.school_seen.register(school_panel, order=10)
    panels.school_seen.register(badge_panel, order=60)
    panels.alliance_desk.register(alliance_panel, order=20)
    panels.pledge_review.register(pledge_panel, order=20)
    panels.pledges_accepted.register(accepted_panel, order=20)
    panels.paper_page.register(paper_panel, order=20)
