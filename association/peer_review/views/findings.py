"""A finding for everybody who may read it, and a school's findings on its desk."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from association.alliances.permissions import access_school, alliances_of, schools_of, visited_by
from association.core.uploads.pictures import ENDINGS
from association.peer_review.models import EntryPhoto, Finding
from association.peer_review.permissions import (
    access_finding,
    finding_policy,
    visit_policy,
)
from association.peer_review.selectors.findings import (
    FindingRow,
    basis_of,
    finished_findings,
    open_findings,
    photos_beside,
    rows_of,
    thread_of,
    was_contested,
)
from association.peer_review.views.finding_rights import rights_of
from association.peer_review.views.finding_words import standing_of

FINISHED_ON_A_PAGE = 20
KINDS = {f".{ending}": f"image/{form.lower()}" for form, ending in ENDINGS.items()}


@login_required
@require_safe
def finding(request: HttpRequest, code: str) -> HttpResponse:
    """Show one finding: what was noted, where it stands, what was said, who may do what now."""
    user = request.user
    row = access_finding(user, code, action="view")
    thread = thread_of(row)
    may_answer = finding_policy.user_has_permission_for_instance(user, "answer", row)
    context = {
        "finding": row,
        "row": FindingRow(row),
        "basis": basis_of(row),
        "photos": photos_beside(user, row),
        "thread": thread,
        "earlier_facts": [entry for entry in thread if entry.facts_before],
        "events": list(row.events.select_related("acting_user").order_by("-sequence")),
        "standing": standing_of(row),
        "rights": rights_of(row, contested_before=was_contested(thread)) if may_answer else [],
        "reads_visit": visit_policy.user_has_permission_for_instance(user, "view", row.visit),
        **desk_of_finding(user, row),
    }
    return render(request, "peer_review/finding.html", context)


@login_required
@require_safe
def photo(request: HttpRequest, pk: int) -> FileResponse:
    """Show a photo beside an entry to whoever reads the finding; 404 for everybody else."""
    readable = finding_policy.rows(request.user, "view").values("pk")
    found = get_object_or_404(EntryPhoto.objects.filter(entry__finding__in=readable), pk=pk)
    name = PurePosixPath(found.picture.name)
    try:
        file = found.picture.open()
    except FileNotFoundError as gone:
        raise Http404 from gone
    return FileResponse(file, content_type=KINDS[name.suffix], filename=f"{pk}{name.suffix}")


@login_required
@require_safe
def school_findings(request: HttpRequest, uscc: str) -> HttpResponse:
    """List a school's findings: to do, waiting for others, its own, and what is closed."""
    school = access_school(request.user, uscc)
    finished = Paginator(finished_findings(school), FINISHED_ON_A_PAGE)
    page = finished.get_page(request.GET.get("page"))
    context = {
        "school": school,
        "open": open_findings(school),
        "page": page,
        "finished": rows_of(page.object_list),
    }
    return render(request, "peer_review/finding_list.html", context)


def desk_of_finding(user: Any, row: Finding) -> dict[str, str]:
    """Return title and address of the desk a person comes from to a finding, and of its list."""
    if schools_of(user).filter(pk=row.school_id).exists():
        uscc = row.school.uscc
        return {
            "desk_title": _("The school's desk"),
            "desk_url": reverse("alliances:school_desk", args=[uscc]),
            "list_url": reverse("peer_review:school_findings", args=[uscc]),
        }
    of_school = {"memberships__school": row.school_id}
    for title, desk, findings, alliances in (
        (_("The alliance's desk"), "led_alliance", "followed_findings", alliances_of(user)),
        (_("The visitor's desk"), "visited_alliance", "visited_findings", visited_by(user)),
    ):
        alliance = alliances.filter(**of_school).first()
        if alliance is not None:
            return {
                "desk_title": title,
                "desk_url": reverse(f"alliances:{desk}", args=[alliance.code]),
                "list_url": reverse(f"peer_review:{findings}", args=[alliance.code]),
            }
    return {"desk_title": _("My desk"), "desk_url": reverse("accounts:my_desk")}
