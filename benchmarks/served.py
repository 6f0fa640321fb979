"""The site as it is served, and beside it a constant view and the same site without its door."""

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path

from association.wsgi import application as with_door
from association.wsgi import django_application

SLOW = "/slow"


def constant(request: HttpRequest) -> HttpResponse:
    """Answer the same few bytes always."""
    return HttpResponse(b"constant")


import_module(settings.ROOT_URLCONF).urlpatterns.insert(0, path("constant", constant))


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Take requests below /slow past the door."""
    asked = environ["PATH_INFO"]
    if asked.startswith(SLOW):
        return django_application(environ | {"PATH_INFO": asked[len(SLOW) :]}, start_response)
    return with_door(environ, start_response)
