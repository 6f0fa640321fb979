"""The four alliances in the admin: their names, who leads them and who visits for them."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
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
from association.alliances.viewsets.appointments import AppointView, EndView
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


class AppointLeadView(AppointView):
    """Let a person lead an alliance."""

    permission_required = "change"
    page_title = _("Appoint a lead")
    question = _("The person sees the alliance's desk with its members from now on.")
    form_class = AppointLeadForm
    owner = "alliance"
    appoint = staticmethod(appoint_lead)


class EndLeadView(EndView):
    """End a person's lead of an alliance."""

    permission_required = "change"
    told = _("From this moment %(person)s no longer sees the alliance's desk.")
    part_model = AllianceLead
    owner, office = "alliance", "lead"
    dismiss = staticmethod(dismiss_lead)


class AppointVisitorView(AppointView):
    """Let a person visit schools for an alliance."""

    permission_required = "appoint"
    page_title = _("Appoint a visitor")
    question = _(
        "The person confirms plaques at the gates of this alliance's schools from now on, but "
        "never at their own school's."
    )
    form_class = AppointVisitorForm
    owner = "alliance"
    appoint = staticmethod(appoint_visitor)


class EndVisitorView(EndView):
    """End a person's visits for an alliance."""

    permission_required = "appoint"
    told = _("From this moment %(person)s no longer visits for the alliance.")
    part_model = AllianceVisitor
    owner, office = "alliance", "visitor"
    dismiss = staticmethod(dismiss_visitor)


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
