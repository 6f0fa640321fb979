"""Papers that were signed with a key nobody kept: told by `manage.py migrate`, at each update."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import Tags, register
from django.core.checks import Warning as Caution
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from association.core.signing import public_keys
from association.pledges.models import IssuedPaper


@register(Tags.database)
def check_papers_can_be_verified(
    databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[Caution]:
    """Return a warning where a key that signed papers is neither the present one nor a retired."""
    return [caution for name in databases or () for caution in _missing(name)]


def _missing(database: str) -> list[Caution]:
    papers = IssuedPaper.objects.using(database)
    if IssuedPaper._meta.db_table not in connections[database].introspection.table_names():
        return []  # before the first migration
    try:
        known = public_keys().keys()
    except ImproperlyConfigured:
        return []  # association.E005 tells
    lost = sorted(set(papers.values_list("key", flat=True).distinct()) - known)
    hint = "Add the public keys they were signed with to SIGNING_KEYS_RETIRED."
    message = f"Papers signed with these keys cannot be verified: {', '.join(lost)}"
    return [Caution(message, hint=hint, id="pledges.W001")] if lost else []
