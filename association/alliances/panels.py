"""On a school's desk: the way to the desk of the alliance one visits for."""

from typing import Any

from laces.components import Component

from association.alliances.models import Alliance, School
from association.alliances.permissions import visited_by
from association.core import panels


class Visiting(Component):
    """The alliances a person visits for, beside the school they act for."""

    template_name = "alliances/visiting_panel.html"

    def __init__(self, alliances: list[Alliance]) -> None:
        self.alliances = alliances

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"alliances": self.alliances}


def visiting_panel(*, subject: School, user: Any) -> Component | None:
    """Return the school desk's panel, None for who does not visit."""
    alliances = list(visited_by(user))
    return Visiting(alliances) if alliances else None


def register() -> None:
    """Put the panel in its place; called once, in AppConfig.ready()."""
    panels.school_desk.register(visiting_panel, order=70)
