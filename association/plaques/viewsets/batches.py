"""Batches of plaques as the secretariat meets them in Wagtail."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from wagtail.admin.ui.tables import (
    Column,
    DateColumn,
    NumberColumn,
    StatusTagColumn,
    Table,
    TitleColumn,
)
from wagtail.admin.widgets.button import Button, HeaderButton

from association.core.viewsets import RecordIndexView, RecordViewSet
from association.plaques.enums import PrintState
from association.plaques.models import PlaqueBatch
from association.plaques.services import outdated_among
from association.plaques.viewsets.batch_new import NewBatchView
from association.plaques.viewsets.batch_numbers import NumberFormatsView, SpecimenView
from association.plaques.viewsets.batch_pages import (
    BatchProgressView,
    BatchProofView,
    MakeAgainView,
    PrintFileView,
    ShowBatchView,
)


class BatchIndexView(RecordIndexView):
    """All batches, latest first."""

    add_item_label = _("New batch")

    def get_base_queryset(self) -> QuerySet[PlaqueBatch]:
        rows = super().get_base_queryset()
        return rows.select_related("created_by").annotate(count=Count("plaques"))

    def get_table(self, object_list: Sequence[PlaqueBatch]) -> Table:
        self.outdated = outdated_among(object_list)
        return super().get_table(object_list)

    def _file_in_words(self, batch: PlaqueBatch) -> str:
        """Say how far the file is; what was ready once is told as it is today."""
        if batch.pk not in self.outdated:
            return batch.get_print_state_display()
        if self.outdated[batch.pk]:
            return pgettext("print file", "Outdated: make it again")
        return pgettext("print file", "Outdated: nothing left to print")

    @cached_property
    def header_buttons(self) -> list[Button]:
        numbers = HeaderButton(
            _("Number formats"), url=reverse("batch_admin:numbers"), icon_name="tag"
        )
        return [*super().header_buttons, numbers]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "key",
                label=_("Batch"),
                get_url=lambda batch: reverse("batch_admin:inspect", args=[batch.pk]),
            ),
            NumberColumn("count", label=_("Plaques")),
            Column("get_colourway_display", label=_("Colours")),
            StatusTagColumn(
                "print_file",
                label=_("Print file"),
                accessor=self._file_in_words,
                primary=lambda batch: (
                    batch.print_state == PrintState.READY and batch.pk not in self.outdated
                ),
            ),
            Column("created_by", label=_("Issued by")),
            DateColumn("created_at", label=_("Issued on")),
        ]


class BatchViewSet(RecordViewSet):
    """Batches of plaques: choose, preview, issue, print."""

    model = PlaqueBatch
    name = "batch_admin"
    url_prefix = "plaque-batches"
    icon = "doc-full"
    menu_label = _("Plaque batches")
    menu_order = 155
    index_view_class = BatchIndexView

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"add_url_name": self.get_url_name("add"), **kwargs}
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", NewBatchView.as_view(), name="add"),
            path("numbers/", NumberFormatsView.as_view(), name="numbers"),
            path("specimen/<slug:series>.png", SpecimenView.as_view(), name="specimen"),
            path("<int:pk>/", ShowBatchView.as_view(), name="inspect"),
            path("<int:pk>/progress/", BatchProgressView.as_view(), name="progress"),
            path("<int:pk>/print-file/", PrintFileView.as_view(), name="print_file"),
            path("<int:pk>/proof.pdf", BatchProofView.as_view(), name="proof"),
            path("<int:pk>/again/", MakeAgainView.as_view(), name="again"),
        ]
