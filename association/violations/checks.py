"""What must be set before anything is sent to a department: `manage.py check --deploy`."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.exceptions import ImproperlyConfigured

from association.violations.package.keys import signing_key


@register(Tags.security, deploy=True)
def check_signing_key(**_kwargs: Any) -> list[Error]:
    """Return an error where the key is missing: one made from SECRET_KEY changes with it."""
    if settings.FILING_SIGNING_KEY:
        return []
    hint = "Set it to the output of `openssl rand -base64 32`."
    return [Error("FILING_SIGNING_KEY is empty.", hint=hint, id="violations.E001")]


@register(Tags.security)
def check_signing_key_is_sound(**_kwargs: Any) -> list[Error]:
    """Return an error where the key cannot sign."""
    try:
        signing_key()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="violations.E002")]
    return []
