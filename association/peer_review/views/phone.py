"""The visit on a phone: the page that also works without connection, and how it is found."""

from functools import cache
from pathlib import Path
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from association.core import clock
from association.core.headers import permissions_policy
from association.peer_review.checklists.form import build_form
from association.peer_review.enums import RoundStatus, VisitStatus
from association.peer_review.models import Seat
from association.peer_review.permissions import access_own_seat
from association.peer_review.selectors.phone import (
    briefing_of,
    failing_answers,
    noted_by,
    received_from,
    seats_at_school,
)
from association.peer_review.views.phone_words import phone_words
from association.peer_review.views.visits import desk_of
from association.plaques.models.plaque import TOKEN_LENGTH

WORKER = "js/visit/worker.js"
NOT_SCANNED = "none"


@login_required
@require_safe
@gzip_page
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a visitor the own visit: what to know before, the form, and what is not yet in."""
    seat = access_own_seat(request.user, pk)
    visit = seat.visit
    form = build_form(visit.round.checklist, peer=True)
    received = received_from(seat)
    context = {
        "seat": seat,
        "visit": visit,
        "round": visit.round,
        "briefing": briefing_of(seat, form.groups),
        "form": form,
        "received": received,
        "noted": noted_by(seat, form.groups),
        "running": visit.round.status == RoundStatus.RUNNING,
        "open": visit.status == VisitStatus.PLANNED and visit.round.status == RoundStatus.RUNNING,
        "today": clock.today(),
        "setup": _setup(seat, received) | {"failing": failing_answers(form.groups)},
        **desk_of(request.user, visit),
    }
    response = render(request, "peer_review/phone.html", context)
    response.headers["Permissions-Policy"] = permissions_policy("geolocation")
    return response


@require_safe
def at_scanned_school(request: HttpRequest) -> HttpResponse:
    """Go on from a plaque's page, which is the same for everybody and never names its token."""
    return redirect("peer_review:at_school", _scanned(request) or NOT_SCANNED)


@login_required
@require_safe
def at_school(request: HttpRequest, token: str) -> HttpResponse:
    """Lead a visitor who scanned a plaque to the visit at that school. token: of the plaque."""
    seats = seats_at_school(request.user, token)
    if len(seats) == 1:
        return redirect(f"{reverse('peer_review:phone', args=[seats[0].visit_id])}#plaque={token}")
    context = {
        "seats": seats,
        "token": token,
        "desk_title": _("My desk"),
        "desk_url": reverse("accounts:my_desk"),
    }
    return render(request, "peer_review/at_school.html", context, status=200 if seats else 404)


@login_required
@require_safe
@gzip_page
def kept(request: HttpRequest) -> HttpResponse:
    """List what this phone still keeps of a person's visits, without anything from the site."""
    setup = {"user": request.user.pk, "seat": None, "words": phone_words()}
    context = {
        "setup": setup,
        "desk_title": _("My desk"),
        "desk_url": reverse("accounts:my_desk"),
    }
    return render(request, "peer_review/phone_kept.html", context)


@require_safe
@csp_replace({"connect-src": [SELF], "sandbox": None})
def worker(request: HttpRequest) -> HttpResponse:
    """Hand out the service worker from an address above all visits; it holds nobody's data."""
    return HttpResponse(_worker_text(), "text/javascript")


def _setup(seat: Seat, received: dict[str, Any]) -> dict[str, Any]:
    """Return what the page's script has to know, beside its words."""
    address = reverse("peer_review:phone", args=[seat.visit_id])
    return {
        # A phone may be handed on: each person has an own draft.
        "seat": f"{seat.pk}-{seat.visitor_id}",
        "user": seat.visitor_id,
        "title": f"{seat.visit.school.name} · {seat.visit.round.title}",
        "visit": seat.visit_id,
        "address": address,
        "signIn": f"{reverse('accounts:sign_in')}?{urlencode({'next': address})}",
        "worker": reverse("peer_review:phone_worker"),
        "name": f"visit-{seat.visit.round.code}-{seat.visit_id}",
        "received": received,
        "words": phone_words(),
    }


def _scanned(request: HttpRequest) -> str:
    """Return the token of the plaque's page that a link was followed from; empty for any other."""
    _before, found, token = request.headers.get("Referer", "").rpartition("/v/")
    token = token.partition("?")[0].rstrip("/")
    return token if found and len(token) == TOKEN_LENGTH and token.isalnum() else ""


@cache
def _worker_text() -> str:
    return Path(finders.find(WORKER)).read_text(encoding="utf-8")
