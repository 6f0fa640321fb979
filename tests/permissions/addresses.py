"""Every address the site knows, read from its URL patterns."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver


class Address(NamedTuple):
    """A URL pattern. name: "namespace:name", or the route itself where it has no name."""

    name: str
    route: str
    view: Callable[..., Any]


def known_addresses() -> list[Address]:
    """Return all URL patterns of the site, Wagtail's included, in the order they are tried."""
    return list(_walk(get_resolver().url_patterns))


def _walk(
    patterns: list[URLPattern | URLResolver], namespace: str = "", before: str = ""
) -> Iterator[Address]:
    for pattern in patterns:
        # As Django joins routes when it resolves: the caret of an inner expression goes.
        own = str(pattern.pattern)
        route = before + (own.removeprefix("^") if before else own)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, inner, route)
        elif pattern.name:
            yield Address(f"{namespace}{pattern.name}", route, pattern.callback)
        else:
            yield Address(f"/{route.removeprefix('^')}", route, pattern.callback)
