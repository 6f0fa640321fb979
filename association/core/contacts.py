"""A person's contact is masked until somebody asks for it, and asking is an act.

An office's landline or service number belongs to the school and is shown. A mobile number belongs
to a person, also where a ledger has written it into the office's field.
"""

import re
from typing import Any

from django.db import models

from association.core.audit import record_act
from association.core.enums import Act

MOBILE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)", re.ASCII)


def is_personal(phone: str) -> bool:
    """Say whether a telephone number belongs to a person."""
    return MOBILE.search(phone) is not None


def masked(phone: str) -> str:
    """Return a text with the middle of each mobile number covered: 138****5678."""
    return MOBILE.sub(r"\1****\3", phone)


def record_reading(*, user: Any, of: models.Model, reason: str) -> None:
    """Write down that somebody read a person's contact.

    of: the school or person whose contact it is. reason: why it was needed.
    """
    record_act(action=f"core.{Act.READ_CONTACT}", user=user, obj=of, reason=reason)
