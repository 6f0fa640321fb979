"""The page behind a plaque's code, the look-up by number, and where to report a problem.

No sign-in, no cookie, no script. What cannot be found is answered in its own words: 404 for what
we never issued, 422 for what cannot be read as a number. Neither ever shows another school.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from association.plaques.numbers import UnreadableNumber, read_number
from association.plaques.selectors import (
    NotIssued,
    PublicPlaque,
    public_by_number,
    public_by_token,
    token_in,
)

LONGEST = 200  # characters of a typed number that are repeated to the reader

not_stored = cache_control(no_store=True)


@require_safe
@not_stored
def scan(request: HttpRequest, token: str = "") -> HttpResponse:
    """Answer a scanned code. An unknown one is told as damaged or not ours, with the input."""
    try:
        plaque = public_by_token(token)
    except NotIssued:
        return _ask(request, "", "damaged", status=404)
    return _show(request, plaque)


@require_safe
@not_stored
def verify(request: HttpRequest) -> HttpResponse:
    """Take a typed number (or a pasted scan address) to its page, or show the form."""
    typed = request.GET.get("number")
    if typed is None:
        return _ask(request, "", None)
    if token := token_in(typed):
        return redirect("plaques:scan", token)
    return _answer(request, typed)


@require_safe
@not_stored
def verify_number(request: HttpRequest, number: str) -> HttpResponse:
    """Answer a number in the address, in whatever spelling it was written."""
    return _answer(request, number)


@require_safe
@not_stored
def report(request: HttpRequest) -> HttpResponse:
    """Show whom to call about a plaque, and what to say."""
    try:
        number = read_number(request.GET.get("number", ""))
    except UnreadableNumber:
        number = ""
    return render(request, "plaques/report.html", {"number": number})


def _answer(request: HttpRequest, typed: str) -> HttpResponse:
    try:
        number = read_number(typed)
        plaque = public_by_number(number)
    except UnreadableNumber as unreadable:
        outcome = unreadable.problem.value
        return _ask(request, typed, outcome, status=200 if outcome == "empty" else 422)
    except NotIssued:
        return _ask(request, typed, "not_issued", status=404)
    if request.path != plaque.path:
        return redirect(plaque.path)
    return _show(request, plaque)


def _show(request: HttpRequest, plaque: PublicPlaque) -> HttpResponse:
    return render(request, "plaques/verify_result.html", {"plaque": plaque})


def _ask(
    request: HttpRequest, typed: str, outcome: str | None, *, status: int = 200
) -> HttpResponse:
    context = {"query": typed[:LONGEST], "outcome": outcome}
    return render(request, "plaques/verify_form.html", context, status=status)
