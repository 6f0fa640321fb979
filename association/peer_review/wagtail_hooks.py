from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy

from association.core.audit import register_verbs
from association.peer_review.enums import Verb
from association.peer_review.models import ChecklistVersion, Finding, Report, Round, Tie
from association.peer_review.permissions import (
    checklist_policy,
    finding_policy,
    report_policy,
    round_policy,
    tie_policy,
)
from association.peer_review.viewsets.checklists import ChecklistViewSet
from association.peer_review.viewsets.figures import FiguresViewSet
from association.peer_review.viewsets.findings import FindingViewSet
from association.peer_review.viewsets.reports import ReportViewSet
from association.peer_review.viewsets.rounds import RoundViewSet
from association.peer_review.viewsets.ties import TieViewSet

# Before any viewset asks for a policy, else Wagtail settles on one of its own.
register_permission_policy(ChecklistVersion, checklist_policy)
register_permission_policy(Round, round_policy)
register_permission_policy(Tie, tie_policy)
register_permission_policy(Report, report_policy)
register_permission_policy(Finding, finding_policy)


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    """Let the audit trail name this room's verbs."""
    register_verbs(actions, app_label="peer_review", verbs=Verb)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[ViewSet]:
    return [
        ChecklistViewSet(),
        RoundViewSet(),
        ReportViewSet(),
        FindingViewSet(),
        FiguresViewSet(),
        TieViewSet(),
    ]
