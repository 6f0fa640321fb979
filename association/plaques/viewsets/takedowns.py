"""Plaques that have to leave the wall, as the secretariat follows them up."""

import datetime as dt
from typing import Any

import django_filters
from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views import View
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.alliances.selectors import present_alliance, with_present_alliance
from association.alliances.viewsets.filters import AllianceFilter
from association.core.viewsets import (
    ActView,
    RecordIndexView,
    RecordInspectView,
    RecordViewSet,
)
from association.core.viewsets_export import ExportMixin, SheetColumn
from association.plaques.enums import TakeDownStatus
from association.plaques.forms import ClosingForm, DoubtForm, ReopeningForm
from association.plaques.models import Photo, TakeDown
from association.plaques.permissions import take_down_policy
from association.plaques.selectors import follow_up, with_reports
from association.plaques.services import close_take_down, doubt_bare_wall, reopen_take_down
from association.plaques.viewsets.acts import told

WAITING, OVERDUE = "waiting", "overdue"


def state_of(take_down: TakeDown) -> str:
    """Return the state in words, overdue before all."""
    return _("Overdue") if take_down.is_overdue else take_down.get_status_display()


class TakeDownFilters(WagtailFilterSet):
    """By what is to be done, the alliance the school is in now, and what passers-by saw."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a take-down", "State"),
        choices=[
            (WAITING, gettext_lazy("Waiting for the secretariat")),
            (OVERDUE, gettext_lazy("Overdue")),
            *TakeDownStatus.choices,
        ],
        method="filter_state",
    )

    alliance = AllianceFilter(school="plaque__school")
    seen = django_filters.ChoiceFilter(
        label=gettext_lazy("Reported as still hanging"),
        choices=[("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))],
        method="filter_seen",
    )

    class Meta:
        model = TakeDown
        fields = ["state", "alliance", "seen"]

    def filter_seen(self, take_downs: QuerySet, _name: str, value: str) -> QuerySet:
        # Counted by `with_reports`.
        reported = take_downs.filter(still_seen__gt=0)
        return reported if value == "yes" else take_downs.filter(still_seen=0)

    def filter_state(self, take_downs: QuerySet, _name: str, value: str) -> QuerySet:
        if value == WAITING:
            return follow_up(take_downs)
        return take_downs.overdue() if value == OVERDUE else take_downs.filter(status=value)


def _closed_on(take_down: TakeDown) -> dt.date | None:
    return take_down.closed_at and timezone.localdate(take_down.closed_at)


class TakeDownIndexView(ExportMixin, RecordIndexView):
    """The list, unfinished ones first, the nearest deadline on top."""

    sheet_name = "take-downs"
    sheet_title = gettext_lazy("Take-downs")
    sheet_columns = [
        SheetColumn(pgettext_lazy("of a plaque", "Number"), 18, lambda row: row.plaque.number),
        SheetColumn(gettext_lazy("School"), 34, lambda row: row.plaque.school.name),
        SheetColumn(
            gettext_lazy("Alliance"),
            16,
            lambda row: str(present_alliance(row.plaque.school) or ""),
        ),
        SheetColumn(gettext_lazy("Campus"), 18, lambda row: row.plaque.campus.name),
        SheetColumn(gettext_lazy("Address"), 44, lambda row: row.plaque.campus.address),
        SheetColumn(pgettext_lazy("of a take-down", "State"), 18, state_of),
        SheetColumn(
            gettext_lazy("Taken back on"), 14, lambda row: timezone.localdate(row.opened_at)
        ),
        SheetColumn(gettext_lazy("To be down by"), 14, lambda row: row.due_on),
        SheetColumn(gettext_lazy("Reported as still hanging"), 14, lambda row: row.still_seen),
        SheetColumn(gettext_lazy("Closed on"), 14, _closed_on),
    ]

    def rows_of_file(self) -> QuerySet:
        return with_present_alliance(super().rows_of_file(), school="plaque__school")

    def get_base_queryset(self) -> QuerySet:
        last = Case(When(status=TakeDownStatus.CLOSED, then=Value(1)), default=Value(0))
        return with_reports(super().get_base_queryset()).order_by(last, "due_on", "pk")


class TakeDownInspectView(RecordInspectView):
    """One take-down: deadline, photos, reports, and what may be done now."""

    template_name = "plaques/admin/takedown.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return with_reports(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        take_down, user = self.object, self.request.user
        may_change = take_down_policy.user_has_permission(user, "change")
        return super().get_context_data(
            take_down=take_down,
            state=state_of(take_down),
            photos=take_down.plaque.photos.select_related("sent_by"),
            events=told(take_down),
            may_doubt=may_change and take_down.status == TakeDownStatus.SHOWN,
            may_close=may_change and take_down.status != TakeDownStatus.CLOSED,
            may_reopen=may_change and take_down.status == TakeDownStatus.CLOSED,
            **kwargs,
        )


class TakeDownPhotoView(PermissionCheckedMixin, View):
    """A photo of a plaque that has to come down, or of its bare wall."""

    model = TakeDown
    permission_policy = take_down_policy
    permission_required = "view"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        photo = get_object_or_404(Photo, pk=pk, plaque__take_down__isnull=False)
        try:
            file = photo.picture.open("rb")
        except FileNotFoundError as gone:
            raise Http404 from gone
        response = FileResponse(file, content_type="image/jpeg")
        response.headers["Cache-Control"] = "private, no-store"
        return response


class FollowUpView(ActView):
    """An act of the secretariat on a take-down."""

    permission_required = "change"
    template_name = "plaques/admin/takedown_act.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(plaque=self.object.plaque, **kwargs)


class DoubtView(FollowUpView):
    """Ask for another photo."""

    form_class = DoubtForm
    page_title = gettext_lazy("Ask for another photo")
    question = gettext_lazy(
        "The school reads your words on its desk, and has at least three days for another photo."
    )
    success_message = gettext_lazy("Asked. The school sees your words on its desk.")

    def act(self, form: forms.Form) -> None:
        doubt_bare_wall(
            take_down=self.object,
            note=form.cleaned_data["note"],
            acting_user=self.request.user,
        )


class CloseView(FollowUpView):
    """Close: the plaque is down."""

    form_class = ClosingForm
    page_title = gettext_lazy("Close: the plaque is down")
    question = gettext_lazy("Scans go on saying that the plaque was taken back.")
    button_label = gettext_lazy("The plaque is down")
    success_message = gettext_lazy("Closed. The plaque is down.")

    def act(self, form: forms.Form) -> None:
        close_take_down(
            take_down=self.object,
            note=form.cleaned_data["note"],
            acting_user=self.request.user,
        )


class ReopenView(FollowUpView):
    """It hangs again: ask once more."""

    form_class = ReopeningForm
    page_title = gettext_lazy("It hangs again: ask once more")
    question = gettext_lazy(
        "The school gets a new day and reads your words on its desk. Nothing else changes: every "
        "scan says that the plaque was taken back."
    )
    button_label = gettext_lazy("Ask once more")
    success_message = gettext_lazy("Asked. The school sees your words on its desk.")

    def act(self, form: forms.Form) -> None:
        reopen_take_down(
            take_down=self.object,
            note=form.cleaned_data["note"],
            acting_user=self.request.user,
        )


class TakeDownViewSet(RecordViewSet):
    """The secretariat's view of take-downs."""

    model = TakeDown
    name = "take_down_admin"
    url_prefix = "take-downs"
    icon = "clipboard-list"
    menu_order = 170
    index_view_class = TakeDownIndexView
    inspect_view_class = TakeDownInspectView
    filterset_class = TakeDownFilters
    search_fields = ["plaque__number", "plaque__school__name", "plaque__school__search_name"]
    list_display = [
        TitleColumn(
            "plaque",
            label=gettext_lazy("Plaque"),
            url_name="take_down_admin:inspect",
            sort_key="plaque__number",
        ),
        Column("school", label=gettext_lazy("School"), accessor="plaque.school.name"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("of a take-down", "State"),
            accessor=state_of,
            primary=lambda take_down: take_down.status != TakeDownStatus.CLOSED,
        ),
        "due_on",
        Column("still_seen", label=gettext_lazy("Reported as still hanging")),
    ]
    acts = [("doubt", DoubtView), ("close", CloseView), ("reopen", ReopenView)]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("photo/<int:pk>.jpg", self.construct_view(TakeDownPhotoView), name="photo"),
        ]
