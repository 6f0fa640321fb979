"""What belongs to a visit and is a file: its photos, and its report to print."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from association.core.downloads import download_of
from association.peer_review.models import Visit
from association.peer_review.permissions import access_visit
from association.peer_review.selectors.board import board_visits
from association.peer_review.selectors.reading import photo_shown_to
from association.peer_review.visit_report import UnprintableReport, report_of


@login_required
@require_safe
def photo(request: HttpRequest, pk: int, key: uuid.UUID) -> FileResponse:
    """Show a photo to whoever reads the answers beside it whole; 404 for everybody else."""
    row = access_visit(request.user, pk, action="view")
    found = photo_shown_to(request.user, row, key)
    if found is None:
        raise Http404
    try:
        file = found.picture.open()
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, content_type="image/jpeg", filename=f"{key}.jpg")


@login_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand out what was noted, as far as this person reads it, as a PDF in Chinese."""
    row = access_visit(request.user, pk, action="view")
    [found] = board_visits(Visit.objects.filter(pk=row.pk))
    try:
        pdf = report_of(request.user, row, found)
    except UnprintableReport as error:
        messages.error(request, str(error))
        return redirect("peer_review:visit", row.pk)
    response = HttpResponse(pdf, "application/pdf")
    name = f"visit-report-{row.round.code}-{row.pk}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return download_of(response, row)
