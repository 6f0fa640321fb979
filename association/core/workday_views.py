"""The association's own working-day calendar in the admin: which days depart from the notice."""

import datetime as dt
from typing import Any

from django.db.models import Count
from django.urls import URLPattern, path
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from association.core import clock
from association.core.models import CalendarDay
from association.core.viewsets import RecordIndexView
from association.core.workdays import known_until, years_without_notice

WARN_BEFORE = dt.timedelta(days=60)


class CalendarIndexView(RecordIndexView):
    """The days entered, and for which years the holidays are still to be entered."""

    page_title = _("Working days")
    template_name = "core/admin/calendar.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs, known_until=known_until(), years=unpublished_years(clock.today())
        )


def unpublished_years(today: dt.date) -> dict[int, int]:
    """Return how many days are entered for each year without a notice that begins soon."""
    years = years_without_notice(until=today + WARN_BEFORE)
    entered = CalendarDay.objects.filter(day__year__in=years).order_by("day__year")
    counts = dict(entered.values_list("day__year").annotate(Count("pk")))
    return {year: counts.get(year, 0) for year in years}


class CalendarViewSet(ModelViewSet):
    """Working days in the admin's settings. What is done here is in the audit trail."""

    model = CalendarDay
    name = "calendar_admin"
    url_prefix = "working-days"
    icon = "calendar"
    menu_label = _("Working days")
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = CalendarIndexView
    search_backend_name = None
    search_fields = ["note"]
    list_per_page = 50
    list_display = [
        "day",
        Column("weekday", label=_("Weekday"), accessor=lambda row: date_format(row.day, "l")),
        Column("kind", label=_("Kind")),
        "note",
    ]
    panels = [FieldPanel("day"), FieldPanel("working"), FieldPanel("note")]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # The audit trail tells the history, and nothing refers to a day.
        missing = dict.fromkeys(["history_url_name", "usage_url_name"])
        return super().get_common_view_kwargs(**(missing | kwargs))

    def get_urlpatterns(self) -> list[URLPattern]:
        one = f"<{self.pk_path_converter}:pk>/"
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", self.add_view, name="add"),
            path(f"edit/{one}", self.edit_view, name="edit"),
            path(f"delete/{one}", self.delete_view, name="delete"),
        ]
