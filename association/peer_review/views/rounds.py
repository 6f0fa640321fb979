"""Rounds on a lead's desk: the list, planning, and the board of one."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from association.alliances.models import Alliance
from association.alliances.permissions import access_alliance
from association.core.errors import RuleError
from association.peer_review.forms.rounds import RoundForm
from association.peer_review.models import Round
from association.peer_review.selectors.agreement import differing_reports
from association.peer_review.selectors.board import (
    ROUND_LOOKS,
    board_of,
    is_run_by,
    participants_of,
    progress_of,
    rounds_at_desk,
    with_progress,
)
from association.peer_review.selectors.steps import further_steps, next_step
from association.peer_review.services import edit_round, plan_round
from association.peer_review.views.frames import Desk, access_desk, access_run_desk, posted

ROUNDS_ON_A_PAGE = 20


@login_required
@require_safe
def led_rounds(request: HttpRequest, code: str) -> HttpResponse:
    """List the alliance's rounds and those its members take part in."""
    alliance = access_alliance(request.user, code)
    rounds = with_progress(rounds_at_desk(alliance), of=alliance)
    page = Paginator(rounds, ROUNDS_ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [
        {"round": row, "look": ROUND_LOOKS[row.status], "own": is_run_by(alliance, row)}
        for row in page.object_list
    ]
    return render(
        request, "peer_review/led_rounds.html", {"alliance": alliance, "page": page, "rows": rows}
    )


@login_required
@require_safe
def led_round(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Show the board: how far the visits are, who is late, and the next step."""
    desk = access_desk(request.user, code, round_code)
    row = desk.round
    visits = board_of(row, part_of=None if desk.runs else desk.alliance)
    progress = progress_of(visits)
    participants = participants_of(row)
    if not desk.runs:
        participants = participants.filter(alliance=desk.alliance)
    context = {
        "alliance": desk.alliance,
        "round": row,
        "look": ROUND_LOOKS[row.status],
        "runs": desk.runs,
        "visits": visits,
        "progress": progress,
        "late": [each for each in visits if each.is_late],
        "differing": list(differing_reports(row)) if desk.runs else [],
        "participants": list(participants),
        "events": list(row.events.select_related("acting_user").order_by("-sequence")),
        "draw": getattr(row, "draw", None),
        "step": next_step(row, progress) if desk.runs else None,
        "further": further_steps(row) if desk.runs else [],
    }
    return render(request, "peer_review/led_round.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """Plan a round for the alliance's own members."""
    alliance = access_alliance(request.user, code)
    form = RoundForm(posted(request), instance=Round(), alliance=alliance)
    if request.method == "POST" and form.is_valid():
        made = _planned(request, form, None)
        if made is not None:
            messages.success(request, _("The plan is kept. Nothing is published yet."))
            return redirect("peer_review:led_round", alliance.code, made.code)
    return _show_plan(request, form, alliance, None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_plan(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Change a round that is still a draft."""
    desk = access_run_desk(request.user, code, round_code)
    if not desk.round.is_draft:
        messages.info(request, _("This round is more than a plan by now and stays as it is."))
        return redirect("peer_review:led_round", code, round_code)
    form = RoundForm(posted(request), instance=desk.round, alliance=desk.alliance)
    if request.method == "POST" and form.is_valid():
        if form.is_outdated:
            form.add_error(
                None, _("Somebody changed the plan meanwhile. Open it again to see how it is now.")
            )
        elif _planned(request, form, desk) is not None:
            messages.success(request, _("The plan is changed."))
            return redirect("peer_review:led_round", code, round_code)
    return _show_plan(request, form, desk.alliance, Round.objects.get(pk=desk.round.pk))


def _planned(request: HttpRequest, form: RoundForm, desk: Desk | None) -> Round | None:
    """Keep the plan; None where a rule stands against it, which the form then says."""
    user = request.user
    try:
        if desk is None:
            return plan_round(plan=form.plan(), acting_user=user)
        return edit_round(plan_of=desk.round, plan=form.plan(), acting_user=user)
    except ValidationError as error:
        form.add_error(None, error.messages)
    except RuleError as error:
        form.add_error(None, str(error))
    return None


def _show_plan(
    request: HttpRequest, form: RoundForm, alliance: Alliance, row: Round | None
) -> HttpResponse:
    context = {"alliance": alliance, "form": form, "round": row}
    status = 422 if form.errors else 200
    return render(request, "peer_review/plan_round.html", context, status=status)
