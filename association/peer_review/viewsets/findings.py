"""Findings in the admin: a list to watch over them, and a file of it."""

from typing import Any

import django_filters
from django.db.models import Prefetch, QuerySet
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import Button

from association.alliances.enums import AllianceCode, MembershipStatus
from association.alliances.models import Alliance, Membership
from association.core import clock
from association.core.spreadsheets import XLSX, xlsx_file
from association.core.viewsets import RecordIndexView
from association.peer_review.models import Finding
from association.peer_review.selectors.following import promises_in
from association.peer_review.viewsets.on_site import OnSiteViewSet

OF_VISITORS, OWN = "visitors", "own"
OVERDUE, LONG_OVERDUE, UNDECIDED = "overdue", "long", "undecided"
WIDTHS = (14, 34, 14, 8, 10, 10, 44, 18, 14, 14, 22)


def alliance_of(finding: Finding) -> Alliance | None:
    """Return the alliance the school is in now, None for one that has left."""
    return next((each.alliance for each in finding.school.present_memberships), None)


def time_of(finding: Finding) -> str:
    """Say whether it is overdue, and with whom; empty where it is not."""
    if finding.is_long_overdue:
        return gettext("overdue, with the secretariat")
    return gettext("overdue, with the lead") if finding.is_overdue else ""


def last_day_of(finding: Finding) -> str:
    """Return the last day to mend it, as a date: it mostly lies ahead."""
    return date_format(finding.due_on, "SHORT_DATE_FORMAT")


def page_of(finding: Finding) -> str:
    """Return where a finding is read and decided."""
    return reverse("peer_review:finding", args=[finding.code])


class FindingFilterSet(WagtailFilterSet):
    """By state, time, alliance, promise, severity, and who noted it."""

    time = django_filters.ChoiceFilter(
        label=_("Deadline"),
        choices=[
            (OVERDUE, pgettext_lazy("findings", "Overdue")),
            (LONG_OVERDUE, _("Overdue for long: to be taken up as cases")),
            (UNDECIDED, _("Waiting for a decision or a re-check for two weeks")),
        ],
        method="filter_time",
    )
    alliance = django_filters.ChoiceFilter(
        label=_("Alliance"), choices=AllianceCode.choices, method="filter_alliance"
    )
    promise = django_filters.ChoiceFilter(
        label=pgettext_lazy("of the covenant", "Promise"),
        choices=lambda: promises_in(Finding.objects.all()),
    )
    noted = django_filters.ChoiceFilter(
        label=_("Noted by"),
        choices=[(OF_VISITORS, _("Visitors")), (OWN, _("The school itself"))],
        method="filter_noted",
    )

    class Meta:
        model = Finding
        fields = ["status", "time", "alliance", "promise", "severity", "noted"]

    def filter_time(self, findings: QuerySet, _name: str, value: str) -> QuerySet:
        if value == UNDECIDED:
            # By key: rows of a list that is ordered and exported have to be plain.
            return findings.filter(pk__in=Finding.objects.undecided_long().values("pk"))
        return findings.long_overdue() if value == LONG_OVERDUE else findings.overdue()

    def filter_alliance(self, findings: QuerySet, _name: str, value: str) -> QuerySet:
        members = Membership.objects.filter(alliance__code=value, status=MembershipStatus.ACTIVE)
        return findings.filter(school__in=members.values("school"))

    def filter_noted(self, findings: QuerySet, _name: str, value: str) -> QuerySet:
        return findings.filter(own=value == OWN)


class FindingIndexView(RecordIndexView):
    """All findings, the newest first. With `?export=xlsx` the same list as a file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.GET.get("export") == "xlsx":
            return self.export()
        return super().get(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        present = Membership.objects.filter(status=MembershipStatus.ACTIVE)
        memberships = Prefetch(
            "school__memberships", present.select_related("alliance"), to_attr="present_memberships"
        )
        return super().get_base_queryset().select_related("school").prefetch_related(memberships)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        query = self.request.GET.copy()
        query["export"] = "xlsx"
        url = f"{reverse(self.index_url_name)}?{query.urlencode()}"
        file = Button(gettext("Download XLSX"), url=url, icon_name="download", priority=90)
        return [*super().header_more_buttons, file]

    def export(self) -> HttpResponseBase:
        """Return the filtered list as a file, without the facts: those stay in the house."""
        name = f"findings-{clock.today():%Y-%m-%d}.xlsx"
        lines = [_line(each) for each in self.get_queryset()]
        file = xlsx_file(gettext("Findings"), _headings(), WIDTHS, lines)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _headings() -> list[str]:
    return [
        gettext("Number"),
        gettext("School"),
        gettext("Alliance"),
        gettext("Promise"),
        gettext("Breach"),
        gettext("Severity"),
        gettext("What was looked at"),
        gettext("State"),
        gettext("Told on"),
        gettext("To be mended by"),
        gettext("Deadline"),
    ]


def _line(finding: Finding) -> list[object]:
    return [
        finding.code,
        finding.school.name,
        str(alliance_of(finding) or ""),
        finding.promise,
        finding.breach,
        finding.severity,
        finding.text,
        finding.get_status_display(),
        finding.told_on,
        finding.due_on,
        time_of(finding),
    ]


class FindingViewSet(OnSiteViewSet):
    """Findings in the admin's menu (问题整改)."""

    model = Finding
    name = "finding_admin"
    url_prefix = "findings"
    icon = "warning"
    menu_label = _("Findings")
    menu_order = 173
    index_view_class = FindingIndexView
    filterset_class = FindingFilterSet
    search_fields = ["code", "school__search_name"]
    list_display = [
        TitleColumn("code", label=_("Finding"), get_url=page_of, accessor=str, sort_key="code"),
        Column("school", label=_("School"), sort_key="school__search_name"),
        Column("alliance", label=_("Alliance"), accessor=alliance_of),
        Column("severity", label=_("Severity"), accessor="get_severity_display"),
        Column("promise", label=pgettext_lazy("of the covenant", "Promise"), sort_key="promise"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("finding", "State"),
            accessor="get_status_display",
            primary=lambda row: row.is_unfinished,
        ),
        Column("due_on", label=_("To be mended by"), accessor=last_day_of, sort_key="due_on"),
        Column("time", label=_("Deadline"), accessor=time_of),
    ]
