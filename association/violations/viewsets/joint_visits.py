"""Joint visits in the admin: asked for from a case, and put on record (联合检查)."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from association.core import clock
from association.core.viewsets import ActView, RecordInspectView, RecordViewSet
from association.violations.enums import JointVisitStatus, Verb
from association.violations.forms.filing import AskVisitForm, KeepVisitForm
from association.violations.models import Case, JointVisit
from association.violations.permissions import joint_visit_policy
from association.violations.selectors.office import office_cases
from association.violations.selectors.people import stands_against
from association.violations.services import ask_joint_visit, keep_joint_visit
from association.violations.viewsets.filing import AuthorityIndexView, of_case

BY_LAW = _(
    "The department inspects, by its own law and with its own papers; the association accompanies "
    "and keeps a record."
)


class JointVisitInspectView(RecordInspectView):
    """One joint visit: why, what the department answered, and the record."""

    template_name = "violations/admin/joint_visit.html"
    page_title = _("Joint visit")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("case__school", "case__finding", "department")

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        visit, user = self.object, self.request.user
        may = joint_visit_policy.user_has_permission_for_instance(user, "keep", visit)
        why = stands_against(user, school=visit.case.school, finding=visit.case.finding)
        events = visit.events.select_related("acting_user").order_by("-sequence")
        return super().get_context_data(
            **kwargs,
            visit=visit,
            by_law=BY_LAW,
            why=why if may else "",
            may_keep=may and not why,
            events=[{"event": event, "verb": Verb(event.verb).label} for event in events],
        )


class AskJointVisitView(ActView):
    """From a case: ask a department to inspect."""

    permission_required = "ask"
    form_class = AskVisitForm
    page_title = _("Ask for a joint visit")
    question = BY_LAW
    success_message = _("Asked. The department's liaisons find it on their desk.")

    def get_object(self) -> Case:
        rows = office_cases(self.request.user).select_related("school", "finding")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.is_unfinished:
            return super().get(request, *args, **kwargs)
        messages.warning(request, gettext("The case is over, so no visit is asked for."))
        return redirect(self.get_success_url())

    def act(self, form: AskVisitForm) -> None:
        ask_joint_visit(case=self.object, acting_user=self.request.user, **form.cleaned_data)

    def get_success_url(self) -> str:
        return reverse("case_admin:inspect", args=[self.object.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*of_case(self, self.object), {"url": "", "label": self.get_page_title()}]


class KeepJointVisitView(ActView):
    """Keep the record of a visit that took place."""

    permission_required = "keep"
    form_class = KeepVisitForm
    page_title = _("Keep the record of the visit")
    question = BY_LAW
    button_label = _("Keep the record")
    success_message = _("The record is kept.")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.status == JointVisitStatus.AGREED:
            return super().get(request, *args, **kwargs)
        messages.warning(request, gettext("A record is kept of a visit that was agreed."))
        return redirect(self.get_success_url())

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": min(self.object.agreed_on or clock.today(), clock.today())}

    def act(self, form: forms.Form) -> None:
        keep_joint_visit(
            joint_visit=self.object, acting_user=self.request.user, **form.cleaned_data
        )


class JointVisitViewSet(RecordViewSet):
    """Joint visits in the admin's menu."""

    model = JointVisit
    name = "joint_visit_admin"
    url_prefix = "joint-visits"
    icon = "group"
    menu_label = _("Joint visits")
    menu_order = 179
    index_view_class = AuthorityIndexView
    inspect_view_class = JointVisitInspectView
    list_filter = ["status", "department"]
    search_fields = ["case__code", "case__school__search_name"]
    list_display = [
        TitleColumn(
            "case", label=_("Case"), url_name="joint_visit_admin:inspect", accessor="case.code"
        ),
        Column("school", label=_("School"), accessor="case.school.name"),
        Column("department", label=_("Department")),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("joint visit", "State"),
            accessor="get_status_display",
            primary=lambda visit: visit.status in {JointVisitStatus.ASKED, JointVisitStatus.AGREED},
        ),
        Column("wished_on", label=_("Wished day"), sort_key="wished_on"),
        Column(
            "agreed_on",
            label=pgettext_lazy("joint visit", "Day of the visit"),
            sort_key="agreed_on",
        ),
    ]
    acts = [("keep", KeepJointVisitView)]

    def get_urlpatterns(self) -> list[URLPattern]:
        ask = self.construct_view(AskJointVisitView)
        return [*super().get_urlpatterns(), path("ask/<int:pk>/", ask, name="ask")]
