"""Whoever needs a second factor gets nowhere without it, by whatever door they came in."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from association.accounts.second_factor import next_step
from association.accounts.sessions import SETTLED, follow_session

# What it takes to set it up, or to leave. Static files are served before.
OPEN = {
    "accounts:enrol",
    "accounts:app",
    "accounts:add_passkey",
    "accounts:recovery_codes",
    "accounts:download_codes",
    "accounts:confirm",
    "accounts:sign_out",
    "wagtailadmin_logout",
}


class SecondFactorMiddleware:
    """Send a person who still has to set up their second factor to where that is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key
        response = self.get_response(request)
        follow_session(request, key)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if not request.user.is_authenticated or is_settled(request):
            return None
        step = next_step(request.user)
        if not step:
            settle(request)
            return None
        return None if request.resolver_match.view_name in OPEN else redirect(step)


def is_settled(request: HttpRequest) -> bool:
    """Say whether this session was found complete, with the rights the person has now."""
    return request.session.get(SETTLED) == request.user.rights_epoch


def settle(request: HttpRequest) -> None:
    """Remember that nothing is left to do, so that the next request need not look it up."""
    request.session[SETTLED] = request.user.rights_epoch
