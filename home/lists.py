"""The member lists on pages: searched by the address's parameters, turned page by page."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from association.plaques.forms import MemberFilter
from association.plaques.selectors import find_members, member_row, state_choices

ROWS = 20


def school_list(
    request: HttpRequest, *, find: Callable[..., QuerySet] = find_members, **fixed: str
) -> dict[str, Any]:
    """Return what components/school_list.html shows, from the request's parameters.

    find: takes q, alliance and state. fixed: what the page does not let the reader choose.
    A parameter that makes no sense counts as not given.
    """
    form = MemberFilter(request.GET)
    chosen = form.chosen()
    found = find(**(chosen | fixed))
    if form.matches_nothing:
        found = found.none()
    listed = Paginator(found, ROWS).get_page(request.GET.get("page"))
    return {
        "list_page": listed,
        "rows": [member_row(school) for school in listed.object_list],
        "total": listed.paginator.count,
        "filters": chosen | {"q": request.GET.get("q", "")},
        "states": state_choices(),
    }
