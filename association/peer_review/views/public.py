"""Draws as anybody reads, downloads and repeats them. No account, no cookie, no script needed."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from association.core.inline import allow_inline, inlined
from association.peer_review.selection import page_words
from association.peer_review.selectors.public import (
    PublicDraw,
    published_draw,
    published_draws,
    published_text,
)

DRAWS_ON_A_PAGE = 20
# The template names the same files, in the same order.
REPEAT_STYLES = (
    "css/tokens.css",
    "css/site.css",
    "css/pages.css",
    "css/forms.css",
    "css/desk.css",
    "css/peer-review.css",
)
REPEAT_SCRIPTS = ("js/repeat-draw-hashes.js", "js/repeat-draw-visits.js", "js/repeat-draw.js")

not_stored = cache_control(no_store=True)


@require_safe
@not_stored
def draws(request: HttpRequest) -> HttpResponse:
    """List all published draws, the newest first."""
    page = Paginator(published_draws(), DRAWS_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "peer_review/draws.html", {"page": page})


@require_safe
@not_stored
def draw(request: HttpRequest, code: str) -> HttpResponse:
    """Show one draw: what was announced, and once it is drawn, all that follows."""
    return render(request, "peer_review/draw.html", {"draw": published_draw(code)})


@require_safe
@not_stored
def record(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the record as JSON; before the draw, the announcement."""
    found = published_draw(code)
    response = HttpResponse(published_text(found), "application/json; charset=utf-8")
    return _attached(response, f"draw-{found.round.code}.json")


@require_safe
@not_stored
def repeat(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page on which anybody types the results and sees the same list."""
    return _repeat(request, published_draw(code), is_file=False)


@require_safe
@not_stored
def repeat_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the same page as one file that needs no network, ever."""
    found = published_draw(code)
    return _attached(_repeat(request, found, is_file=True), f"repeat-draw-{found.round.code}.html")


def _repeat(request: HttpRequest, found: PublicDraw, *, is_file: bool) -> HttpResponse:
    context = {
        "draw": found,
        "words": page_words(),
        "is_file": is_file,
        "styles_source": inlined(*REPEAT_STYLES).source,
        "scripts_source": inlined(*REPEAT_SCRIPTS).source,
    }
    response = render(request, "peer_review/repeat.html", context)
    allow_inline(response, styles=REPEAT_STYLES, scripts=REPEAT_SCRIPTS)
    return response


def _attached(response: HttpResponse, name: str) -> HttpResponse:
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
