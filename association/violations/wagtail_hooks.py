from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from association.core.audit import register_verbs
from association.violations.enums import Verb
from association.violations.models import Appeal, Case, Filing, JointVisit, Objection, Repair
from association.violations.permissions import case_policy, filing_policy, joint_visit_policy
from association.violations.permissions_ways_back import (
    appeal_policy,
    objection_policy,
    repair_policy,
)
from association.violations.viewsets.appeals import AppealViewSet
from association.violations.viewsets.cases import CaseViewSet
from association.violations.viewsets.filing import FilingViewSet
from association.violations.viewsets.joint_visits import JointVisitViewSet
from association.violations.viewsets.notices import lead_back_to_case, tell_reviewer
from association.violations.viewsets.objections import ObjectionViewSet
from association.violations.viewsets.repairs import RepairViewSet

# Before any viewset asks for a policy, else Wagtail settles on one of its own.
register_permission_policy(Case, case_policy)
register_permission_policy(Appeal, appeal_policy)
register_permission_policy(Objection, objection_policy)
register_permission_policy(Repair, repair_policy)
register_permission_policy(Filing, filing_policy)
register_permission_policy(JointVisit, joint_visit_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Let the audit trail name this room's verbs."""
    register_verbs(actions, app_label="violations", verbs=Verb)


@hooks.register("before_edit_page")
def tell_reviewer_of_notice(request: HttpRequest, page: Page) -> None:
    tell_reviewer(request, page)


@hooks.register("after_edit_page")
def lead_back_from_notice(request: HttpRequest, page: Page) -> HttpResponse | None:
    return lead_back_to_case(request, page)


@hooks.register("register_admin_viewset")
def register_viewset() -> list[ViewSet]:
    return [
        CaseViewSet(),
        AppealViewSet(),
        ObjectionViewSet(),
        RepairViewSet(),
        FilingViewSet(),
        JointVisitViewSet(),
    ]
