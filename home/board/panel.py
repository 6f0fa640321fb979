"""The board itself, as the first panel of the admin."""

from itertools import groupby
from typing import Any

from django.urls import reverse
from laces.components import Component

from association.alliances.models import School
from association.alliances.permissions import import_policy
from association.core import clock
from home.board.clocks import Due, running_out
from home.board.duties import DUTIES
from home.board.duty import Group, Line, line_of
from home.board.figures import figures_for


class Board(Component):
    """What waits for a person, which clocks run out, and how the association stands."""

    template_name = "home/admin/board.html"
    order = 50

    class Media:
        css = {"all": ["css/admin-charts.css", "css/admin-board.css"]}

    def __init__(self, user: Any) -> None:
        self.user = user
        self.duties = [duty for duty in DUTIES if duty.of(user)]

    def lines(self) -> list[Line]:
        """Return what waits, most urgent first; a duty with nothing in it has no line."""
        places = list(Group)
        ordered = sorted(self.duties, key=lambda duty: (places.index(duty.group), not duty.late))
        lines = (line_of(duty, self.user) for duty in ordered)
        return [line for line in lines if line]

    def clocks(self) -> list[Due]:
        """Return the days that are over or near."""
        return running_out(self.user)

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        lines = self.lines()
        return {
            "has_duties": bool(self.duties),
            "groups": [
                (group, list(rows)) for group, rows in groupby(lines, lambda one: one.group)
            ],
            "clocks": self.clocks(),
            "figures": figures_for(self.user),
            "begin_url": self._begin_url(),
            "as_of": clock.now(),
        }

    def _begin_url(self) -> str:
        """Return where an association without schools begins; empty once there is one."""
        may_import = import_policy.user_has_permission(self.user, "add")
        if not may_import or School.objects.exists():
            return ""
        return reverse("roster_imports:add")
