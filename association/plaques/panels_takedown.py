"""Plaques that have to leave the wall, on the desk of the alliance's lead."""

from typing import Any

from laces.components import Component

from association.alliances.models import Alliance
from association.core import panels
from association.plaques.models import TakeDown
from association.plaques.selectors import take_downs_of_members


class AllianceTakeDowns(Component):
    """The members' plaques that should be down; those past their day first."""

    template_name = "plaques/panels/alliance_takedowns.html"

    def __init__(self, take_downs: list[TakeDown]) -> None:
        self.take_downs = take_downs

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        late = [take_down for take_down in self.take_downs if take_down.is_overdue]
        rest = [take_down for take_down in self.take_downs if not take_down.is_overdue]
        return {"late": late, "rest": rest}


def alliance_panel(*, subject: Alliance, user: Any) -> Component | None:
    """Return the alliance desk's panel, None where nothing has to come down."""
    take_downs = list(take_downs_of_members(subject))
    return AllianceTakeDowns(take_downs) if take_downs else None


def register() -> None:
    """Put the panels in their places; called once, in AppConfig.ready()."""
    panels.alliance_desk.register(alliance_panel, order=5)
