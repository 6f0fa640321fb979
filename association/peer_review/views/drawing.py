"""A lead announces a draw and types its results. Both look before anything is published."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from association.core.errors import RuleError
from association.peer_review.enums import RoundStatus
from association.peer_review.forms.announcing import (
    ChangedSince,
    announce_as_shown,
    as_published,
    seal_of,
)
from association.peer_review.forms.rounds import ResultsForm, sources_of
from association.peer_review.forms.sources import SourcesFormSet
from association.peer_review.services import draw, preview_announcement
from association.peer_review.views.frames import Desk, access_run_desk, posted

ask_and_answer = require_http_methods(["GET", "HEAD", "POST"])


@login_required
@ask_and_answer
def announce(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Choose the public sources, look at what will be published, then announce."""
    desk = access_run_desk(request.user, code, round_code)
    if not (desk.round.is_draft and desk.round.is_drawn_kind):
        messages.info(request, _("This round has no draw to announce any more."))
        return _to_board(desk)
    if request.method != "POST":
        return _show_sources(request, desk, SourcesFormSet(prefix="sources"))
    if "more" in request.POST:
        return _show_sources(request, desk, SourcesFormSet.with_room(request.POST))
    formset = SourcesFormSet(request.POST, prefix="sources")
    if not formset.is_valid():
        return _show_sources(request, desk, formset, status=422)
    try:
        if "announce" not in request.POST:
            return _show_preview(request, desk, formset)
        return _announce(request, desk, formset)
    except RuleError as error:
        explanation = getattr(error, "explanation", None)
        return _show_sources(
            request, desk, formset, fault=str(error), explanation=explanation, status=422
        )


@login_required
@ask_and_answer
def results(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Type the public results, look at them as they were read, then draw."""
    desk = access_run_desk(request.user, code, round_code)
    if desk.round.status != RoundStatus.ANNOUNCED:
        messages.info(request, _("This round does not wait for results."))
        return _to_board(desk)
    form = ResultsForm(posted(request), sources=sources_of(desk.round.draw))
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context["read"] = form.numbers()
        if request.POST.keys() & {"draw", "relax"}:
            try:
                _draw(request, desk, form)
            except RuleError as error:
                form.add_error(None, str(error))
                context |= {"explanation": getattr(error, "explanation", None), "read": None}
            else:
                messages.success(request, _("It is drawn, checked and published."))
                return _to_board(desk)
    return _show(request, desk, "results", context, 422 if form.errors else 200)


def _draw(request: HttpRequest, desk: Desk, form: ResultsForm) -> None:
    """Draw, with the rules relaxed that the explanation of a failed attempt offered."""
    offered = request.POST.get("relax", "")
    draw(
        record=desk.round,
        results=form.results(),
        acting_user=request.user,
        relaxations=tuple(offered.split(",")) if offered else (),
    )


def _announce(request: HttpRequest, desk: Desk, formset: Any) -> HttpResponse:
    """Announce what was shown; if it changed meanwhile, show it anew instead."""
    try:
        announce_as_shown(
            record=desk.round,
            sources=formset.sources(),
            shown=request.POST.get("shown", ""),
            acting_user=request.user,
        )
    except ChangedSince as error:
        return _show_preview(request, desk, formset, fault=str(error), status=422)
    messages.success(request, _("The draw is announced. Everybody can read it now."))
    return _to_board(desk)


def _show_preview(
    request: HttpRequest, desk: Desk, formset: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    """Show what would be published now, with a seal of it for the last button."""
    found = preview_announcement(record=desk.round, sources=formset.sources())
    more |= {"preview": as_published(desk.round, found), "seal": seal_of(found)}
    return _show_sources(request, desk, formset, status=status, **more)


def _show_sources(
    request: HttpRequest, desk: Desk, formset: Any, *, status: int = 200, **more: Any
) -> HttpResponse:
    return _show(request, desk, "announce", {"formset": formset, **more}, status)


def _show(
    request: HttpRequest, desk: Desk, page: str, context: dict[str, Any], status: int
) -> HttpResponse:
    context |= {"alliance": desk.alliance, "round": desk.round}
    return render(request, f"peer_review/{page}.html", context, status=status)


def _to_board(desk: Desk) -> HttpResponse:
    return redirect("peer_review:led_round", desk.alliance.code, desk.round.code)
