"""Alliances, schools and their campuses, membership, and who may act for whom."""

from association.alliances.models.alliance import (
    Alliance,
    AllianceGroupObjectPermission,
    AllianceUserObjectPermission,
)
from association.alliances.models.imports import RosterImport, RosterImportEvent
from association.alliances.models.membership import Membership, MembershipEvent
from association.alliances.models.people import (
    AllianceLead,
    Invitation,
    InvitationEvent,
    Representative,
)
from association.alliances.models.school import (
    Campus,
    School,
    SchoolEvent,
    SchoolGroupObjectPermission,
    SchoolUserObjectPermission,
)

__all__ = [
    "Alliance",
    "AllianceGroupObjectPermission",
    "AllianceLead",
    "AllianceUserObjectPermission",
    "Campus",
    "Invitation",
    "InvitationEvent",
    "Membership",
    "MembershipEvent",
    "Representative",
    "RosterImport",
    "RosterImportEvent",
    "School",
    "SchoolEvent",
    "SchoolGroupObjectPermission",
    "SchoolUserObjectPermission",
]
