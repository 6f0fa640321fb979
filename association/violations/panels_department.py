"""What waits for a department's liaisons: filings to acknowledge, visits they are asked for."""

from typing import Any

from laces.components import Component

from association.alliances.models import Department
from association.core import panels
from association.violations.enums import JointVisitStatus
from association.violations.models import JointVisit
from association.violations.selectors.filing import FilingRow, filing_rows, filings_at, visits_at

SHOWN = 5


class DepartmentFilings(Component):
    """The filings that wait to be acknowledged, and the joint visits that wait for an answer."""

    template_name = "violations/panels/department_filings.html"

    def __init__(
        self, department: Department, rows: list[FilingRow], waiting: int, visits: list[JointVisit]
    ) -> None:
        self.department, self.rows, self.waiting, self.visits = department, rows, waiting, visits

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {
            "department": self.department,
            "rows": self.rows,
            "waiting": self.waiting,
            "visits": self.visits,
        }


def filings_panel(*, subject: Department, user: Any) -> Component:
    """Return the department desk's panel of filings, the one due first at the top."""
    waiting = filings_at(subject).unanswered().order_by("due_on", "pk")
    asked = visits_at(subject).filter(status=JointVisitStatus.ASKED).order_by("wished_on", "pk")
    rows = filing_rows(waiting[:SHOWN])
    count = len(rows) if len(rows) < SHOWN else waiting.count()
    return DepartmentFilings(subject, rows, count, list(asked))


def register() -> None:
    """Put the panel in its place; called once, in AppConfig.ready()."""
    panels.department_desk.register(filings_panel, order=10)
