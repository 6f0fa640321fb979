"""What findings show on a school's desk."""

from typing import Any

from laces.components import Component

from association.alliances.models import School
from association.peer_review.selectors.findings import SchoolFindings, open_findings


class SchoolFindingsPanel(Component):
    """What stands open: to mend with the nearest day, contested, waiting, noted by the school."""

    template_name = "peer_review/panels/findings.html"

    def __init__(self, school: School, found: SchoolFindings) -> None:
        self.school = school
        self.found = found

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return {"school": self.school, "open": self.found}


def findings_panel(*, subject: School, user: Any) -> Component | None:
    """Return the school desk's panel of findings, None where nothing stands open."""
    found = open_findings(subject)
    return SchoolFindingsPanel(subject, found) if found else None
