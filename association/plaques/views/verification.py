"""The page behind a plaque's code, and the look-up by number.

No sign-in, no cookie, nothing from anywhere else. What cannot be found is answered in its own
words: 404 for what we never issued, 422 for what cannot be read as a number. Neither ever shows
another school.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from association.core.headers import permissions_policy
from association.core.inline import allow_inline
from association.core.slowing import come_back_later, seconds_to_wait
from association.plaques.counting import count_scan
from association.plaques.guessing import MISSES_BY_NUMBER
from association.plaques.numbers import Problem, UnreadableNumber, read_number
from association.plaques.selectors import (
    NotIssued,
    PublicPlaque,
    near_numbers,
    public_by_number,
    public_by_token,
    token_in,
)

LONGEST = 200  # characters of a typed number that are repeated to the reader
STYLES = ("css/tokens.css", "css/verdict.css")
SCRIPTS = ("js/distance.js",)
SLIPS = {Problem.TYPO, Problem.MALFORMED}

not_stored = cache_control(no_store=True)


@require_safe
@not_stored
def scan(request: HttpRequest, token: str = "") -> HttpResponse:
    """Answer a scanned code. An unknown one is told as damaged or not ours, with the input."""
    try:
        plaque = public_by_token(token)
    except NotIssued:
        return _ask(request, "", "damaged", status=404)
    alliance = plaque.alliance.code if plaque.alliance else ""
    count_scan(plaque_id=plaque.pk, alliance_code=alliance, state=plaque.state.key)
    return show(request, plaque)


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


def show(request: HttpRequest, plaque: PublicPlaque) -> HttpResponse:
    """Draw the page of a plaque: in one piece, with nothing in it about who asked."""
    with_script = plaque.asks_where
    context = {"plaque": plaque, "site_url": settings.SITE_URL}
    response = render(request, "plaques/verify_result.html", context)
    allow_inline(response, styles=STYLES, scripts=SCRIPTS if with_script else ())
    if with_script:
        response.headers["Permissions-Policy"] = permissions_policy("geolocation")
    return response


def _answer(request: HttpRequest, typed: str) -> HttpResponse:
    try:
        number = read_number(typed)
        plaque = public_by_number(number)
    except UnreadableNumber as unreadable:
        if wait := seconds_to_wait(request, MISSES_BY_NUMBER):
            return come_back_later(_ask(request, typed, "too_many"), wait)
        problem = unreadable.problem
        near = near_numbers(typed) if problem in SLIPS else []
        status = 200 if problem == Problem.EMPTY else 422
        return _ask(request, typed, problem.value, near=near, status=status)
    except NotIssued:
        if wait := seconds_to_wait(request, MISSES_BY_NUMBER):
            return come_back_later(_ask(request, typed, "too_many"), wait)
        return _ask(request, typed, "not_issued", status=404)
    if request.path != plaque.path:
        return redirect(plaque.path)
    return show(request, plaque)


def _ask(
    request: HttpRequest,
    typed: str,
    outcome: str | None,
    *,
    near: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {"query": typed[:LONGEST], "outcome": outcome, "near": near or []}
    return render(request, "plaques/verify_form.html", context, status=status)
