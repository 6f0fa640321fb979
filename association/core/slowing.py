"""Public forms have a budget for each connection: wide, because a whole school gate shares one."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext

from association.core.addresses import client_address
from association.core.limits import Budget, spend


def seconds_to_wait(request: HttpRequest, budget: Budget) -> int:
    """Count an attempt by whoever asks; return the seconds to wait, 0 within the budget."""
    return spend(budget, client_address(request.META))


def told_wait(seconds: int) -> str:
    """Return how long to wait in words, in whole minutes."""
    minutes = -(-seconds // 60)
    return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}


def come_back_later(response: HttpResponse, seconds: int) -> HttpResponse:
    """Turn an answer into 429, and tell programs when to come back (RFC 9110 10.2.3)."""
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
