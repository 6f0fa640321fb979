"""Reading a person's contact is an act."""

from typing import Any

from association.alliances.models import School
from association.core.contacts import record_reading


def read_contact(*, school: School, reason: str, acting_user: Any) -> str:
    """Return a school's telephone number in full, and write down who read it and why."""
    record_reading(user=acting_user, of=school, reason=reason)
    return school.phone
