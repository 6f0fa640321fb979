"""Findings for those who follow them: what waits for a lead, and for a visitor."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from association.alliances.permissions import access_alliance, access_visited
from association.peer_review.forms.following import FollowForm
from association.peer_review.models import Finding
from association.peer_review.selectors.following import (
    Matter,
    counted,
    followed_by_lead,
    promises_in,
    to_recheck,
    told,
)

ON_A_PAGE = 50


@login_required
@require_safe
def followed(request: HttpRequest, code: str) -> HttpResponse:
    """List the findings at an alliance's schools for its lead, in the order of work."""
    alliance = access_alliance(request.user, code)
    everything = followed_by_lead(request.user, alliance)
    form = FollowForm(request.GET, promises=promises_in(everything))
    rows = _filtered(everything, form)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "alliance": alliance,
        "form": form,
        "page": page,
        "groups": _groups(page.object_list, counted(rows)),
        "is_filtered": form.is_valid() and any(form.cleaned_data.values()),
    }
    return render(request, "peer_review/following.html", context)


@login_required
@require_safe
def visited(request: HttpRequest, code: str) -> HttpResponse:
    """List what a visitor of an alliance can look at again."""
    alliance = access_visited(request.user, code)
    rows = to_recheck(request.user, alliance)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"alliance": alliance, "page": page, "rows": told(page.object_list)}
    return render(request, "peer_review/following_visitor.html", context)


def _filtered(rows: QuerySet[Finding], form: FollowForm) -> QuerySet[Finding]:
    """Return what is asked for; without a state all that is unfinished, for a wrong one nothing."""
    if not form.is_valid():
        return rows.none()
    if promise := form.cleaned_data["promise"]:
        rows = rows.filter(promise=promise)
    if state := form.cleaned_data["state"]:
        return rows.filter(status=state)
    return rows.unfinished()


def _groups(found: Iterable[Finding], totals: dict[Matter, int]) -> list[dict[str, Any]]:
    """Return the findings of a page by what they wait for; total: on all pages."""
    return [
        {"matter": matter, "total": totals[matter], "rows": list(rows)}
        for matter, rows in groupby(told(found), key=lambda each: each.matter)
    ]
