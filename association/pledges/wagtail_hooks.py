from wagtail import hooks
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from association.core.audit import register_verbs
from association.pledges.enums import Verb
from association.pledges.models import CovenantVersion, Pledge
from association.pledges.permissions import covenant_policy, pledge_policy
from association.pledges.viewsets import CovenantViewSet, PledgeViewSet

# Before any viewset asks for a policy, else Wagtail settles on one of its own.
register_permission_policy(Pledge, pledge_policy)
register_permission_policy(CovenantVersion, covenant_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="pledges", verbs=Verb)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[PledgeViewSet | CovenantViewSet]:
    return [PledgeViewSet(), CovenantViewSet()]
