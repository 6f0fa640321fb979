"""What the public is told of visits by peers: when the last one was, and counts by promise."""

import datetime as dt

from django.db.models import Count, Max, Q

from association.alliances.models import School
from association.core import clock
from association.peer_review.enums import FindingStatus, ReportStatus, RoundKind
from association.peer_review.models import Finding, Submission
from association.plaques.selectors.shown import ShownFindings

BY_PEERS = (RoundKind.MUTUAL, RoundKind.SWEEP, RoundKind.RANDOM)
STILL_OPEN = (FindingStatus.OPEN, FindingStatus.MENDED)


def last_visit_by_peers(school: School) -> dt.date | None:
    """Return the day of the last visit with a final report, None before the first. One query."""
    visits = Submission.objects.filter(
        visit__school=school,
        visit__round__kind__in=BY_PEERS,
        visit__report__status=ReportStatus.FINAL,
        seat__until__isnull=True,
    )
    return visits.aggregate(last=Max("visited_on"))["last"]


def findings_by_promise(school: School, *, months: int) -> list[ShownFindings]:
    """Return how many findings are open and rectified, for each promise that has some. One query.

    months: for so long a closed finding is counted.
    """
    since = clock.months_later(clock.today(), -months)
    is_open = Q(status__in=STILL_OPEN)
    is_rectified = Q(status=FindingStatus.CLOSED, closed_on__gt=since)
    counted = Finding.objects.public().filter(is_open | is_rectified, school=school)
    rows = counted.values("promise").annotate(
        open=Count("pk", filter=is_open),
        rectified=Count("pk", filter=is_rectified),
        self_reported=Count("pk", filter=Q(self_reported=True)),
    )
    return [ShownFindings(**row) for row in rows.order_by("promise")]
