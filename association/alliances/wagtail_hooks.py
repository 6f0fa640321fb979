from wagtail import hooks
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from association.alliances.enums import Verb
from association.alliances.models import (
    Alliance,
    ChangeRequest,
    Department,
    Handover,
    Invitation,
    RosterImport,
    School,
)
from association.alliances.permissions import (
    alliance_policy,
    change_policy,
    department_policy,
    handover_policy,
    import_policy,
    invitation_policy,
    school_policy,
)
from association.alliances.viewsets.alliances import AllianceViewSet
from association.alliances.viewsets.changes import ChangeRequestViewSet
from association.alliances.viewsets.departments import DepartmentViewSet
from association.alliances.viewsets.handovers import HandoverViewSet
from association.alliances.viewsets.imports import RosterImportViewSet
from association.alliances.viewsets.invitations import InvitationViewSet
from association.alliances.viewsets.schools import SchoolViewSet
from association.core.audit import register_verbs

# Before any viewset: a viewset that finds no policy makes one of its own.
register_permission_policy(School, school_policy)
register_permission_policy(Alliance, alliance_policy)
register_permission_policy(Department, department_policy)
register_permission_policy(Invitation, invitation_policy)
register_permission_policy(Handover, handover_policy)
register_permission_policy(ChangeRequest, change_policy)
register_permission_policy(RosterImport, import_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="alliances", verbs=Verb)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ModelViewSet]:
    return [
        RosterImportViewSet(),
        SchoolViewSet(),
        InvitationViewSet(),
        HandoverViewSet(),
        ChangeRequestViewSet(),
        AllianceViewSet(),
        DepartmentViewSet(),
    ]
