"""The desk of those who read for a department."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from association.alliances.permissions import access_department, departments_of
from association.core import clock
from association.core.panels import department_desk as panel_place


@login_required
@require_safe
def department_desk(request: HttpRequest) -> HttpResponse:
    """Lead to the department's desk; who reads for several departments chooses one."""
    departments = list(departments_of(request.user))
    if len(departments) == 1:
        return redirect("alliances:read_department", code=departments[0].code)
    if not departments:
        return redirect("accounts:my_desk")
    return render(request, "alliances/desks.html", {"departments": departments})


@login_required
@require_safe
def read_department(request: HttpRequest, code: str) -> HttpResponse:
    """Show a liaison how the members stand now, and what was decided lately."""
    department = access_department(request.user, code)
    context = {
        "department": department,
        "panels": panel_place.panels(subject=department, user=request.user),
        "as_of": clock.now(),
    }
    return render(request, "alliances/department_desk.html", context)
