"""What cases show on a school's desk."""

from typing import Any

from laces.components import Component

from association.alliances.models import School
from association.core import panels
from association.violations.selectors.school import CaseRow, unfinished_cases


class SchoolCasesPanel(Component):
    """The cases under way: state, last day, and the way to each."""

    template_name = "violations/panels/cases.html"

    def __init__(self, school: School, rows: list[CaseRow]) -> None:
        self.school = school
        self.rows = rows

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"school": self.school, "rows": self.rows}


def cases_panel(*, subject: School, user: Any) -> Component | None:
    """Return the school desk's panel of cases, None where none is under way."""
    rows = unfinished_cases(subject)
    return SchoolCasesPanel(subject, rows) if rows else None


def register() -> None:
    """Put the panel in its place; called once, in AppConfig.ready()."""
    panels.school_desk.register(cases_panel, order=6)
