"""Change requests in the admin: list, page of one beside the register, and the decision."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.alliances.forms_changes import AcceptChangeForm, DeclineChangeForm
from association.alliances.models import ChangeProof, ChangeRequest
from association.alliances.permissions import change_policy, had_part_in_change
from association.alliances.selectors import told_lines
from association.alliances.selectors_changes import (
    asked_labels,
    asked_lines,
    gates_without_position,
    moves_a_gate,
)
from association.alliances.services import accept_change, decline_change
from association.alliances.views.changes import proof_file
from association.alliances.viewsets.of_school import OfSchoolIndexView
from association.core.panels import change_review
from association.core.viewsets import ActView, RecordInspectView, RecordViewSet


class ChangeRequestFilterSet(WagtailFilterSet):
    """By state."""

    class Meta:
        model = ChangeRequest
        fields = ["status"]


class ChangeRequestIndexView(OfSchoolIndexView):
    """All change requests, found by their number or by the school."""

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        numbered = Q(code__icontains=self.search_query.strip())
        of_school = super().search_queryset(queryset)
        return queryset.filter(numbered | Q(pk__in=of_school.order_by().values("pk")))


class ChangeRequestInspectView(RecordInspectView):
    """One request: what is asked, what the register says now, the proof, and the decision."""

    template_name = "alliances/admin/change.html"
    page_title = _("Change request")

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related("school", "asked_by", "decided_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        change, user = self.object, self.request.user
        decides = change.is_open and self.user_has_permission("decide")
        had_part = decides and had_part_in_change(user, change)
        return super().get_context_data(
            **kwargs,
            lines=asked_lines(change),
            proofs=change.proofs.all(),
            events=told_lines(change.events.all()),
            may_decide=decides and not had_part,
            had_part=had_part,
            without_position=gates_without_position(change),
            panels=change_review.panels(subject=change, user=user),
        )


class DecisionView(ActView):
    """A decision on a request, with what is asked above it. Whoever comes too late reads so."""

    permission_required = "decide"
    template_name = "alliances/admin/change_act.html"

    def get_object(self) -> ChangeRequest:
        rows = change_policy.rows(self.request.user, "view").select_related("school")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.object.is_open:
            return super().get(request, *args, **kwargs)
        messages.info(request, gettext("This request is decided already."))
        return redirect(self.get_success_url())

    def get_page_subtitle(self) -> str:
        return f"{self.object} · {self.object.school.name}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lines=asked_lines(self.object), **kwargs)


class AcceptView(DecisionView):
    """Let the register say what the school asked for."""

    page_title = _("Accept the change request")
    question = _(
        "The register and the school's public page say so from this moment on. You have compared "
        "each line with the proof."
    )
    button_label = _("Accept all of it")
    success_message = _("Accepted. The register and the public page say so now.")

    @cached_property
    def form_class(self) -> type[forms.Form]:
        return AcceptChangeForm if moves_a_gate(self.object) else forms.Form

    def act(self, form: forms.Form) -> None:
        accept_change(
            request=self.object,
            same_place=form.cleaned_data.get("same_place", False),
            acting_user=self.request.user,
        )


class DeclineView(DecisionView):
    """Leave the register as it is."""

    form_class = DeclineChangeForm
    page_title = _("Decline the change request")
    question = _("The register stays as it is. The school reads your reasons and may ask again.")
    button_label = _("Decline it")
    button_class = "serious"
    success_message = _("Declined. The school reads the reasons.")

    def act(self, form: DeclineChangeForm) -> None:
        decline_change(
            request=self.object, note=form.cleaned_data["reason"], acting_user=self.request.user
        )


class ReadProofView(PermissionCheckedMixin, View):
    """Hand out a proof as an attachment."""

    model = ChangeRequest
    permission_required = "view"
    http_method_names = ["get"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        readable = change_policy.rows(request.user, "view")
        rows = ChangeProof.objects.filter(request__in=readable.values("pk"))
        return proof_file(get_object_or_404(rows.select_related("request"), pk=pk))


class ChangeRequestViewSet(RecordViewSet):
    """Change requests in the admin's menu."""

    model = ChangeRequest
    name = "change_admin"
    url_prefix = "changes"
    icon = "edit"
    menu_label = _("Change requests")
    menu_order = 137
    index_view_class = ChangeRequestIndexView
    inspect_view_class = ChangeRequestInspectView
    filterset_class = ChangeRequestFilterSet
    search_fields = ["code", "school__search_name"]
    ordering = "-asked_at"
    list_display = [
        TitleColumn("code", label=_("Change request"), url_name="change_admin:inspect"),
        Column("school", label=_("School"), accessor="school.name", sort_key="school__search_name"),
        Column(
            "about",
            label=pgettext_lazy("change request", "What it is about"),
            accessor=lambda change: " · ".join(asked_labels(change)),
        ),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("change request", "State"),
            accessor="get_status_display",
            primary=lambda change: change.is_open,
        ),
        DateColumn("asked_at", label=_("Asked on"), sort_key="asked_at"),
    ]
    acts = [("accept", AcceptView), ("decline", DeclineView), ("proof", ReadProofView)]
