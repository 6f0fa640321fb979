"""Repairs in the admin: granted on a clean visit, or refused with reasons (信用修复)."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from association.core.viewsets import RecordViewSet
from association.violations.enums import RepairStatus
from association.violations.forms.ways_back import GrantForm, ReasonsForm
from association.violations.models import Repair
from association.violations.permissions_ways_back import repair_policy
from association.violations.selectors.clean_visits import possible_visits
from association.violations.selectors.standing import Act
from association.violations.selectors.ways_back_office import (
    acts_on_repair,
    lifted_by_repair,
    repairs_to_answer,
    standing_of_repair,
    why_not_repair,
)
from association.violations.services import grant_repair, refuse_repair
from association.violations.viewsets.ways_back import (
    RELATED,
    WayBackActView,
    WayBackFilterSet,
    WayBackIndexView,
    WayBackInspectView,
)


class RepairFilterSet(WayBackFilterSet):
    """By what is to be done, and state."""

    mine = staticmethod(repairs_to_answer)

    class Meta:
        model = Repair
        fields = ["waiting", "status"]


class RepairInspectView(WayBackInspectView):
    """One repair: what the school says, what bears it out, and the answer."""

    template_name = "violations/admin/repair.html"
    page_title = _("Repair")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*RELATED, "statement__author", "visit__round", "visit__school")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        repair, user = self.object, self.request.user
        return super().get_context_data(
            **kwargs,
            standing=standing_of_repair(repair),
            acts=acts_on_repair(user, repair),
            why=why_not_repair(user, repair),
            files=repair.statement.evidence.all(),
        )


class RepairActView(WayBackActView):
    """An act on a repair."""

    policy = repair_policy
    permission_required = "decide"
    template_name = "violations/admin/repair_act.html"
    related = (*RELATED, "statement__author")

    def possible(self) -> list[Act]:
        return acts_on_repair(self.request.user, self.object)

    def why_not(self) -> str:
        return why_not_repair(self.request.user, self.object)


class GrantView(RepairActView):
    """Grant it: the entry ends at once."""

    act_name = "grant"
    page_title = _("Grant the repair")
    button_label = _("Grant it; the entry ends now")
    button_class = "serious"
    success_message = _("Granted. The entry has ended.")

    def get_form(self, form_class: type | None = None) -> GrantForm:
        told = gettext("The school reads them, and so may the public: name no person.")
        visits = possible_visits(self.object.case)
        return GrantForm(visits=visits, help_text=told, **self.get_form_kwargs())

    def act(self, form: GrantForm) -> None:
        grant_repair(
            repair=self.object,
            visit=form.visit_chosen(),
            reasons=form.cleaned_data["reasons"],
            acting_user=self.request.user,
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object.case
        return super().get_context_data(grants=True, lifted=lifted_by_repair(case), **kwargs)


class RefuseView(RepairActView):
    """Refuse it; the school may ask again."""

    act_name = "refuse"
    page_title = _("Refuse the repair")
    success_message = _("Refused. The school reads the reasons.")

    @property
    def question(self) -> str:
        if self.object.case.is_public:
            return gettext("The entry stands on, and the school may ask again.")
        return gettext("The entry has ended meanwhile, so there is nothing left to grant.")

    def get_form(self, form_class: type | None = None) -> ReasonsForm:
        told = gettext("The school reads them: say what is missing.")
        return ReasonsForm(help_text=told, **self.get_form_kwargs())

    def act(self, form: ReasonsForm) -> None:
        refuse_repair(
            repair=self.object,
            reasons=form.cleaned_data["reasons"],
            acting_user=self.request.user,
        )


class RepairViewSet(RecordViewSet):
    """Repairs in the admin's menu."""

    model = Repair
    name = "repair_admin"
    url_prefix = "repairs"
    icon = "resubmit"
    menu_label = _("Repairs")
    menu_order = 177
    index_view_class = WayBackIndexView
    inspect_view_class = RepairInspectView
    filterset_class = RepairFilterSet
    search_fields = ["code", "case__code", "case__school__search_name"]
    list_display = [
        TitleColumn("code", label=_("Repair"), url_name="repair_admin:inspect", accessor=str),
        Column("case", label=_("Case"), accessor="case.code"),
        Column("school", label=_("School"), accessor="case.school.name"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("repair", "State"),
            accessor="get_status_display",
            primary=lambda repair: repair.status == RepairStatus.ASKED,
        ),
        Column("answer_by", label=_("To be answered by"), sort_key="answer_by"),
    ]
    acts = [("grant", GrantView), ("refuse", RefuseView)]
