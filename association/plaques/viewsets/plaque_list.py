"""The list of plaques, filtered as a clerk looks for them, as a file."""

import datetime as dt

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.widgets.button import Button, HeaderButton

from association.alliances.viewsets.filters import AllianceFilter
from association.core import clock
from association.core.viewsets import RecordIndexView
from association.core.viewsets_export import ExportMixin, SheetColumn
from association.plaques.enums import NUMBER_STATES, RENEWABLE_STATUSES
from association.plaques.models import Plaque
from association.plaques.permissions import plaque_policy
from association.plaques.selectors import (
    alliance_of,
    pledges_waiting,
    to_photograph,
    with_alliance,
)

LATE, SOON = "late", "soon"
SOON_DAYS = dt.timedelta(days=60)


class PlaqueFilters(WagtailFilterSet):
    """By what the public is told today, what is due, the alliance now, what is wanted."""

    state = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a plaque", "State"),
        choices=[(state.value, state.label) for state in NUMBER_STATES],
        method="filter_state",
    )
    due = django_filters.ChoiceFilter(
        label=pgettext_lazy("of a plaque", "Due"),
        choices=[
            (LATE, gettext_lazy("Should hang by now")),
            (SOON, gettext_lazy("Runs out within 60 days")),
        ],
        method="filter_due",
    )
    alliance = AllianceFilter()
    photo = django_filters.ChoiceFilter(
        label=gettext_lazy("Photo from the gate"),
        choices=[("wanted", gettext_lazy("Hidden, or of a former address"))],
        method="filter_photo",
    )
    issued_on = django_filters.DateFromToRangeFilter(
        label=gettext_lazy("Issued on"), widget=DateRangePickerWidget
    )

    class Meta:
        model = Plaque
        fields = ["state", "due", "alliance", "series", "photo", "issued_on"]

    def filter_state(self, plaques: QuerySet, _name: str, value: str) -> QuerySet:
        return plaques.in_state(value)

    def filter_due(self, plaques: QuerySet, _name: str, value: str) -> QuerySet:
        today = clock.today()
        if value == LATE:
            return plaques.overdue_to_hang().filter(valid_until__gte=today)
        lent = plaques.read_as(*RENEWABLE_STATUSES)
        return lent.filter(valid_until__range=(today, today + SOON_DAYS))

    def filter_photo(self, plaques: QuerySet, _name: str, _value: str) -> QuerySet:
        return to_photograph(plaques)


def _since(plaque: Plaque) -> dt.date:
    since = plaque.state_since
    return timezone.localdate(since) if isinstance(since, dt.datetime) else since


class PlaqueIndexView(ExportMixin, RecordIndexView):
    """The list, with the way to the pledges that wait for a plaque."""

    sheet_name = "plaques"
    sheet_title = gettext_lazy("Plaques")
    sheet_columns = [
        SheetColumn(pgettext_lazy("of a plaque", "Number"), 18, lambda plaque: plaque.number),
        SheetColumn(gettext_lazy("As printed"), 22, lambda plaque: plaque.chinese_number),
        SheetColumn(gettext_lazy("School"), 34, lambda plaque: plaque.school.name),
        SheetColumn(
            gettext_lazy("Unified social credit code"), 22, lambda plaque: plaque.school.uscc
        ),
        SheetColumn(gettext_lazy("Alliance"), 16, lambda plaque: str(alliance_of(plaque) or "")),
        SheetColumn(gettext_lazy("Campus"), 18, lambda plaque: plaque.campus.name),
        SheetColumn(gettext_lazy("Address"), 44, lambda plaque: plaque.campus.address),
        SheetColumn(
            pgettext_lazy("of a plaque", "State"), 14, lambda plaque: str(plaque.state.label)
        ),
        SheetColumn(gettext_lazy("since"), 14, _since),
        SheetColumn(gettext_lazy("Issued on"), 14, lambda plaque: plaque.issued_on),
        SheetColumn(gettext_lazy("valid until"), 14, lambda plaque: plaque.valid_until),
        SheetColumn(gettext_lazy("To be hung by"), 14, lambda plaque: plaque.hang_by),
    ]

    def rows_of_file(self) -> QuerySet:
        return super().rows_of_file().select_related("campus")

    def get_base_queryset(self) -> QuerySet:
        return with_alliance(super().get_base_queryset())

    @cached_property
    def header_buttons(self) -> list[Button]:
        scans = HeaderButton(_("Scans"), url=reverse("plaque_admin:scans"), icon_name="view")
        hanging = HeaderButton(
            _("Plaques to hang"), url=reverse("plaque_admin:hanging"), icon_name="list-ul"
        )
        if not plaque_policy.user_has_permission(self.request.user, "issue"):
            return [hanging, scans]
        waiting = _("Waiting for a plaque: %(count)s") % {"count": pledges_waiting().count()}
        return [
            HeaderButton(waiting, url=reverse("plaque_admin:waiting"), icon_name="time"),
            hanging,
            scans,
        ]
