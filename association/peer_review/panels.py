"""What rounds show on the desks of alliances, and of those who visit for them."""

from typing import Any

from laces.components import Component

from association.alliances.models import Alliance, School
from association.core import panels
from association.peer_review.models import Seat
from association.peer_review.panels_following import agreement_panel, lead_panel, recheck_panel
from association.peer_review.panels_public import public_panel, seen_panel
from association.peer_review.selectors.board import ROUND_LOOKS, running_rounds
from association.peer_review.selectors.school import visits_of_person


class AllianceRounds(Component):
    """The rounds under way, and how far they are."""

    template_name = "peer_review/panels/alliance.html"

    def __init__(self, alliance: Alliance) -> None:
        self.alliance = alliance

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        rows = [
            {"round": row, "look": ROUND_LOOKS[row.status]} for row in running_rounds(self.alliance)
        ]
        return {"alliance": self.alliance, "rows": rows}


class VisitorVisits(Component):
    """The visits a person is named for."""

    template_name = "peer_review/panels/visitor.html"

    def __init__(self, seats: list[Seat]) -> None:
        self.seats = seats

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"seats": self.seats}


def alliance_panel(*, subject: Alliance, user: Any) -> Component:
    """Return the alliance desk's panel; also without a round it leads to planning one."""
    return AllianceRounds(subject)


def visitor_panel(*, subject: Alliance, user: Any) -> Component | None:
    """Return the visitor desk's panel, None where this person is named for no visit."""
    seats = visits_of_person(user, of=School.objects.in_alliance(subject.code))
    return VisitorVisits(seats) if seats else None


def register() -> None:
    """Put the panels in their places; called once, in AppConfig.ready()."""
    panels.alliance_desk.register(lead_panel, order=7)
    panels.alliance_desk.register(alliance_panel, order=8)
    panels.visitor_desk.register(agreement_panel, order=8)
    panels.visitor_desk.register(recheck_panel, order=9)
    panels.visitor_desk.register(visitor_panel, order=10)
    panels.public_page.register(public_panel, order=10)
    panels.school_seen.register(seen_panel, order=20)
