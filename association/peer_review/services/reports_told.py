"""What a report comes to is told at the end of the act: only then it is known."""

import datetime as dt
from collections.abc import Sequence

from django.urls import reverse

from association.messaging.services import Draft, tell
from association.peer_review.models import Finding, Report
from association.peer_review.selectors.clocks import decidable_on
from association.peer_review.selectors.told_to import (
    leads_running,
    people_of,
    visit_words,
    visitors_of,
)

TWO = 2


def tell_differing(*, report: Report) -> None:
    """Tell the visitors that their answers differ, also who sent the last ones: all learn it now.

    Where fewer than two are named nobody can agree, so whoever leads the alliance is asked.
    """
    visit = report.visit
    visitors = visitors_of([visit.pk]).get(visit.pk, [])
    agree = len(visitors) >= TWO
    people = visitors if agree else leads_running(visit.round, but=visit.school_id)
    words = {**visit_words(visit), "agree_by": decidable_on(report)}
    tell(
        [
            Draft(
                person=person,
                kind="answers_differ" if agree else "agreement_to_decide",
                key=f"peer_review.report:{report.pk}:differing",
                words=words,
                link=reverse("peer_review:report", args=[visit.pk]),
            )
            for person in people
        ]
    )


def tell_school(*, report: Report, findings: Sequence[Finding]) -> None:
    """Tell the school of a final report, and of all that is to be mended in one message."""
    visit = report.visit
    words = visit_words(visit)
    if findings:
        stands = min(each.facts_stand_on for each in findings)
        words |= {
            "count": len(findings),
            "facts_until": stands - dt.timedelta(days=1),
            "mend_by": min(each.due_on for each in findings),
        }
    tell(
        [
            Draft(
                person=person,
                kind="findings_told" if findings else "report_final",
                key=f"peer_review.report:{report.pk}:final",
                words=words,
                link=reverse("peer_review:report", args=[visit.pk]),
            )
            for person in people_of(visit.school_id)
        ]
    )
