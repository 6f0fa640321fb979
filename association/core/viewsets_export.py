"""Lists in the admin that leave the house as a file, as they are filtered (`?export=xlsx`)."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from association.core import clock
from association.core.spreadsheets import XLSX, xlsx_file


class SheetColumn(NamedTuple):
    """A column of the file. width: in characters; read(row): what stands in it."""

    heading: str
    width: int
    read: Callable[[Any], object]


class ExportMixin:
    """For a `RecordIndexView`: the button, and the same rows as XLSX, read by the same policy.

    Which of them leave is what the filters leave. That a list was taken is recorded by
    `core.downloads`, and texts that look like formulas stay texts by `core.spreadsheets`.
    """

    sheet_name = ""  # of the file, before the day
    sheet_title = ""
    sheet_columns: list[SheetColumn]

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        """Answer with the file where it is asked for.

        Not in `get`: what Wagtail cannot read of a filter would then count as ours
        (`core.unreadable`).
        """
        if self.request.GET.get("export") == "xlsx":
            return self.export()
        return super().render_to_response(context, **kwargs)

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        query = self.request.GET.copy()
        query["export"] = "xlsx"
        query.pop("p", None)
        url = f"{reverse(self.index_url_name)}?{query.urlencode()}"
        file = Button(_("Download XLSX"), url=url, icon_name="download", priority=90)
        return [*super().header_more_buttons, file]

    def rows_of_file(self) -> QuerySet[Model]:
        """Return the rows of the file: those of the list, on all its pages."""
        return self.get_queryset()

    def export(self) -> FileResponse:
        """Return the list as it is filtered."""
        file = xlsx_file(
            str(self.sheet_title),
            [str(column.heading) for column in self.sheet_columns],
            [column.width for column in self.sheet_columns],
            ([column.read(row) for column in self.sheet_columns] for row in self.rows_of_file()),
        )
        name = f"{self.sheet_name}-{clock.today():%Y-%m-%d}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
