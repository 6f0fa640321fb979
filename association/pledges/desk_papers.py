"""The signed papers of a school's pledges, among the documents on its desk."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from association.alliances.models import School
from association.core.desk_items import Paper, school_papers
from association.pledges.papers.issuable import papers_of


def pledge_papers(*, school: School, user: Any) -> Iterator[Paper]:
    """Return a line for each receipt and certificate that can be taken away. Two queries."""
    signed = school.pledges.filter(receipt_no__isnull=False)
    for pledge in signed.select_related("signature").prefetch_related("papers"):
        for available in papers_of(pledge, pledge.papers.all()):
            # One that nobody has asked for yet is issued on the day somebody does.
            moment = available.paper.issued_at if available.paper else pledge.signature.signed_at
            yield Paper(
                name=available.label,
                day=timezone.localdate(moment),
                url=reverse(
                    "pledges:paper", args=[school.uscc, pledge.receipt_no, available.kind.value]
                ),
                note=pledge.receipt_no,
                group=pgettext("of a school", "Pledge"),
            )


school_papers.register(pledge_papers)
