from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from association.alliances.models import Alliance
from association.plaques.forms import MemberFilter
from association.plaques.selectors import find_members, member_row, state_choices

ROWS = 20


@require_safe
@cache_control(no_store=True)
def members(request: HttpRequest) -> HttpResponse:
    """List the members with the present state of their plaques, by name, without rank."""
    form = MemberFilter(request.GET)
    chosen = form.chosen()
    found = find_members(**chosen)
    if form.matches_nothing:
        found = found.none()
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [member_row(school) for school in page.object_list],
        "total": page.paginator.count,
        "filters": chosen | {"q": request.GET.get("q", "")},
        "alliances": Alliance.objects.all(),
        "states": state_choices(),
    }
    return render(request, "plaques/members.html", context)
