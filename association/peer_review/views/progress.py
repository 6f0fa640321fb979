"""How far a round is, on a list and on a map, for the lead who runs it."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from association.peer_review.enums import RoundKind
from association.peer_review.selectors.progress import progress_in
from association.peer_review.views.frames import access_run_desk


@login_required
@require_safe
def round_progress(request: HttpRequest, code: str, round_code: str) -> HttpResponse:
    """Show each visit: who opened it, what came in, what was found, and what is late."""
    desk = access_run_desk(request.user, code, round_code)
    context = {
        "alliance": desk.alliance,
        "round": desk.round,
        "progress": progress_in(desk.round),
        "by_itself": desk.round.kind == RoundKind.SELF,
    }
    return render(request, "peer_review/progress_board.html", context)
