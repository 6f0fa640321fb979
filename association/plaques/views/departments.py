"""The register of members as a department reads it, on screen and for Excel."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from association.alliances.models import Alliance
from association.alliances.permissions import access_department
from association.core import clock
from association.core.spreadsheets import XLSX
from association.plaques.forms import MemberFilter
from association.plaques.selectors import find_registered, register_row, state_choices
from association.plaques.sheets_register import register_sheet

ROWS = 50


@require_safe
@login_required
def register(request: HttpRequest, code: str) -> HttpResponse:
    """List the members with pledge and plaques, by name."""
    department = access_department(request.user, code)
    form = MemberFilter(request.GET)
    chosen = form.chosen()
    found = find_registered(**chosen)
    if form.matches_nothing:
        found = found.none()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "department": department,
        "page": page,
        "rows": [register_row(school) for school in page.object_list],
        "total": page.paginator.count,
        "filters": chosen | {"q": request.GET.get("q", "")},
        "alliances": Alliance.objects.all(),
        "states": state_choices(),
        "as_of": clock.now(),
    }
    return render(request, "plaques/department_register.html", context)


@require_safe
@login_required
def register_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the whole register as an Excel file."""
    access_department(request.user, code)
    rows = [register_row(school) for school in find_registered()]
    name = f"register-{clock.today():%Y-%m-%d}.xlsx"
    return HttpResponse(
        register_sheet(rows),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
