"""The list of pledges: what waits comes first, filtered as a clerk looks for them, as a file."""

import datetime as dt
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets.button import Button, HeaderButton

from association.alliances.selectors import present_alliance, with_present_alliance
from association.alliances.viewsets.filters import AllianceFilter
from association.core import clock
from association.core.viewsets import RecordIndexView
from association.core.viewsets_export import ExportMixin, SheetColumn
from association.pledges.enums import PledgeStatus
from association.pledges.models import CovenantVersion, Pledge
from association.pledges.selectors import waiting_first

READY = "ready"
SOON, RUN_OUT = "soon", "run_out"
SOON_DAYS = dt.timedelta(days=60)


def review_state(pledge: Pledge) -> str:
    """Return the state in a reviewer's words."""
    if pledge.can_be_decided:
        return _("Ready for review")
    if pledge.can_be_undone:
        until = date_format(timezone.localtime(pledge.undo_until), "H:i")
        return _("Can be decided from %(time)s") % {"time": until}
    return pledge.get_status_display()


def alliance_name(pledge: Pledge) -> str:
    """Return the name of the school's alliance; empty for one that has left."""
    alliance = present_alliance(pledge.school)
    return alliance.name if alliance else ""


class PledgeFilterSet(WagtailFilterSet):
    """By state, alliance, covenant version, when it was signed, and what runs out."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[(READY, gettext_lazy("Ready for review")), *PledgeStatus.choices],
        method="in_state",
    )
    term = django_filters.ChoiceFilter(
        label=gettext_lazy("Term"),
        choices=[
            (SOON, gettext_lazy("Runs out within 60 days")),
            (RUN_OUT, pgettext_lazy("pledge", "Run out")),
        ],
        method="by_term",
    )
    alliance = AllianceFilter()
    covenant_version = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Covenant version"), queryset=CovenantVersion.objects.all()
    )
    signed = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Signed on"),
        field_name="signature__signed_at",
        widget=DateRangePickerWidget,
    )

    class Meta:
        model = Pledge
        fields: list[str] = []

    def in_state(self, pledges: QuerySet, _name: str, value: str) -> QuerySet:
        return pledges.ready_for_review() if value == READY else pledges.filter(status=value)

    def by_term(self, pledges: QuerySet, _name: str, value: str) -> QuerySet:
        today = clock.today()
        in_force = pledges.accepted()
        if value == RUN_OUT:
            return in_force.filter(given_until__lt=today)
        return in_force.filter(given_until__range=(today, today + SOON_DAYS))


def _signed_on(pledge: Pledge) -> dt.date | None:
    signature = getattr(pledge, "signature", None)
    return signature and timezone.localdate(signature.signed_at)


def _decided_on(pledge: Pledge) -> dt.date | None:
    return pledge.decided_at and timezone.localdate(pledge.decided_at)


class PledgeIndexView(ExportMixin, RecordIndexView):
    """All pledges, those that can be decided first."""

    sheet_name = "pledges"
    sheet_title = gettext_lazy("Pledges")
    sheet_columns = [
        SheetColumn(gettext_lazy("School"), 34, lambda pledge: pledge.school.name),
        SheetColumn(
            gettext_lazy("Unified social credit code"), 22, lambda pledge: pledge.school.uscc
        ),
        SheetColumn(gettext_lazy("Alliance"), 16, alliance_name),
        SheetColumn(gettext_lazy("Receipt"), 16, lambda pledge: pledge.receipt_no),
        SheetColumn(gettext_lazy("State"), 22, review_state),
        SheetColumn(gettext_lazy("Version"), 8, lambda pledge: pledge.covenant_version.number),
        SheetColumn(gettext_lazy("Signed on"), 14, _signed_on),
        SheetColumn(gettext_lazy("Decided on"), 14, _decided_on),
        SheetColumn(gettext_lazy("In force until"), 14, lambda pledge: pledge.in_force_until),
    ]

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.user_has_permission("review"):
            return []
        code = self.request.GET.get("alliance", "")
        asked = f"?{urlencode({'alliance': code})}" if code else ""
        url = reverse("pledge:accept_many") + asked
        return [HeaderButton(_("Accept many"), url=url, icon_name="check")]

    def get_base_queryset(self) -> QuerySet:
        related = ("school", "covenant_version", "signature")
        return with_present_alliance(super().get_base_queryset().select_related(*related))

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        return super().order_queryset(queryset) if self.ordering else waiting_first(queryset)
