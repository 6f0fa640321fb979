"""What cases show on a school's desk."""

from typing import Any

from laces.components import Component

from association.alliances.models import School
from association.core import panels
from association.violations.selectors.school import CaseRow, unfinished_cases
from association.violations.selectors.school_ways_back import open_matters


class SchoolCasesPanel(Component):
    """The cases under way: state, last day, and the way to each.

    waiting: how many appeals, objections and repairs of the school are not answered yet.
    """

    template_name = "violations/panels/cases.html"

    def __init__(self, school: School, rows: list[CaseRow], waiting: int) -> None:
        self.school = school
        self.rows = rows
        self.waiting = waiting

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"school": self.school, "rows": self.rows, "waiting": self.waiting}


def cases_panel(*, subject: School, user: Any) -> Component | None:
    """Return the school desk's panel of cases, None where nothing is under way."""
    rows, waiting = unfinished_cases(subject), open_matters(subject)
    return SchoolCasesPanel(subject, rows, waiting) if rows or waiting else None


def register() -> None:
    """Put the panel in its place; called once, in AppConfig.ready()."""
    panels.school_desk.register(cases_panel, order=6)
