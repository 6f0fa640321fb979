from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from association.core.audit import register_verbs
from association.plaques.enums import Verb
from association.plaques.models import MeasureProposal, Plaque
from association.plaques.permissions import plaque_policy, proposal_policy
from association.plaques.viewsets import MeasureViewSet, PlaqueViewSet

register_permission_policy(Plaque, plaque_policy)
register_permission_policy(MeasureProposal, proposal_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="plaques", verbs=Verb)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [PlaqueViewSet(), MeasureViewSet()]
