"""Made-up people, schools and records, brought to their state by the real verbs."""

from tests.factories.covenants import make_covenant
from tests.factories.flows import (
    make_accepted_pledge,
    make_active_plaque,
    make_draft_pledge,
    make_plaque,
    make_revoked_plaque,
    make_signed_pledge,
)
from tests.factories.people import make_lead, make_principal, make_secretary, make_user
from tests.factories.schools import make_school

__all__ = [
    "make_accepted_pledge",
    "make_active_plaque",
    "make_covenant",
    "make_draft_pledge",
    "make_lead",
    "make_plaque",
    "make_principal",
    "make_revoked_plaque",
    "make_school",
    "make_secretary",
    "make_signed_pledge",
    "make_user",
]
