"""What two visits to one school found, side by side: a check of visitors, never of schools."""

from dataclasses import dataclass

from association.peer_review.enums import ReportStatus
from association.peer_review.models import Report


@dataclass(slots=True)
class SecondLooks:
    """How visits made twice compare. both, first, second: items that both, or one alone, noted."""

    visits: int = 0
    both: int = 0
    first: int = 0
    second: int = 0

    def add(self, first: set[str], second: set[str]) -> None:
        """Count one school, with the items that did not hold each time."""
        self.visits += 1
        self.both += len(first & second)
        self.first += len(first - second)
        self.second += len(second - first)


def second_looks() -> SecondLooks:
    """Compare the final reports of visits that were made twice. One query."""
    final = Report.objects.filter(
        status=ReportStatus.FINAL,
        visit__again_of__isnull=False,
        visit__again_of__report__status=ReportStatus.FINAL,
    )
    found = SecondLooks()
    for report in final.select_related("visit__again_of__report"):
        found.add(set(report.visit.again_of.report.failed), set(report.failed))
    return found
