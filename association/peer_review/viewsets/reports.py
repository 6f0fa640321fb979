"""Reports of visits in the admin: which are final, and in which visitors differ."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import DateColumn, StatusTagColumn, TitleColumn

from association.core.viewsets import RecordIndexView
from association.peer_review.enums import ReportStatus
from association.peer_review.models import Report
from association.peer_review.viewsets.on_site import OnSiteViewSet


class ReportFilterSet(WagtailFilterSet):
    """By state and round."""

    class Meta:
        model = Report
        fields = ["status", "visit__round"]


class ReportIndexView(RecordIndexView):
    """All reports, the newest first."""

    def get_base_queryset(self) -> QuerySet:
        return super().get_base_queryset().select_related("visit__round", "visit__school")


class ReportViewSet(OnSiteViewSet):
    """Reports of visits in the admin's menu (走访报告)."""

    model = Report
    name = "visit_report_admin"
    url_prefix = "visit-reports"
    icon = "doc-full"
    menu_label = _("Reports of visits")
    menu_order = 173
    index_view_class = ReportIndexView
    filterset_class = ReportFilterSet
    search_fields = ["visit__school__search_name", "visit__round__code"]
    list_display = [
        TitleColumn(
            "visit",
            label=_("Visit"),
            get_url=lambda row: reverse("peer_review:report", args=[row.visit_id]),
            accessor=str,
        ),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("report", "State"),
            accessor="get_status_display",
            primary=lambda row: row.status != ReportStatus.FINAL,
        ),
        DateColumn("created_at", label=_("Answers all in since"), sort_key="created_at"),
        DateColumn("final_at", label=_("Final since"), sort_key="final_at"),
    ]
