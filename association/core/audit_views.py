"""The audit trail in the admin: to read, to filter, to take away."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import BaseListingView, PermissionCheckedMixin
from wagtail.admin.widgets.button import Button

from association.core import clock
from association.core.audit_filters import AuditFilterSet
from association.core.audit_reading import WIDTHS, headings, in_words, rows
from association.core.models import AuditEntry
from association.core.permissions import audit_policy
from association.core.spreadsheets import CSV, XLSX, csv_lines, xlsx_file

# What one file holds at most: a worker writes 20,000 lines of XLSX in some five seconds.
MOST = {"xlsx": 20_000, "csv": 100_000}


class AuditTrailView(PermissionCheckedMixin, BaseListingView):
    """All acts, newest first, 50 a page. With `?export=xlsx` or `csv` the same list as a file."""

    model = AuditEntry
    permission_policy = audit_policy
    any_permission_required = ["view"]
    page_title = gettext_lazy("Audit trail")
    header_icon = "history"
    results_template_name = "core/admin/audit_results.html"
    index_url_name = "audit_trail"
    index_results_url_name = "audit_trail_results"
    filterset_class = AuditFilterSet
    paginate_by = 50
    default_ordering = ("-moment", "-pk")
    verbose_name_plural = gettext_lazy("acts")
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        wanted = request.GET.get("export")
        return self.export(wanted) if wanted in MOST else super().get(request, *args, **kwargs)

    def get_base_queryset(self) -> QuerySet:
        entries = audit_policy.instances_user_has_permission_for(self.request.user, "view")
        return entries.select_related("user", "school")

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        # A filter that cannot be read must not show everything.
        if self.filters and not self.filters.is_valid():
            return queryset.none()
        return super().filter_queryset(queryset)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"told": list(in_words(context["object_list"]))}

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        names = {"xlsx": _("Download XLSX"), "csv": _("Download CSV")}
        return [
            Button(name, url=self._address(export=kind), icon_name="download", priority=90 + place)
            for place, (kind, name) in enumerate(names.items())
        ]

    def export(self, kind: str) -> HttpResponseBase:
        """Return the filtered list as a file; with too many entries, the page saying so."""
        entries = self.get_queryset()
        found = entries.count()
        if found > MOST[kind]:
            messages.error(self.request, _too_many(found, kind))
            return redirect(self._address())
        name = f"audit-trail-{clock.today():%Y-%m-%d}.{kind}"
        lines = rows(entries.iterator(chunk_size=2_000))
        if kind == "csv":
            return StreamingHttpResponse(
                csv_lines(headings(), lines),
                content_type=CSV,
                headers={"Content-Disposition": f'attachment; filename="{name}"'},
            )
        file = xlsx_file(_("Audit trail"), headings(), WIDTHS, lines)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)

    def _address(self, **more: str) -> str:
        """Return the list's address with the present filters."""
        query = self.request.GET.copy()
        for name in ("export", self.page_kwarg, "_w_filter_fragment"):
            query.pop(name, None)
        query.update(more)
        return f"{reverse(self.index_url_name)}?{query.urlencode()}"


def _too_many(found: int, kind: str) -> str:
    told = _("The list has %(found)d entries, a file holds %(most)d. Choose a shorter period.") % {
        "found": found,
        "most": MOST[kind],
    }
    if kind == "xlsx" and found <= MOST["csv"]:
        told += " " + _("All of them fit into a CSV file.")
    return told
