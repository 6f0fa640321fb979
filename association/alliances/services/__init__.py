"""The verbs on schools, memberships and people. Nothing else changes their state."""

from association.alliances.services.invitations import (
    accept_invitation,
    invite,
    revoke_invitation,
)
from association.alliances.services.memberships import join_alliance, leave_association
from association.alliances.services.people import (
    appoint_lead,
    appoint_representative,
    dismiss_lead,
    dismiss_representative,
)
from association.alliances.services.schools import register_school, update_school

__all__ = [
    "accept_invitation",
    "appoint_lead",
    "appoint_representative",
    "dismiss_lead",
    "dismiss_representative",
    "invite",
    "join_alliance",
    "leave_association",
    "register_school",
    "revoke_invitation",
    "update_school",
]
