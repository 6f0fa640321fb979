"""Findings in the admin: a list to watch over them."""

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn

from association.alliances.models import Alliance
from association.alliances.selectors import present_alliance, with_present_alliance
from association.alliances.viewsets.filters import AllianceFilter
from association.core.viewsets import RecordIndexView
from association.core.viewsets_export import ExportMixin, SheetColumn
from association.peer_review.models import Finding
from association.peer_review.selectors.following import promises_in
from association.peer_review.viewsets.on_site import OnSiteViewSet

OF_VISITORS, OWN = "visitors", "own"
OVERDUE, LONG_OVERDUE, UNDECIDED = "overdue", "long", "undecided"


def alliance_of(finding: Finding) -> Alliance | None:
    """Return the alliance the school is in now, None for one that has left."""
    return present_alliance(finding.school)


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
    alliance = AllianceFilter()
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

    def filter_noted(self, findings: QuerySet, _name: str, value: str) -> QuerySet:
        return findings.filter(own=value == OWN)


class FindingIndexView(ExportMixin, RecordIndexView):
    """All findings, the newest first. The file is without the facts: those stay in the house."""

    sheet_name = "findings"
    sheet_title = _("Findings")
    sheet_columns = [
        SheetColumn(_("Number"), 14, lambda finding: finding.code),
        SheetColumn(_("School"), 34, lambda finding: finding.school.name),
        SheetColumn(_("Alliance"), 14, lambda finding: str(alliance_of(finding) or "")),
        SheetColumn(_("Promise"), 8, lambda finding: finding.promise),
        SheetColumn(_("Breach"), 10, lambda finding: finding.breach),
        SheetColumn(_("Severity"), 10, lambda finding: finding.severity),
        SheetColumn(_("What was looked at"), 44, lambda finding: finding.text),
        SheetColumn(_("State"), 18, lambda finding: finding.get_status_display()),
        SheetColumn(_("Told on"), 14, lambda finding: finding.told_on),
        SheetColumn(_("To be mended by"), 14, lambda finding: finding.due_on),
        SheetColumn(_("Deadline"), 22, time_of),
    ]

    def get_base_queryset(self) -> QuerySet:
        return with_present_alliance(super().get_base_queryset().select_related("school"))


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
