"""What a site must have before it goes public: `manage.py check --deploy`; and a key that signs."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured

from association.core.signing import public_keys


@register(Tags.security, deploy=True)
def check_public_duties(**_kwargs: Any) -> list[Error]:
    """Return an error for each missing duty: ICP number, https address, no demo settings."""
    errors = []
    if settings.DEMO:
        errors.append(
            Error("The demo settings are active.", hint="Use production.", id="association.E001")
        )
    if not settings.ICP_NUMBER.strip():
        errors.append(Error("ICP_NUMBER is empty.", hint="Set it.", id="association.E002"))
    if urlsplit(settings.SITE_URL).scheme != "https":
        errors.append(
            Error("SITE_URL is no https address.", hint="QR codes need it.", id="association.E003")
        )
    return errors


@register(Tags.security, deploy=True)
def check_proxies(**_kwargs: Any) -> list[Caution]:
    """Return a warning where nobody said how many proxies stand in front of the site.

    Behind an unnamed one everybody seems to come from its address, and limits hit all at once.
    """
    if settings.PROXIES is not None:
        return []
    return [
        Caution(
            "PROXIES is not set.",
            hint="Set it to the number of proxies in front of the site, 0 for none.",
            id="association.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_signing_key(**_kwargs: Any) -> list[Error]:
    """Return an error where the key is missing: one made from SECRET_KEY changes with it."""
    if settings.SIGNING_KEY:
        return []
    hint = "Set it to the output of `openssl rand -base64 32`."
    return [Error("SIGNING_KEY is empty.", hint=hint, id="association.E004")]


@register(Tags.security)
def check_signing_keys_are_sound(**_kwargs: Any) -> list[Error]:
    """Return an error where the key cannot sign, or one of the past is none."""
    try:
        public_keys()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="association.E005")]
    return []
