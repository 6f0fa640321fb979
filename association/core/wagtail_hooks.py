from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import LogActionRegistry
from wagtail.permissions import register_permission_policy
from wagtail.users.views.bulk_actions.set_active_state import SetActiveStateBulkAction

from association.core.audit import record_many, register_verbs
from association.core.audit_views import AuditTrailView
from association.core.contacts import record_reading
from association.core.enums import Act
from association.core.models import AuditEntry, CalendarDay
from association.core.permissions import audit_policy, calendar_policy
from association.core.workday_views import CalendarViewSet

register_permission_policy(AuditEntry, audit_policy)
register_permission_policy(CalendarDay, calendar_policy)


class AuditTrailMenuItem(MenuItem):
    """Shown to those who may read the audit trail."""

    def is_shown(self, request: HttpRequest) -> bool:
        return audit_policy.user_has_permission(request.user, "view")


@hooks.register("register_log_actions")
def register_log_actions(actions: LogActionRegistry) -> None:
    register_verbs(actions, app_label="core", verbs=Act)


@hooks.register("register_admin_urls")
def register_audit_trail() -> list[URLPattern]:
    return [
        path("reports/audit/", AuditTrailView.as_view(), name="audit_trail"),
        path(
            "reports/audit/results/",
            AuditTrailView.as_view(results_only=True),
            name="audit_trail_results",
        ),
    ]


@hooks.register("register_admin_viewset")
def register_calendar() -> ModelViewSet:
    return CalendarViewSet()


@hooks.register("register_reports_menu_item")
def register_audit_trail_menu_item() -> MenuItem:
    return AuditTrailMenuItem(
        _("Audit trail"), reverse("audit_trail"), name="audit-trail", icon_name="history", order=10
    )


@hooks.register("after_bulk_action")
def record_people_switched(
    request: HttpRequest, action_type: str, objects: Sequence[Any], action: Any
) -> None:
    """Wagtail switches many accounts by one statement, which no signal tells of."""
    if isinstance(action, SetActiveStateBulkAction):
        active = action.cleaned_form.cleaned_data["mark_as_active"]
        act = Act.ACTIVATE_PERSON if active else Act.DEACTIVATE_PERSON
        record_many(action=f"core.{act}", user=request.user, objects=objects)


@hooks.register("before_edit_user")
def record_person_read(request: HttpRequest, user: Any) -> None:
    """The form shows a person's address; looking at one's own is no act."""
    if request.method == "GET" and user.email and user != request.user:
        record_reading(user=request.user, of=user, reason=gettext("to edit the account"))
