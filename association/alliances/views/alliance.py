"""The desk of those who lead an alliance."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from association.alliances.forms import MemberSearchForm
from association.alliances.permissions import access_alliance, alliances_of
from association.alliances.selectors import members_of
from association.core.panels import alliance_desk as panel_place

MEMBERS_ON_A_PAGE = 50


@login_required
@require_safe
def alliance_desk(request: HttpRequest) -> HttpResponse:
    """Lead to the alliance's desk; who leads several alliances chooses one."""
    alliances = list(alliances_of(request.user))
    if len(alliances) == 1:
        return redirect("alliances:led_alliance", code=alliances[0].code)
    if not alliances:
        return redirect("accounts:my_desk")
    return render(request, "alliances/desks.html", {"alliances": alliances})


@login_required
@require_safe
def led_alliance(request: HttpRequest, code: str) -> HttpResponse:
    """Show an alliance's members to its lead, and what asks for attention."""
    alliance = access_alliance(request.user, code)
    form = MemberSearchForm(request.GET)
    search = form.cleaned_data["q"] if form.is_valid() else ""
    members = Paginator(members_of(alliance, search=search), MEMBERS_ON_A_PAGE)
    return render(
        request,
        "alliances/alliance_desk.html",
        {
            "alliance": alliance,
            "panels": panel_place.panels(subject=alliance, user=request.user),
            "page": members.get_page(request.GET.get("page")),
            "search": search,
        },
    )
