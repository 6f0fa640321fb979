"""What passers-by report about plaques, for the clerk."""

from typing import Any

import django_filters
from django import forms
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn

from association.alliances.viewsets.filters import AllianceFilter
from association.core.contacts import masked
from association.core.viewsets import (
    ActView,
    RecordIndexView,
    RecordInspectView,
    RecordViewSet,
)
from association.plaques.enums import ReportStatus
from association.plaques.forms import CloseAllForm, CloseForm
from association.plaques.models import PlaqueReport, ReplacedCopy
from association.plaques.permissions import report_policy
from association.plaques.services import close_report, close_reports_alike
from association.plaques.viewsets.acts import told

OURS, UNKNOWN = "ours", "unknown"
RELATED = ["plaque__school", "plaque__campus"]


class ReportFilters(WagtailFilterSet):
    """By state, what it is about, the alliance the school is in now, and when it came."""

    of = django_filters.ChoiceFilter(
        label=_("About which number"),
        choices=[
            (OURS, _("A number of ours")),
            (UNKNOWN, _("A number that was never given out")),
        ],
        method="filter_of",
    )
    alliance = AllianceFilter(school="plaque__school")
    created_at = django_filters.DateFromToRangeFilter(
        label=_("Sent on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = PlaqueReport
        fields = ["status", "kind", "of", "alliance", "created_at"]

    def filter_of(self, reports: QuerySet, _name: str, value: str) -> QuerySet:
        return reports.filter(plaque__isnull=value == UNKNOWN)


class ReportIndexView(RecordIndexView):
    """The list, open ones first, the latest of them on top."""

    def get_base_queryset(self) -> QuerySet:
        last = Case(When(status=ReportStatus.OPEN, then=Value(0)), default=Value(1))
        rows = super().get_base_queryset().select_related(*RELATED)
        return rows.order_by(last, "-created_at", "-pk")


class ReportInspectView(RecordInspectView):
    """One report, with the plaque it is about and the others that are open on it."""

    template_name = "plaques/admin/report.html"

    def with_related(self, rows: QuerySet) -> QuerySet:
        return rows.select_related(*RELATED)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.object
        is_open = report.status == ReportStatus.OPEN
        others = PlaqueReport.objects.open().about_the_same(report).exclude(pk=report.pk)
        may_close = report_policy.user_has_permission(self.request.user, "close")
        copies = report.plaque.replaced_copies if report.plaque else ReplacedCopy.objects.none()
        return super().get_context_data(
            report=report,
            copy=copies.filter(serial=report.serial).first(),
            others=others.select_related("plaque"),
            may_close=is_open and may_close,
            may_close_all=may_close and others.exists(),
            events=told(report),
            **kwargs,
        )


class CloseReportView(ActView):
    """Close a report with what was found."""

    permission_required = "close"
    form_class = CloseForm
    page_title = _("Close the report")
    button_label = _("Close the report")
    question = _(
        "Has somebody looked at the place? Closing changes nothing about the plaque; a measure "
        "is proposed on the plaque's own page."
    )
    success_message = _("The report is closed.")

    def act(self, form: forms.Form) -> None:
        close_report(
            report=self.object,
            note=form.cleaned_data["note"],
            proved_true=form.cleaned_data["proved_true"],
            acting_user=self.request.user,
        )


class CloseAllReportsView(ActView):
    """Close every open report about the same plaque with one note."""

    permission_required = "close"
    form_class = CloseAllForm
    page_title = _("Close all reports on this plaque")
    button_label = _("Close all of them")
    success_message = _("The reports are closed.")

    @property
    def question(self) -> str:
        return ngettext(
            "%(count)d report on %(number)s is open. The note is kept with it.",
            "%(count)d reports on %(number)s are open. The note is kept with each. What comes in "
            "while you write stays open.",
            len(self.shown),
        ) % {"count": len(self.shown), "number": self.object.about}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        alike = PlaqueReport.objects.open().about_the_same(self.object)
        self.shown = list(alike.values_list("pk", flat=True))

    def get_initial(self) -> dict[str, Any]:
        return {"last": max(self.shown, default=self.object.pk)}

    def act(self, form: forms.Form) -> None:
        close_reports_alike(
            report=self.object,
            up_to=form.cleaned_data["last"],
            note=form.cleaned_data["note"],
            proved_true=form.cleaned_data["proved_true"],
            acting_user=self.request.user,
        )


class ReportViewSet(RecordViewSet):
    """The secretariat's view of reports."""

    model = PlaqueReport
    name = "report_admin"
    url_prefix = "plaque-reports"
    icon = "warning"
    menu_order = 170
    index_view_class = ReportIndexView
    inspect_view_class = ReportInspectView
    filterset_class = ReportFilters
    search_fields = [
        "plaque__number",
        "typed_number",
        "plaque__school__name",
        "plaque__school__search_name",
    ]
    list_display = [
        "kind",
        Column("plaque", label=_("Plaque"), accessor="about", classname="number"),
        Column("school", label=_("School"), accessor=lambda report: report.school or "—"),
        Column("words", label=_("What they see"), accessor=lambda report: masked(report.words)),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("of a report", "State"),
            accessor="get_status_display",
            primary=lambda report: report.status == ReportStatus.OPEN,
        ),
        DateColumn("created_at", label=_("Sent on")),
    ]
    acts = [("close", CloseReportView), ("close_all", CloseAllReportsView)]
