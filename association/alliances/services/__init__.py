"""The verbs on schools, memberships, people and imports. Nothing else changes their state."""

from association.alliances.services.alliances import rename_alliance
from association.alliances.services.imports import (
    confirm_roster,
    has_stalled,
    run_roster,
    upload_roster,
)
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
from association.alliances.services.registration import NewSchool, register_schools
from association.alliances.services.schools import (
    register_school,
    remove_campus,
    save_campus,
    update_school,
)

__all__ = [
    "NewSchool",
    "accept_invitation",
    "appoint_lead",
    "appoint_representative",
    "confirm_roster",
    "dismiss_lead",
    "dismiss_representative",
    "has_stalled",
    "invite",
    "join_alliance",
    "leave_association",
    "register_school",
    "register_schools",
    "remove_campus",
    "rename_alliance",
    "revoke_invitation",
    "run_roster",
    "save_campus",
    "update_school",
    "upload_roster",
]
