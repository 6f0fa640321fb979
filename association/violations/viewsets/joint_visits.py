"""Joint visits in the admin: asked for from a case, and put on record (联合检查)."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from association.core import clock
from association.core.viewsets import ActView, RecordInspectView, RecordViewSet
from association.violations.enums import OPEN_VISITS, Verb
from association.violations.forms.filing import AskVisitForm, EndVisitForm, KeepVisitForm
from association.violations.models import Case, JointVisit
from association.violations.permissions import joint_visit_policy
from association.violations.selectors.filing import hanging_visits
from association.violations.selectors.office import office_cases
from association.violations.selectors.people import stands_against
from association.violations.services import (
    ask_joint_visit,
    keep_joint_visit,
    miss_visit,
    withdraw_visit,
)
from association.violations.viewsets.authority import AuthorityIndexView, of_case

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
        is_open = visit.status in OPEN_VISITS
        events = visit.events.select_related("acting_user").order_by("-sequence")
        return super().get_context_data(
            **kwargs,
            visit=visit,
            by_law=BY_LAW,
            is_open=is_open,
            is_over=is_open and not visit.case.is_unfinished,
            why=_why_no_part(user, visit) if is_open else "",
            acts=acts_of(user, visit),
            events=[{"event": event, "verb": Verb(event.verb).label} for event in events],
        )


def acts_of(user: Any, visit: JointVisit) -> list[tuple[str, str]]:
    """Return the acts that are possible now for a person, as (name, label); the next one first."""
    if _why_no_part(user, visit):
        return []
    has_come = visit.agreed_on is not None and visit.agreed_on <= clock.today()
    possible = [
        ("keep", gettext("Keep the record of the visit"), True),
        ("miss", gettext("It did not take place"), has_come),
        ("withdraw", gettext("Withdraw the visit"), not has_come),
    ]
    return [
        (name, label)
        for name, label, fits in possible
        if fits and joint_visit_policy.user_has_permission_for_instance(user, name, visit)
    ]


def _why_no_part(user: Any, visit: JointVisit) -> str:
    if not joint_visit_policy.user_has_permission(user, "keep"):
        return ""
    return stands_against(user, school=visit.case.school, finding=visit.case.finding)


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


class VisitActView(ActView):
    """An act on a joint visit. Whoever comes when it is not possible reads why on its page."""

    act_name = ""

    def get_object(self) -> JointVisit:
        rows = joint_visit_policy.rows(self.request.user, "view").select_related(
            "case__school", "case__finding", "department"
        )
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.act_name in {name for name, _label in acts_of(request.user, self.object)}:
            return super().get(request, *args, **kwargs)
        messages.warning(request, _why_no_part(request.user, self.object) or self.not_now())
        return redirect(self.get_success_url())

    def not_now(self) -> str:
        """Say why it is not possible."""
        state = {"state": self.object.get_status_display()}
        return gettext("The visit is now “%(state)s”, so this is not possible.") % state


class KeepJointVisitView(VisitActView):
    """Keep the record of a visit that took place."""

    permission_required = "keep"
    act_name = "keep"
    form_class = KeepVisitForm
    page_title = _("Keep the record of the visit")
    question = BY_LAW
    button_label = _("Keep the record")
    success_message = _("The record is kept.")

    def not_now(self) -> str:
        return gettext("A record is kept of a visit that was agreed.")

    def get_initial(self) -> dict[str, Any]:
        return {"held_on": min(self.object.agreed_on or clock.today(), clock.today())}

    def act(self, form: forms.Form) -> None:
        keep_joint_visit(
            joint_visit=self.object, acting_user=self.request.user, **form.cleaned_data
        )


class WithdrawVisitView(VisitActView):
    """Withdraw a visit before it takes place."""

    permission_required = "withdraw"
    act_name = "withdraw"
    form_class = EndVisitForm
    page_title = _("Withdraw the visit")
    question = _("The department reads that the association does not ask for it any more, and why.")
    success_message = _("The visit is withdrawn. The department reads why.")

    def act(self, form: EndVisitForm) -> None:
        reason = form.cleaned_data["reason"]
        withdraw_visit(joint_visit=self.object, reason=reason, acting_user=self.request.user)


class MissVisitView(VisitActView):
    """Note that a visit did not take place."""

    permission_required = "miss"
    act_name = "miss"
    form_class = EndVisitForm
    page_title = _("The visit did not take place")
    question = _("The department reads it too. Another visit can be asked for then.")
    button_label = _("Note that it did not take place")
    success_message = _("It is noted. The department reads why.")

    def act(self, form: EndVisitForm) -> None:
        reason = form.cleaned_data["reason"]
        miss_visit(joint_visit=self.object, reason=reason, acting_user=self.request.user)


class JointVisitFilterSet(WagtailFilterSet):
    """By what is to be done, state and department."""

    waiting = django_filters.ChoiceFilter(
        label=_("Waiting"),
        choices=[("hanging", _("Not answered in time, or the case is over"))],
        method="filter_waiting",
    )

    class Meta:
        model = JointVisit
        fields = ["waiting", "status", "department"]

    def filter_waiting(self, visits: QuerySet, _name: str, _value: str) -> QuerySet:
        return hanging_visits(visits)


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
    filterset_class = JointVisitFilterSet
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
            primary=lambda visit: visit.status in OPEN_VISITS,
        ),
        Column("wished_on", label=_("Wished day"), sort_key="wished_on"),
        Column(
            "agreed_on",
            label=pgettext_lazy("joint visit", "Day of the visit"),
            sort_key="agreed_on",
        ),
    ]
    acts = [
        ("keep", KeepJointVisitView),
        ("miss", MissVisitView),
        ("withdraw", WithdrawVisitView),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        ask = self.construct_view(AskJointVisitView)
        return [*super().get_urlpatterns(), path("ask/<int:pk>/", ask, name="ask")]
