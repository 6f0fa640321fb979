"""The desk of those who lead an alliance."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from association.alliances.forms import ChooseVisitorForm, MemberSearchForm
from association.alliances.models import Alliance
from association.alliances.permissions import access_alliance, alliances_of
from association.alliances.selectors import members_of, visiting_for
from association.alliances.services import appoint_visitor, dismiss_visitor
from association.core.errors import RuleError
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
            "visitors": alliance.visitors.filter(until__isnull=True).count(),
        },
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def visitors(request: HttpRequest, code: str) -> HttpResponse:
    """Show a lead who visits for the alliance, and appoint one more from its member schools."""
    alliance = access_alliance(request.user, code)
    form = ChooseVisitorForm(request.POST or None, alliance=alliance)
    if request.method == "POST" and form.is_valid() and _appointed(request, alliance, form):
        return redirect("alliances:visitors", code=alliance.code)
    context = {"alliance": alliance, "rows": visiting_for(alliance), "form": form}
    status = 422 if form.errors else 200
    return render(request, "alliances/visitors.html", context, status=status)


def _appointed(request: HttpRequest, alliance: Alliance, form: ChooseVisitorForm) -> bool:
    person = form.cleaned_data["user"]
    try:
        appoint_visitor(alliance=alliance, user=person, acting_user=request.user)
    except RuleError as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("%(person)s now visits for the alliance.") % {"person": person})
    return True


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def end_visitor(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Ask the lead, then end a visitor's appointment."""
    alliance = access_alliance(request.user, code)
    present = alliance.visitors.filter(until__isnull=True).select_related("user")
    visitor = get_object_or_404(present, pk=pk)
    if request.method == "POST":
        dismiss_visitor(visitor=visitor, acting_user=request.user)
        told = _("%(person)s no longer visits for the alliance.") % {"person": visitor.user}
        messages.success(request, told)
        return redirect("alliances:visitors", code=alliance.code)
    context = {"alliance": alliance, "visitor": visitor}
    return render(request, "alliances/end_visitor.html", context)
