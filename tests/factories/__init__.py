"""Made-up people, schools and records, brought to their state by the real verbs."""

from tests.factories.cases import make_danger_case, make_revoked_plaque, put_in_force
from tests.factories.covenants import make_covenant
from tests.factories.flows import (
    hang,
    make_accepted_pledge,
    make_active_plaque,
    make_draft_pledge,
    make_plaque,
    make_signed_pledge,
)
from tests.factories.people import (
    make_department,
    make_lead,
    make_liaison,
    make_principal,
    make_secretary,
    make_user,
    make_visitor,
)
from tests.factories.photos import make_gate_photo, make_photo
from tests.factories.schools import make_school

__all__ = [
    "hang",
    "make_accepted_pledge",
    "make_active_plaque",
    "make_covenant",
    "make_danger_case",
    "make_department",
    "make_draft_pledge",
    "make_gate_photo",
    "make_lead",
    "make_liaison",
    "make_photo",
    "make_plaque",
    "make_principal",
    "make_revoked_plaque",
    "make_school",
    "make_secretary",
    "make_signed_pledge",
    "make_user",
    "make_visitor",
    "put_in_force",
]
