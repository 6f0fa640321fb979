"""The four alliances in the admin: their names, who leads them and who visits for them."""

from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.enums import MembershipStatus
from association.alliances.forms import AllianceForm, AppointLeadForm, AppointVisitorForm
from association.alliances.models import Alliance, AllianceLead, AllianceVisitor
from association.alliances.services import (
    appoint_lead,
    appoint_visitor,
    dismiss_lead,
    dismiss_visitor,
    rename_alliance,
)
from association.core.viewsets import ActView, RecordIndexView, RecordInspectView, RecordViewSet


def _with_leads(alliances: QuerySet[Alliance]) -> QuerySet[Alliance]:
    """Each alliance with `members` (a number) and `leading` (the appointments of now)."""
    leading = AllianceLead.objects.filter(until__isnull=True).select_related("user")
    active = Q(memberships__status=MembershipStatus.ACTIVE)
    return alliances.annotate(members=Count("memberships", filter=active)).prefetch_related(
        Prefetch("leads", leading, to_attr="leading")
    )


class AllianceIndexView(RecordIndexView):
    """The four alliances."""

    def get_base_queryset(self) -> QuerySet:
        return _with_leads(super().get_base_queryset())


class AllianceInspectView(RecordInspectView):
    """One alliance and its leads."""

    template_name = "alliances/admin/alliance.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return _with_leads(rows)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        acts = [
            ("change", "appoint_lead", _("Appoint a lead"), "user"),
            ("appoint", "appoint_visitor", _("Appoint a visitor"), "user"),
            ("change", "edit", _("Edit"), "edit"),
        ]
        return [
            HeaderButton(
                label,
                url=reverse(f"alliance_admin:{name}", args=[self.object.pk]),
                icon_name=icon,
                priority=10 * place,
            )
            for place, (right, name, label, icon) in enumerate(acts, start=1)
            if self.user_has_permission(right)
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            leads=self.object.leads.select_related("user"),
            visitors=self.object.visitors.select_related("user"),
            may_change=self.user_has_permission("change"),
            may_appoint=self.user_has_permission("appoint"),
        )


class RenameView(ActView):
    """Give an alliance other names."""

    permission_required = "change"
    page_title = _("Edit")
    button_label = _("Save")
    success_message = _("The names are changed.")

    def get_form(self, form_class: type | None = None) -> AllianceForm:
        return AllianceForm(instance=self.object, **self.get_form_kwargs())

    def act(self, form: AllianceForm) -> None:
        rename_alliance(alliance=self.object, acting_user=self.request.user, **form.cleaned_data)


class AppointLeadView(ActView):
    """Let a person lead an alliance."""

    permission_required = "change"
    page_title = _("Appoint a lead")
    question = _("The person sees the alliance's desk with its members from now on.")
    button_label = _("Appoint")
    success_message = _("The appointment is made.")

    def get_form(self, form_class: type | None = None) -> AppointLeadForm:
        return AppointLeadForm(alliance=self.object, **self.get_form_kwargs())

    def act(self, form: AppointLeadForm) -> None:
        appoint_lead(
            alliance=self.object,
            user=form.cleaned_data["user"],
            acting_user=self.request.user,
        )


class EndLeadView(ActView):
    """End a person's lead of an alliance."""

    permission_required = "change"
    page_title = pgettext_lazy("appointment to an office", "End the appointment")
    button_class = "serious"
    success_message = _("The appointment has ended.")

    @property
    def question(self) -> str:
        return gettext("From this moment %(person)s no longer sees the alliance's desk.") % {
            "person": self.lead.user
        }

    def get_object(self) -> Alliance:
        leads = AllianceLead.objects.select_related("alliance", "user")
        self.lead = get_object_or_404(leads, pk=self.kwargs["pk"])
        return self.lead.alliance

    def act(self, form: forms.Form) -> None:
        dismiss_lead(lead=self.lead, acting_user=self.request.user)


class AppointVisitorView(ActView):
    """Let a person visit schools for an alliance."""

    permission_required = "appoint"
    page_title = _("Appoint a visitor")
    question = _(
        "The person confirms plaques at the gates of this alliance's schools from now on, but "
        "never at their own school's."
    )
    button_label = _("Appoint")
    success_message = _("The appointment is made.")

    def get_form(self, form_class: type | None = None) -> AppointVisitorForm:
        return AppointVisitorForm(alliance=self.object, **self.get_form_kwargs())

    def act(self, form: AppointVisitorForm) -> None:
        appoint_visitor(
            alliance=self.object,
            user=form.cleaned_data["user"],
            acting_user=self.request.user,
        )


class EndVisitorView(ActView):
    """End a person's visits for an alliance."""

    permission_required = "appoint"
    page_title = pgettext_lazy("appointment to an office", "End the appointment")
    button_class = "serious"
    success_message = _("The appointment has ended.")

    @property
    def question(self) -> str:
        return gettext("From this moment %(person)s no longer visits for the alliance.") % {
            "person": self.visitor.user
        }

    def get_object(self) -> Alliance:
        visitors = AllianceVisitor.objects.select_related("alliance", "user")
        self.visitor = get_object_or_404(visitors, pk=self.kwargs["pk"])
        return self.visitor.alliance

    def act(self, form: forms.Form) -> None:
        dismiss_visitor(visitor=self.visitor, acting_user=self.request.user)


class AllianceViewSet(RecordViewSet):
    """Alliances in the admin's menu. There are four; none is added or deleted."""

    model = Alliance
    name = "alliance_admin"
    url_prefix = "alliances"
    icon = "group"
    menu_order = 180
    ordering = "order"
    index_view_class = AllianceIndexView
    inspect_view_class = AllianceInspectView
    list_display = [
        TitleColumn("name", label=_("Alliance"), url_name="alliance_admin:inspect"),
        Column("members", label=_("Members")),
        Column(
            "leading",
            label=_("Leads"),
            accessor=lambda alliance: "、".join(str(lead.user) for lead in alliance.leading),
        ),
    ]
    acts = [
        ("edit", RenameView),
        ("appoint_lead", AppointLeadView),
        ("end_lead", EndLeadView),
        ("appoint_visitor", AppointVisitorView),
        ("end_visitor", EndVisitorView),
    ]
