"""The verbs on schools, memberships, people and imports. Nothing else changes their state."""

from association.alliances.services.alliances import rename_alliance
from association.alliances.services.changes import (
    accept_change,
    ask_change,
    decline_change,
    withdraw_change,
)
from association.alliances.services.contacts import read_contact
from association.alliances.services.departments import (
    add_department,
    appoint_liaison,
    dismiss_liaison,
    rename_department,
)
from association.alliances.services.handovers import (
    cancel_handover,
    confirm_handover,
    may_decide_handover,
    refuse_handover,
    start_handover,
)
from association.alliances.services.imports import (
    confirm_roster,
    has_stalled,
    run_roster,
    upload_roster,
)
from association.alliances.services.invitations import (
    accept_invitation,
    invite,
    invite_many,
    resend_invitation,
    revoke_invitation,
)
from association.alliances.services.memberships import (
    expel_member,
    join_alliance,
    leave_association,
    readmit_member,
)
from association.alliances.services.people import (
    appoint_lead,
    appoint_representative,
    dismiss_lead,
    dismiss_representative,
)
from association.alliances.services.registration import NewSchool, register_schools
from association.alliances.services.schools import (
    edit_own_details,
    hide_introduction,
    register_school,
    remove_campus,
    save_campus,
    update_school,
)
from association.alliances.services.visitors import appoint_visitor, dismiss_visitor

__all__ = [
    "NewSchool",
    "accept_change",
    "accept_invitation",
    "add_department",
    "appoint_lead",
    "appoint_liaison",
    "appoint_representative",
    "appoint_visitor",
    "ask_change",
    "cancel_handover",
    "confirm_handover",
    "confirm_roster",
    "decline_change",
    "dismiss_lead",
    "dismiss_liaison",
    "dismiss_representative",
    "dismiss_visitor",
    "edit_own_details",
    "expel_member",
    "has_stalled",
    "hide_introduction",
    "invite",
    "invite_many",
    "join_alliance",
    "leave_association",
    "may_decide_handover",
    "read_contact",
    "readmit_member",
    "refuse_handover",
    "register_school",
    "register_schools",
    "remove_campus",
    "rename_alliance",
    "rename_department",
    "resend_invitation",
    "revoke_invitation",
    "run_roster",
    "save_campus",
    "start_handover",
    "update_school",
    "upload_roster",
    "withdraw_change",
]
