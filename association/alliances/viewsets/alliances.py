"""The four alliances in the admin: their names, and who leads them."""

from typing import Any

from django import forms
from django.db.models import Count, Prefetch, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.enums import MembershipStatus
from association.alliances.forms import AllianceForm, AppointLeadForm
from association.alliances.models import Alliance, AllianceLead
from association.alliances.services import appoint_lead, dismiss_lead, rename_alliance
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
        if not self.user_has_permission("change"):
            return []
        here = [self.object.pk]
        return [
            HeaderButton(
                _("Appoint a lead"),
                url=reverse("alliance_admin:appoint_lead", args=here),
                icon_name="user",
                priority=10,
            ),
            HeaderButton(
                _("Edit"),
                url=reverse("alliance_admin:edit", args=here),
                icon_name="edit",
                priority=20,
            ),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            leads=self.object.leads.select_related("user"),
            may_change=self.user_has_permission("change"),
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
    page_title = _("End the appointment")
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
    acts = [("edit", RenameView), ("appoint_lead", AppointLeadView), ("end_lead", EndLeadView)]
