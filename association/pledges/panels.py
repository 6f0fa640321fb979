"""What pledges show on the desks of schools and alliances."""

from typing import Any

from laces.components import Component

from association.alliances.models import Alliance, School
from association.core.panels import alliance_desk, school_seen
from association.pledges.models import Pledge
from association.pledges.selectors import members_without_pledge


class SeenPledge(Component):
    """What others read of the pledge in force: which version was signed, and since when."""

    template_name = "pledges/seen_panel.html"

    def __init__(self, pledge: Pledge) -> None:
        self.pledge = pledge

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"pledge": self.pledge}


def seen_panel(*, subject: School, user: Any) -> Component | None:
    """Return the desk's panel, None where no pledge is in force. One query."""
    pledge = subject.pledges.accepted().select_related("covenant_version").first()
    return SeenPledge(pledge) if pledge else None


class AlliancePledgePanel(Component):
    """How many members have signed, and whom one might still call."""

    template_name = "pledges/alliance_panel.html"

    def __init__(self, *, alliance: Alliance) -> None:
        self.alliance = alliance

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        total = School.objects.in_alliance(self.alliance.code).count()
        without = list(members_without_pledge(self.alliance))
        return {
            "total": total,
            "signed": total - len(without),
            "without": without,
            "code": self.alliance.code,
        }


def alliance_panel(*, subject: Alliance, user: Any) -> Component:
    """Return the panel of an alliance's desk."""
    return AlliancePledgePanel(alliance=subject)


alliance_desk.register(alliance_panel, order=10)
school_seen.register(seen_panel, order=15)
