"""A school's cases on its desk: the list, one case, and the files that show it."""

from io import BytesIO
from pathlib import PurePosixPath

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_safe

from association.alliances.permissions import access_school
from association.core.downloads import download_of
from association.core.uploads.proofs import KINDS
from association.violations.enums import CaseStatus, StatementKind
from association.violations.permissions import access_case
from association.violations.selectors.notices import notice_path
from association.violations.selectors.school import (
    breach_of,
    deciders_needed,
    finished_cases,
    number_of,
    pieces_of,
    rows_of,
    said_of,
    unfinished_cases,
    votes_of,
)
from association.violations.selectors.school_ways_back import matters_of
from association.violations.services import read_evidence
from association.violations.views.school_reply import reply_right
from association.violations.views.school_rights import answer_right, hearing_right, rights_of
from association.violations.views.school_ways import ways_of
from association.violations.views.school_words import next_of

FINISHED_ON_A_PAGE = 20
# What the school reads its rights for: afterwards it reads the decision.
UNDECIDED = (CaseStatus.TOLD, CaseStatus.DECIDING)
FACTS = ("content", "classes", "learners", "times")


@login_required
@require_safe
def school_cases(request: HttpRequest, uscc: str) -> HttpResponseBase:
    """List a school's cases that it was told of: under way, then what is over."""
    school = access_school(request.user, uscc)
    page = Paginator(finished_cases(school), FINISHED_ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "school": school,
        "open": unfinished_cases(school),
        "page": page,
        "finished": rows_of(page.object_list),
    }
    return render(request, "violations/case_list.html", context)


@login_required
@require_safe
def case(request: HttpRequest, uscc: str, code: str) -> HttpResponseBase:
    """Show a case to its school: what is said, its rights, what shows it, how it was decided."""
    row = access_case(request.user, uscc, code)
    if row.decided_at is not None:
        prefetch_related_objects([row], "appeals", "repairs")
    deciders, pieces = deciders_needed(row), pieces_of(row)
    said = said_of(row, pieces)
    answered = any(each.statement.kind == StatementKind.ANSWER for each in said)
    context = {
        "school": row.school,
        "case": row,
        "row": rows_of([row])[0],
        "next": next_of(row, deciders=deciders, answered_before=answered),
        "breach": breach_of(row),
        "facts": [
            {"label": row._meta.get_field(name).verbose_name, "value": getattr(row, name)}
            for name in FACTS
            if getattr(row, name)
        ],
        "answer": answer_right(row),
        "hearing": hearing_right(row),
        "rights": rights_of(row, deciders=deciders) if row.status in UNDECIDED else [],
        "evidence": [piece for piece in pieces if not piece.evidence.by_school],
        "said": said,
        "votes": votes_of(row),
        "reply": reply_right(row),
        "notice_url": notice_path(row) if row.is_public else "",
        "matters": matters_of(row),
        "ways": ways_of(row),
    }
    return render(request, "violations/case.html", context)


@login_required
@require_GET  # looking at its head alone would be noted as a reading
def evidence(request: HttpRequest, uscc: str, code: str, pk: int) -> HttpResponseBase:
    """Hand out a piece of evidence as an attachment; that it was read is kept beside it.

    410 with whom to call where the file is gone or is not what was taken in.
    """
    row = access_case(request.user, uscc, code)
    piece = get_object_or_404(row.evidence, pk=pk)
    number = number_of(piece)
    data = read_evidence(evidence=piece, acting_user=request.user)
    if data is None:
        context = {"school": row.school, "case": row, "piece": piece, "number": number}
        return render(request, "violations/evidence_gone.html", context, status=410)
    ending = PurePosixPath(piece.file.name).suffix
    file = FileResponse(
        BytesIO(data),
        as_attachment=True,
        filename=f"{row.code}-{number}{ending}",
        content_type=KINDS[ending],
    )
    return download_of(file, row)
