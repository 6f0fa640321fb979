"""What a school's plaques say now, on the public page of a signed paper about it."""

from typing import Any

from django.utils.translation import gettext as _
from laces.components import Component

from association.alliances.models import School
from association.plaques.enums import MEASURED_STATUSES
from association.plaques.models import Plaque
from association.plaques.selectors import present_plaques
from association.plaques.selectors.public import state_of


class PaperPlaques(Component):
    """The latest plaque of each campus with its state, each with the way to its own page.

    caution: what to read first where one may not be used, empty where all is well.
    """

    template_name = "plaques/panels/paper.html"

    def __init__(self, plaques: list[Plaque]) -> None:
        self.plaques = plaques

    @property
    def caution(self) -> str:
        if not any(plaque.effective_status in MEASURED_STATUSES for plaque in self.plaques):
            return ""
        return _("Yet a plaque of the school is suspended or was taken back: see below.")

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"rows": [{"plaque": each, "state": state_of(each)} for each in self.plaques]}


def paper_panel(*, subject: School, user: Any) -> Component:
    """Return the panel of a paper's page. Two queries, however many plaques."""
    plaques = present_plaques().filter(school=subject).select_related("campus")
    # Whether it was suspended when the school left stands in the events.
    return PaperPlaques(list(plaques.prefetch_related("events").order_by("campus")))
