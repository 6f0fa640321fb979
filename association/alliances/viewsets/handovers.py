"""Hand-overs in the admin: list, page of one, and its decision by a person who had no part."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn

from association.alliances.forms import ReasonForm
from association.alliances.models import Handover
from association.alliances.selectors import told_lines
from association.alliances.services import (
    cancel_handover,
    confirm_handover,
    may_decide_handover,
    refuse_handover,
)
from association.alliances.viewsets.acts import InvitersOnly, may_invite
from association.alliances.viewsets.of_school import OfSchoolIndexView, school_column
from association.core.viewsets import ActView, RecordInspectView, RecordViewSet

RELATED = ("school", "outgoing__user", "successor", "started_by", "decided_by")


class HandoverFilterSet(WagtailFilterSet):
    """By state."""

    class Meta:
        model = Handover
        fields = ["status"]


class HandoverIndexView(OfSchoolIndexView):
    """All hand-overs, found by the school's name or credit code."""

    related = RELATED


class HandoverInspectView(RecordInspectView):
    """One hand-over: who goes, who comes, why, and what the reader may decide."""

    template_name = "alliances/admin/handover.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*RELATED)

    @cached_property
    def decides(self) -> bool:
        return self.object.status == "accepted" and self.user_has_permission("confirm")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        handover = self.object
        user = self.request.user
        return super().get_context_data(
            **kwargs,
            events=told_lines(handover.events.all()),
            invitation=handover.invitations.first(),
            may_decide=self.decides and may_decide_handover(handover, user),
            had_part=self.decides and not may_decide_handover(handover, user),
            may_cancel=handover.is_open and may_invite(user),
        )


class ConfirmView(ActView):
    """Let the successor be principal."""

    permission_required = "confirm"
    page_title = _("Confirm the hand-over")
    button_label = _("Confirm")
    success_message = _("The hand-over is done. Both are written to where they have an address.")

    @property
    def question(self) -> str:
        return gettext(
            "From this moment %(successor)s is principal and %(outgoing)s no longer acts for the "
            "school. What was signed stays as it is, with the name of whoever signed it."
        ) % {"successor": self.object.successor or "—", "outgoing": self.object.outgoing.user}

    def act(self, form: forms.Form) -> None:
        confirm_handover(handover=self.object, acting_user=self.request.user)


class RefuseView(ActView):
    """Refuse a hand-over."""

    permission_required = "confirm"
    form_class = ReasonForm
    page_title = _("Refuse the hand-over")
    question = _("The present principal stays. Both of them read your reason.")
    button_label = _("Refuse")
    button_class = "serious"
    success_message = _("The hand-over is refused.")

    def act(self, form: ReasonForm) -> None:
        refuse_handover(
            handover=self.object,
            note=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )


class CallOffView(InvitersOnly, ActView):
    """Call a hand-over off."""

    form_class = ReasonForm
    page_title = _("Call the hand-over off")
    question = _("The link for the successor stops working. The present principal stays.")
    button_label = _("Call it off")
    button_class = "serious"
    success_message = _("The hand-over is called off.")

    def act(self, form: ReasonForm) -> None:
        cancel_handover(
            handover=self.object,
            reason=form.cleaned_data["reason"],
            acting_user=self.request.user,
        )


class HandoverViewSet(RecordViewSet):
    """Hand-overs in the admin's menu."""

    model = Handover
    name = "handover_admin"
    url_prefix = "handovers"
    icon = "resubmit"
    menu_order = 135
    index_view_class = HandoverIndexView
    inspect_view_class = HandoverInspectView
    filterset_class = HandoverFilterSet
    search_fields = ["school__search_name"]
    ordering = "-created_at"
    list_display = [
        school_column("handover_admin"),
        Column("outgoing", label=_("Goes"), accessor=lambda row: row.outgoing.user),
        Column("successor", label=_("Takes over"), accessor=lambda row: row.successor or "—"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("hand-over", "State"),
            accessor="get_status_display",
            primary=lambda row: row.is_open,
        ),
        DateColumn("created_at", label=_("Begun on"), sort_key="created_at"),
    ]
    acts = [("confirm", ConfirmView), ("refuse", RefuseView), ("call_off", CallOffView)]
