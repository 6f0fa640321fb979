"""Whether the ways out of the house can work: `manage.py check`."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register

from association.messaging.adapters import adapters
from association.messaging.adapters.gateway import GatewayAdapter


@register()
def check_ways(**_kwargs: Any) -> list[Error]:
    """Return an error for a way that cannot be loaded, comes twice, or has no gateway."""
    try:
        ways = adapters()
    except ImportError as error:
        hint = "Name classes by their dotted paths."
        return [Error(f"MESSAGE_ADAPTERS: {error}", hint=hint, id="messaging.E001")]
    errors = []
    if len(ways) < len(settings.MESSAGE_ADAPTERS):
        hint = "Name one adapter for each channel."
        errors.append(
            Error("MESSAGE_ADAPTERS names a channel twice.", hint=hint, id="messaging.E002")
        )
    if not settings.MESSAGE_GATEWAY_URL and any(isinstance(w, GatewayAdapter) for w in ways):
        hint = "Set it to the gateway's https address."
        errors.append(Error("MESSAGE_GATEWAY_URL is empty.", hint=hint, id="messaging.E003"))
    return errors
