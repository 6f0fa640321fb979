"""The desk of those who visit schools for an alliance."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from association.alliances.permissions import access_visited, visited_by
from association.core.panels import visitor_desk as panel_place


@login_required
@require_safe
def visitor_desk(request: HttpRequest) -> HttpResponse:
    """Lead to the visitor's desk; who visits for several alliances chooses one."""
    alliances = list(visited_by(request.user))
    if len(alliances) == 1:
        return redirect("alliances:visited_alliance", code=alliances[0].code)
    if not alliances:
        return redirect("accounts:my_desk")
    return render(request, "alliances/desks.html", {"visited": alliances})


@login_required
@require_safe
def visited_alliance(request: HttpRequest, code: str) -> HttpResponse:
    """Show a visitor what is to be done at the gates of an alliance's schools."""
    alliance = access_visited(request.user, code)
    panels = panel_place.panels(subject=alliance, user=request.user)
    return render(request, "alliances/visitor_desk.html", {"alliance": alliance, "panels": panels})
