"""A plaque on other people's pages: share card, badge and oEmbed, each with the present state."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from association.core.inline import allow_inline
from association.core.limits import Budget
from association.core.models import AssociationProfile
from association.core.slowing import come_back_later, seconds_to_wait
from association.plaques.numbers import UnreadableNumber
from association.plaques.selectors import NotIssued, PublicPlaque, public_by_number
from association.plaques.services import note_sighting
from association.plaques.sharing.badge import HEIGHT, WIDTH, Badge, badge_of, unknown_badge
from association.plaques.sharing.card import card_words, draw_card
from association.plaques.sharing.embedding import absolute, badge_title, frame_code

# Drawing one takes a processor for the time of a hundred scans.
CARDS = Budget("share_card", attempts=40, seconds=60)
EMBEDDABLE = {"plaques:verify_number", "plaques:badge_page"}

not_stored = cache_control(no_store=True)


@require_safe
@not_stored
def share_card(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the answer of this second as a picture to send on, 1080 × 1080 pixels."""
    if wait := seconds_to_wait(request, CARDS):
        later = HttpResponse(_("Please wait a little"), content_type="text/plain; charset=utf-8")
        return come_back_later(later, wait)
    plaque = _plaque(number)
    if plaque is None:
        return HttpResponse(
            _("The association has issued no plaque with this number."),
            status=404,
            content_type="text/plain; charset=utf-8",
        )
    issuer = AssociationProfile.load(request_or_site=request)
    response = HttpResponse(draw_card(card_words(plaque, issuer=issuer.name)), "image/png")
    return _for_other_sites(response)


@require_safe
@not_stored
def badge(request: HttpRequest, number: str) -> HttpResponse:
    """Draw the badge as SVG. A number that is not ours gets one that says so, with 404."""
    drawn, status = _badge(request, number)
    context = {"badge": drawn, "lang": get_language()}
    response = render(request, "plaques/badge_drawing.svg", context, "image/svg+xml", status=status)
    return _for_other_sites(response)


@require_safe
@not_stored
@xframe_options_exempt
def badge_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show the badge as a page for a frame on any site; it leads to the page to verify on."""
    drawn, status = _badge(request, number)
    address = absolute("verify_number", number) if status == 200 else f"{settings.SITE_URL}/verify/"
    context = {"badge": drawn, "address": address}
    response = render(request, "plaques/badge_page.html", context, status=status)
    allow_inline(response, styles=("css/badge.css",))
    response._csp_replace["frame-ancestors"] = ["*"]
    return _for_other_sites(response)


@require_safe
@not_stored
def oembed(request: HttpRequest) -> HttpResponse:
    """Tell an oEmbed consumer (oembed.com, 2.3.4.4) how to show a plaque: as the badge's frame.

    404 for an address that is not of a plaque here, 501 for any format but JSON.
    """
    if request.GET.get("format", "json") != "json":
        return HttpResponse("json only", status=501, content_type="text/plain; charset=utf-8")
    plaque = _plaque_at(request.GET.get("url", ""))
    if plaque is None:
        return _any_origin(JsonResponse({"detail": "not found"}, status=404))
    width, height = _size(request.GET)
    issuer = AssociationProfile.load(request_or_site=request)
    return _any_origin(
        JsonResponse(
            {
                "version": "1.0",
                "type": "rich",
                "title": badge_title(plaque.number),
                "provider_name": issuer.name,
                "provider_url": f"{settings.SITE_URL}/",
                "cache_age": 0,
                "html": frame_code(plaque.number, width=width, height=height),
                "width": width,
                "height": height,
            },
            json_dumps_params={"ensure_ascii": False},
        )
    )


def _plaque(number: str) -> PublicPlaque | None:
    try:
        return public_by_number(number)
    except (UnreadableNumber, NotIssued):
        return None


def _badge(request: HttpRequest, number: str) -> tuple[Badge, int]:
    issuer = AssociationProfile.load(request_or_site=request).name
    plaque = _plaque(number)
    if plaque is None:
        return unknown_badge(issuer=issuer), 404
    note_sighting(
        number=plaque.number,
        referrer=request.headers.get("Referer", ""),
        own_hosts={urlsplit(settings.SITE_URL).hostname, request.get_host().partition(":")[0]},
    )
    return badge_of(plaque, issuer=issuer), 200


def _plaque_at(url: str) -> PublicPlaque | None:
    """Return the plaque whose page or badge has this address on our site."""
    try:
        address = urlsplit(url)
        if f"{address.scheme}://{address.netloc}" != settings.SITE_URL:
            return None
        found = resolve(address.path)
    except (ValueError, Resolver404):
        return None
    return _plaque(found.kwargs["number"]) if found.view_name in EMBEDDABLE else None


def _size(asked: Any) -> tuple[int, int]:
    """Return width and height within maxwidth and maxheight, as the badge's shape wants it."""
    room = min(_pixels(asked, "maxwidth"), _pixels(asked, "maxheight") * WIDTH // HEIGHT)
    width = max(1, min(WIDTH, room))
    return width, -(-width * HEIGHT // WIDTH)


def _pixels(asked: Any, name: str) -> int:
    value = asked.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else WIDTH


def _for_other_sites(response: HttpResponse) -> HttpResponse:
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _any_origin(response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"
    return _for_other_sites(response)
