"""What the matrix asks: every known address, under the name its row in policy.txt has."""

from typing import Any, NamedTuple

from django.db import connection
from django.urls import NoReverseMatch, resolve, reverse

from tests.permissions.addresses import known_addresses
from tests.permissions.samples import SAMPLES
from tests.permissions.world import World


def row_names() -> list[str]:
    """Return a name for each address, or for each of its samples where it has several."""
    several = {name.partition(" [")[0] for name in SAMPLES if " [" in name}
    plain = [
        name
        for name in dict.fromkeys(address.name for address in known_addresses())
        if name in SAMPLES or name not in several
    ]
    return [*plain, *(name for name in SAMPLES if " [" in name)]


def on_sqlite() -> bool:
    """Whether this run asks everything by GET and by POST.

    A second database is asked for each page by GET alone, and for each act by POST alone.
    """
    return connection.vendor == "sqlite"


class Request(NamedTuple):
    """What is asked. data: the fields of the form when it is posted."""

    path: str
    data: dict[str, Any]


def request_of(name: str, world: World) -> Request:
    """Return what to ask. Raises LookupError for an address that still needs a sample."""
    sample = SAMPLES.get(name, {})
    if callable(sample):
        sample = sample(world)
    if isinstance(sample, str):
        return Request(sample, {})
    kwargs = dict(sample)
    query, data = kwargs.pop("?", ""), kwargs.pop("POST", {})
    bare = name.partition(" [")[0]
    try:
        path = bare if bare.startswith("/") else reverse(bare, kwargs=kwargs)
    except NoReverseMatch as error:
        message = f"{name} needs a sample in tests/permissions: {error}"
        raise LookupError(message) from error
    return Request(f"{path}?{query}" if query else path, data)


def route_of(path: str) -> str:
    """Return the route that answers a path."""
    return resolve(path.partition("?")[0]).route
