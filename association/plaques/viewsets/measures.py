"""Proposed measures: one person proposed, another decides."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn

from association.alliances.viewsets.filters import AllianceFilter
from association.core.viewsets import (
    ActView,
    RecordIndexView,
    RecordInspectView,
    RecordViewSet,
)
from association.plaques.enums import MeasureKind, ProposalStatus
from association.plaques.forms import ApprovalForm, RejectionForm, WithdrawalForm
from association.plaques.models import MeasureProposal
from association.plaques.permissions import proposal_policy
from association.plaques.selectors import (
    consequences_of,
    public_view,
    told_of,
    with_public_facts,
)
from association.plaques.services import (
    approve_measure,
    last_day_of_danger,
    reject_measure,
    withdraw_proposal,
)
from association.plaques.viewsets.acts import preview_address, told

FOR_ME, MINE = "me", "mine"
RELATED = ["plaque__school", "promise", "proposed_by", "decided_by"]


def _page_after(proposal: MeasureProposal) -> str:
    return preview_address(
        plaque_pk=proposal.plaque_id,
        kind=proposal.kind,
        reason=proposal.reason,
        promise=proposal.promise,
        until=_until(proposal),
    )


def _until(proposal: MeasureProposal) -> dt.date | None:
    """Return the last day of a suspension that waits, if it is approved today."""
    waits = proposal.status == ProposalStatus.OPEN and proposal.kind == MeasureKind.SUSPEND
    return last_day_of_danger() if waits else None


class MeasureFilters(WagtailFilterSet):
    """By who is next, state, kind, and the alliance the school is in now."""

    waiting = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Waiting"),
        choices=[
            (FOR_ME, _("For my decision")),
            (MINE, _("Proposed by me, for another person")),
        ],
        method="filter_waiting",
    )
    alliance = AllianceFilter(school="plaque__school")

    class Meta:
        model = MeasureProposal
        fields = ["waiting", "status", "kind", "alliance"]

    def filter_waiting(self, proposals: QuerySet, _name: str, value: str) -> QuerySet:
        user = self.request.user
        if value == MINE:
            return proposals.filter(status=ProposalStatus.OPEN, proposed_by=user)
        return proposals.filter(pk__in=proposal_policy.rows(user, "decide").values("pk"))


class MeasureIndexView(RecordIndexView):
    """The list, open ones first."""

    def get_base_queryset(self) -> QuerySet:
        last = Case(When(status=ProposalStatus.OPEN, then=Value(0)), default=Value(1))
        rows = super().get_base_queryset().select_related(*RELATED)
        return rows.order_by(last, "-proposed_at", "-pk")


class MeasureInspectView(RecordInspectView):
    """One proposal, with exactly what parents will read, and the decision for a second person."""

    template_name = "plaques/admin/measure.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*RELATED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal, user = self.object, self.request.user
        plaque = with_public_facts(type(proposal.plaque).objects.filter(pk=proposal.plaque_id))
        is_open = proposal.status == ProposalStatus.OPEN
        return super().get_context_data(
            proposal=proposal,
            shown=public_view(plaque.get()),
            is_open=is_open,
            is_own=proposal.proposed_by_id == user.pk,
            may_withdraw=is_open
            and proposal_policy.user_has_permission_for_instance(user, "withdraw", proposal),
            may_decide=proposal_policy.user_has_permission_for_instance(user, "decide", proposal),
            preview_url=is_open and _page_after(proposal),
            until=_until(proposal),
            events=told(proposal),
            **kwargs,
        )


class DecideView(ActView):
    """A decision on somebody else's proposal."""

    permission_required = "decide"
    template_name = "plaques/admin/decide.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would follow; of a proposal that is closed, only how it ended."""
        if self.object.status == ProposalStatus.OPEN:
            return super().get(request, *args, **kwargs)
        told_end = gettext("This proposal is closed (%(state)s). Nothing is left to decide.")
        messages.info(request, told_end % {"state": self.object.get_status_display()})
        return redirect(self.get_success_url())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.object
        return super().get_context_data(
            proposal=proposal,
            preview_url=_page_after(proposal),
            until=_until(proposal),
            told=told_of(proposal.plaque),
            follows=consequences_of(proposal.plaque, kind=proposal.kind, until=_until(proposal)),
            **kwargs,
        )


class ApproveView(DecideView):
    """Approve, and carry out in the same moment."""

    form_class = ApprovalForm
    page_title = _("Approve")
    question = _("From the moment you approve, every scan, list and answer says this:")
    button_label = _("Approve, in force at once")
    button_class = "serious"
    success_message = _("Approved. The public reads it from this moment.")

    def act(self, form: forms.Form) -> None:
        approve_measure(
            proposal=self.object, acting_user=self.request.user, note=form.cleaned_data["note"]
        )


class WithdrawView(DecideView):
    """Take back one's own proposal; the plaque stays as it is."""

    permission_required = "withdraw"
    form_class = WithdrawalForm
    page_title = _("Withdraw the proposal")
    question = _("The plaque stays as it is. Parents would have read this:")
    button_label = _("Withdraw my proposal")
    success_message = _("Withdrawn. The plaque stays as it is.")

    def act(self, form: forms.Form) -> None:
        withdraw_proposal(
            proposal=self.object, note=form.cleaned_data["note"], acting_user=self.request.user
        )


class RejectView(DecideView):
    """Reject with a note; the plaque stays as it is."""

    form_class = RejectionForm
    page_title = _("Reject")
    question = _("The plaque stays as it is. If you approved instead, parents would read this:")
    button_label = _("Reject the proposal")
    success_message = _("Rejected. The plaque stays as it is.")

    def act(self, form: forms.Form) -> None:
        reject_measure(
            proposal=self.object, acting_user=self.request.user, note=form.cleaned_data["note"]
        )


class MeasureViewSet(RecordViewSet):
    """The secretariat's view of proposed measures."""

    model = MeasureProposal
    name = "measure_admin"
    url_prefix = "measures"
    icon = "group"
    menu_order = 160
    index_view_class = MeasureIndexView
    inspect_view_class = MeasureInspectView
    filterset_class = MeasureFilters
    search_fields = [
        "basis",
        "plaque__number",
        "plaque__school__name",
        "plaque__school__search_name",
    ]
    list_display = [
        "kind",
        Column("plaque", label=_("Plaque"), accessor="plaque.number", classname="number"),
        Column("school", label=_("School"), accessor="plaque.school.name"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("of a proposal", "State"),
            accessor="get_status_display",
            primary=lambda proposal: proposal.status == ProposalStatus.OPEN,
        ),
        Column("basis", label=_("Case")),
        DateColumn("until", label=_("Suspended until")),
        Column("proposed_by", label=_("Proposed by")),
        DateColumn("proposed_at", label=_("Proposed on")),
    ]
    acts = [("approve", ApproveView), ("reject", RejectView), ("withdraw", WithdrawView)]
