"""Cases in the admin: a list, and a page for each (案件)."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.widgets.button import HeaderButton

from association.alliances.selectors import LONGEST_SEARCH, matching
from association.alliances.viewsets.filters import AllianceFilter
from association.core.viewsets import RecordIndexView, RecordInspectView, RecordViewSet
from association.core.viewsets_export import ExportMixin, SheetColumn
from association.pledges.models import Promise
from association.violations.enums import Verb
from association.violations.models import Case
from association.violations.selectors.filing import authority_of, cases_to_file
from association.violations.selectors.notice_desk import (
    notice_desk,
    with_notice_to_approve,
    with_notice_to_finish,
    without_notice,
)
from association.violations.selectors.office import (
    ballots_of,
    evidence_of,
    office_cases,
    turn_of,
)
from association.violations.selectors.school import breach_of
from association.violations.selectors.standing import acts_of, standing_of, why_no_part
from association.violations.selectors.ways_back_office import ways_of_case
from association.violations.viewsets.acts import ACTS
from association.violations.viewsets.evidence import ReadEvidenceView
from association.violations.viewsets.opening import OpenCaseView

MY_VOTE = "vote"
# What is said of a case (`CaseQuerySet`), by the word in the address.
WAITING = {
    "hearing": Case.objects.hearing_waits,
    "heard": Case.objects.heard_out,
    "seen": Case.objects.to_see_to,
    "overdue": Case.objects.overdue,
    "force": Case.objects.to_put_in_force,
    "notice": without_notice,
    "approval": with_notice_to_approve,
    "finish": with_notice_to_finish,
    "filing": lambda: cases_to_file(Case.objects.all()),
}


def promises_in_cases() -> list[tuple[str, str]]:
    """Return the promises that occur in cases, by code; titles as the newest version has them."""
    occurring = Promise.objects.filter(pk__in=Case.objects.values("promise"))
    newest_last = occurring.order_by("version__number")
    titles = {promise.code: str(promise) for promise in newest_last}
    return sorted(titles.items())


class CaseFilterSet(WagtailFilterSet):
    """By what is to be done, state, severity, promise, alliance, when and from what opened."""

    waiting = django_filters.ChoiceFilter(
        label=pgettext_lazy("filter", "Waiting"),
        choices=[
            ("hearing", _("Hearing asked for: to be held")),
            ("heard", _("Heard out: to be put to decision")),
            (MY_VOTE, _("Waiting for my vote")),
            ("seen", _("Decided: to be seen to")),
            ("overdue", _("Decided and overdue")),
            ("force", _("Final: to be put in force")),
            ("notice", _("Decided publicly: the notice to be drafted")),
            ("finish", _("Notice drafted and not submitted")),
            ("approval", _("Notice waiting for approval")),
            ("filing", _("To be filed with a department")),
        ],
        method="filter_waiting",
    )
    promise = django_filters.ChoiceFilter(
        label=pgettext_lazy("of the covenant", "Promise"),
        choices=promises_in_cases,
        field_name="promise__code",
    )

    alliance = AllianceFilter()
    opened_at = django_filters.DateFromToRangeFilter(
        label=_("Opened on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Case
        fields = ["waiting", "status", "severity", "promise", "source", "alliance", "opened_at"]

    def filter_waiting(self, cases: QuerySet, _name: str, value: str) -> QuerySet:
        mine = Case.objects.to_decide_by(self.request.user)
        found = mine if value == MY_VOTE else WAITING[value]()
        # By key: rows of a list that is ordered and exported have to be plain.
        return cases.filter(pk__in=found.values("pk"))


def _date(moment: dt.datetime | None) -> dt.date | None:
    return moment and timezone.localdate(moment)


class CaseIndexView(ExportMixin, RecordIndexView):
    """All cases, the newest first. The file of them is without facts and answers."""

    sheet_name = "cases"
    sheet_title = _("Cases")
    sheet_columns = [
        SheetColumn(_("Number"), 14, lambda case: case.code),
        SheetColumn(_("School"), 34, lambda case: case.school.name),
        SheetColumn(_("Opened from"), 16, lambda case: case.get_source_display()),
        SheetColumn(_("Promise"), 8, lambda case: case.promise.code),
        SheetColumn(_("Breach"), 10, lambda case: case.breach),
        SheetColumn(_("Severity"), 12, lambda case: case.severity),
        SheetColumn(_("State"), 18, lambda case: case.get_status_display()),
        SheetColumn(_("Opened on"), 14, lambda case: _date(case.opened_at)),
        SheetColumn(_("To be answered by"), 14, lambda case: case.answer_by),
        SheetColumn(_("Measure"), 24, lambda case: case.get_measure_display()),
        SheetColumn(_("Decided on"), 14, lambda case: _date(case.decided_at)),
        SheetColumn(_("To be put right by"), 14, lambda case: case.mend_by),
        SheetColumn(_("Ended on"), 14, lambda case: _date(case.ended_at)),
    ]

    def get_base_queryset(self) -> QuerySet:
        rows = office_cases(self.request.user).select_related("school", "promise")
        return rows.prefetch_related("appeals")

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        if not self.is_searching:
            return queryset
        text = self.search_query[:LONGEST_SEARCH]
        return queryset.filter(Q(code__icontains=text) | matching(text, prefix="school__"))

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.user_has_permission("open"):
            return []
        url = reverse("case_admin:open")
        return [HeaderButton(gettext("Open a case"), url=url, icon_name="plus")]


class CaseInspectView(RecordInspectView):
    """One case: where it stands, who does what next, and all that was told, said and decided."""

    template_name = "violations/admin/case.html"
    page_title = _("Case")

    def get_object(self, queryset: QuerySet | None = None) -> Case:
        rows = office_cases(self.request.user)
        related = rows.select_related("school", "promise__version", "finding", "opened_by")
        return get_object_or_404(related, pk=self.pk)

    def get_fields_context(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.object, self.request.user
        return super().get_context_data(
            **kwargs,
            case=case,
            standing=standing_of(case),
            acts=acts_of(user, case),
            why=why_no_part(user, case),
            breach=breach_of(case),
            authority=authority_of(user, case),
            ways=ways_of_case(case),
            evidence=evidence_of(case),
            said=case.statements.select_related("author"),
            people=case.people.select_related("user"),
            ballots=ballots_of(case),
            notice=notice_desk(user, case),
            events=_events_of(case),
        )


def _events_of(case: Case) -> list[dict[str, Any]]:
    """Return what happened, latest first, as (event, its verb in words)."""
    events = case.events.select_related("acting_user").order_by("-sequence")
    return [{"event": event, "verb": Verb(event.verb).label} for event in events]


class CaseViewSet(RecordViewSet):
    """Cases in the admin's menu."""

    model = Case
    name = "case_admin"
    url_prefix = "cases"
    icon = "folder-open-inverse"
    menu_label = _("Cases")
    menu_order = 174
    index_view_class = CaseIndexView
    inspect_view_class = CaseInspectView
    filterset_class = CaseFilterSet
    search_fields = ["code", "school__search_name"]
    list_display = [
        TitleColumn(
            "code",
            label=_("Case"),
            url_name="case_admin:inspect",
            accessor=str,
            sort_key="code",
            classname="number",
        ),
        Column("school", label=_("School"), sort_key="school__search_name"),
        Column(
            "promise",
            label=pgettext_lazy("of the covenant", "Promise"),
            accessor="promise.code",
            sort_key="promise__code",
        ),
        Column("severity", label=_("Severity"), accessor="get_severity_display"),
        StatusTagColumn(
            "status",
            label=pgettext_lazy("case", "State"),
            accessor="get_status_display",
            primary=lambda case: case.is_unfinished,
        ),
        Column("turn", label=_("Whose turn, until when"), accessor=turn_of, sort_key="answer_by"),
    ]
    acts = ACTS

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("open/", self.construct_view(OpenCaseView), name="open"),
            path(
                "read_evidence/<int:pk>/",
                self.construct_view(ReadEvidenceView),
                name="read_evidence",
            ),
        ]
