"""What Django would find in a request, asked of WSGI's environ without building a request."""

import re
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, parse_cookie

Environ = dict[str, Any]

GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0)")


class Reader(NamedTuple):
    """What cookies tell. personal: pages may be made for this reader alone."""

    language: str
    personal: bool


def is_for_us(environ: Environ) -> bool:
    """Say whether Django would answer at this host and scheme."""
    if settings.SECURE_SSL_REDIRECT and not _is_secure(environ):
        return False
    return _is_our_host(environ.get("HTTP_HOST") or environ["SERVER_NAME"])


def takes_gzip(environ: Environ) -> bool:
    """Say whether the answer may be a gzip."""
    return GZIP.search(environ.get("HTTP_ACCEPT_ENCODING", "")) is not None


def reader_of(environ: Environ) -> Reader:
    """Return what the cookies tell of the reader."""
    return _reader_with(environ.get("HTTP_COOKIE", ""), settings.LANGUAGE_CODE)


def _is_secure(environ: Environ) -> bool:
    if settings.SECURE_PROXY_SSL_HEADER:
        header, value = settings.SECURE_PROXY_SSL_HEADER
        if header in environ:
            return environ[header].split(",")[0].strip() == value
    return environ["wsgi.url_scheme"] == "https"


@lru_cache(maxsize=64)
def _is_our_host(host: str) -> bool:
    request = HttpRequest()
    request.META = {"HTTP_HOST": host}
    try:
        return bool(request.get_host())
    except DisallowedHost:
        return False


@lru_cache(maxsize=64)
def _reader_with(cookies: str, default: str) -> Reader:
    sent = parse_cookie(cookies)
    language = sent.get(settings.LANGUAGE_COOKIE_NAME)
    offered = dict(settings.LANGUAGES)
    personal = settings.SESSION_COOKIE_NAME in sent
    return Reader(language if language in offered else default, personal)
