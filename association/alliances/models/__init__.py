"""Alliances, schools and their campuses, membership, and who may act for whom."""

from association.alliances.models.alliance import (
    Alliance,
    AllianceEvent,
    AllianceGroupObjectPermission,
    AllianceUserObjectPermission,
)
from association.alliances.models.change_request import (
    ChangeProof,
    ChangeRequest,
    ChangeRequestEvent,
)
from association.alliances.models.department import (
    Department,
    DepartmentEvent,
    DepartmentLiaison,
)
from association.alliances.models.handover import Handover, HandoverEvent
from association.alliances.models.imports import RosterImport, RosterImportEvent
from association.alliances.models.invitation import (
    Invitation,
    InvitationBatch,
    InvitationEvent,
)
from association.alliances.models.membership import Membership, MembershipEvent
from association.alliances.models.people import (
    AllianceLead,
    AllianceVisitor,
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
    "AllianceEvent",
    "AllianceGroupObjectPermission",
    "AllianceLead",
    "AllianceUserObjectPermission",
    "AllianceVisitor",
    "Campus",
    "ChangeProof",
    "ChangeRequest",
    "ChangeRequestEvent",
    "Department",
    "DepartmentEvent",
    "DepartmentLiaison",
    "Handover",
    "HandoverEvent",
    "Invitation",
    "InvitationBatch",
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
