from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from association.core.audit import register_verbs
from association.violations.enums import Verb
from association.violations.models import Case
from association.violations.permissions import case_policy
from association.violations.viewsets.cases import CaseViewSet

# Before any viewset asks for a policy, else Wagtail settles on one of its own.
register_permission_policy(Case, case_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Let the audit trail name this room's verbs."""
    register_verbs(actions, app_label="violations", verbs=Verb)


@hooks.register("register_admin_viewset")
def register_viewset() -> ViewSet:
    return CaseViewSet()
