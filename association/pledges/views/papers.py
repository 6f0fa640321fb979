"""Receipts and certificates as signed files, for the school they are about."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from association.alliances.permissions import access_school
from association.core.downloads import download_of
from association.core.errors import RuleError
from association.pledges.enums import PaperKind
from association.pledges.models import IssuedPaper
from association.pledges.papers import signature_file
from association.pledges.services import issue_paper, read_paper
from association.pledges.views.desk import receipt_address, say_and_return
from association.pledges.views.receipts import signed_pledge

PDF = "application/pdf"
SIGNATURE = "application/json"


@require_GET
@login_required
def paper(request: HttpRequest, uscc: str, receipt_no: str, kind: str) -> HttpResponse:
    """Hand out the PDF; whoever asks first has it made. What stands against it is told."""
    school = access_school(request.user, uscc)
    pledge = signed_pledge(school, receipt_no)
    known = kind_in(kind)
    try:
        issued = issue_paper(pledge=pledge, kind=known, acting_user=request.user)
        return paper_response(issued)
    except RuleError as refusal:
        return say_and_return(request, refusal, receipt_address(pledge, school))


@require_GET
@login_required
def paper_signature(request: HttpRequest, uscc: str, receipt_no: str, kind: str) -> HttpResponse:
    """Hand out the signature of the PDF as a file of its own."""
    school = access_school(request.user, uscc)
    pledge = signed_pledge(school, receipt_no)
    known = kind_in(kind)
    try:
        issued = issue_paper(pledge=pledge, kind=known, acting_user=request.user)
    except RuleError as refusal:
        return say_and_return(request, refusal, receipt_address(pledge, school))
    return signature_response_of(issued)


def kind_in(text: str) -> PaperKind:
    """Return the kind of paper an address names; raises Http404 for any other word."""
    try:
        return PaperKind(text)
    except ValueError as unknown:
        raise Http404 from unknown


def paper_response(issued: IssuedPaper) -> HttpResponse:
    """Return a paper as a download that the audit trail notes. Raises PaperLost."""
    response = _attached(read_paper(issued), PDF, issued.filename)
    download_of(response, issued)
    return response


def signature_response_of(issued: IssuedPaper) -> HttpResponse:
    """Return the signature of a paper as a download. It tells nothing that the paper does not."""
    return _attached(signature_file(issued), SIGNATURE, f"{issued.filename}.sig")


def _attached(data: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        data,
        headers={
            "Content-Type": content_type,
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
            "Cache-Control": "no-store",
        },
    )
