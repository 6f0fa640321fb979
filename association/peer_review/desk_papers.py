"""The reports of a school's visits and self-checks, among the documents on its desk."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core.desk_items import Paper, school_papers
from association.peer_review.enums import ReportStatus, RoundKind
from association.peer_review.models import Visit


def visit_papers(*, school: School, user: Any) -> Iterator[Paper]:
    """Yield each report of a visit that is final, and each self-check. One query."""
    is_self = Q(round__kind=RoundKind.SELF)
    is_final = Q(report__status=ReportStatus.FINAL)
    visits = Visit.objects.filter(is_self | is_final, school=school)
    noted = visits.annotate(noted_on=Max("submissions__visited_on")).select_related("round")
    for visit in noted.filter(noted_on__isnull=False).order_by("pk"):
        name = (
            _("Self-check: %(round)s")
            if visit.round.kind == RoundKind.SELF
            else _("Report of the visit: %(round)s")
        )
        yield Paper(
            name=name % {"round": visit.round.title},
            day=visit.noted_on,
            url=reverse("peer_review:visit_report", args=[visit.pk]),
            group=_("Visits and self-checks"),
        )


def register() -> None:
    """Put the source in its place; called once, in AppConfig.ready()."""
    school_papers.register(visit_papers)
