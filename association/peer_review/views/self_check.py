"""A school checks itself: it begins with what it answered last time, and reads what came of it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from association.alliances.permissions import schools_of
from association.peer_review.checklists.form import ChecklistForm
from association.peer_review.checklists.progress import progress_of
from association.peer_review.enums import RoundKind
from association.peer_review.models import Submission, Visit
from association.peer_review.permissions import access_visit
from association.peer_review.selectors.findings import own_findings_of
from association.peer_review.selectors.last_time import LastTime, last_time, same_as

EMPTY = "empty"  # in the address: begin with nothing


@login_required
@require_safe
def self_checked(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell a school what came of its check of itself: its own findings, and who reads them."""
    row = access_visit(request.user, pk, action="view")
    if not (_checks_itself(request.user, row) and row.submissions.exists()):
        raise Http404
    context = {
        "visit": row,
        "round": row.round,
        "school": row.school,
        "rows": own_findings_of(row),
    }
    return render(request, "peer_review/finding_self_check.html", context)


def last_time_for(request: HttpRequest, row: Visit, before: Submission | None) -> LastTime | None:
    """Return last time's answers where a school begins a check of itself, else None.

    before: what is being corrected; then that is begun with.
    """
    if before or EMPTY in request.GET or not _checks_itself(request.user, row):
        return None
    return last_time(row)


def pace_of(sheet: ChecklistForm, last: LastTime | None) -> dict[str, Any]:
    """Mark what stands as last time, and return what the page says of it and of the progress."""
    if last is not None:
        sheet.as_last_time, sheet.last_time_on = same_as(sheet, last), last.on
    return {"last_time": last, "progress": progress_of(sheet)}


def after_handing_in(user: Any, row: Visit) -> HttpResponse:
    """Return the way on: for a school to what it noted itself, for others back to the visit."""
    itself = _checks_itself(user, row)
    return redirect("peer_review:self_checked" if itself else "peer_review:visit", row.pk)


def _checks_itself(user: Any, row: Visit) -> bool:
    itself = row.round.kind == RoundKind.SELF
    return itself and schools_of(user).filter(pk=row.school_id).exists()
