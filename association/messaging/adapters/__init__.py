"""The ways out of the house, one adapter each, as `MESSAGE_ADAPTERS` names them."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from association.messaging.adapters.base import Adapter, Letter, Refused, Uncertain, Unreachable

__all__ = ["Adapter", "Letter", "Refused", "Uncertain", "Unreachable", "adapter_for", "adapters"]


def adapters() -> list[Adapter]:
    """Return the adapters in use, at most one for each channel."""
    return list(_loaded(tuple(settings.MESSAGE_ADAPTERS)).values())


def adapter_for(channel: str) -> Adapter | None:
    """Return the adapter of a channel, None where the channel is no longer in use."""
    return _loaded(tuple(settings.MESSAGE_ADAPTERS)).get(channel)


@cache
def _loaded(paths: tuple[str, ...]) -> dict[str, Adapter]:
    made = [import_string(path)() for path in paths]
    return {adapter.channel: adapter for adapter in made}
