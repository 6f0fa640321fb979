from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from association.core.audit import register_verbs
from association.plaques.enums import Verb
from association.plaques.models import (
    MeasureProposal,
    Plaque,
    PlaqueBatch,
    PlaqueReport,
    TakeDown,
)
from association.plaques.permissions import (
    batch_policy,
    plaque_policy,
    proposal_policy,
    report_policy,
    take_down_policy,
)
from association.plaques.viewsets import (
    BatchViewSet,
    MeasureViewSet,
    PlaqueViewSet,
    ReportViewSet,
    TakeDownViewSet,
)

register_permission_policy(Plaque, plaque_policy)
register_permission_policy(PlaqueBatch, batch_policy)
register_permission_policy(MeasureProposal, proposal_policy)
register_permission_policy(TakeDown, take_down_policy)
register_permission_policy(PlaqueReport, report_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="plaques", verbs=Verb)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [PlaqueViewSet(), BatchViewSet(), MeasureViewSet(), TakeDownViewSet(), ReportViewSet()]
