"""What is answered to a connection that sends too many unknown codes (see door.py)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe


@require_safe
@cache_control(no_store=True)
def too_many(request: HttpRequest) -> HttpResponse:
    """Ask for the number instead. The door sends this page, and says how long to wait."""
    return render(request, "plaques/too_many_codes.html", status=429)
