"""Ledger imports in the admin: list, upload, preview, progress, result, list of errors."""

import io
from pathlib import PurePath
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.alliances.enums import ImportStatus, Verb
from association.alliances.models import RosterImport
from association.alliances.permissions import import_policy
from association.alliances.roster import limits
from association.alliances.roster.errors import RosterFileError
from association.alliances.roster.preview import Preview, PreviewRow
from association.alliances.roster.report import ImportReport, errors_workbook
from association.alliances.services import confirm_roster, has_stalled, upload_roster
from association.alliances.viewsets.import_texts import FAILURES, TABS, told_changes
from association.core.errors import RuleError
from association.core.viewsets import RecordIndexView, RecordViewSet

NAMESPACE = "roster_imports"
ROWS_PER_PAGE = 100
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_WORK = {ImportStatus.QUEUED, ImportStatus.RUNNING}


def address(name: str, *args: Any) -> str:
    """Return the address of one of these views."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


class ImportIndexView(RecordIndexView):
    """All imports. Previews and reports are large and stay in the database."""

    add_item_label = gettext_lazy("Import a ledger")

    def get_base_queryset(self) -> QuerySet[RosterImport]:
        return (
            super()
            .get_base_queryset()
            .select_related("uploaded_by")
            .defer("preview", "report")
            .annotate(created=F("report__created"), updated=F("report__updated"))
        )

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "original_name",
                label=_("File"),
                get_url=lambda record: address("inspect", record.pk),
            ),
            StatusTagColumn(
                "get_status_display",
                label=_("State"),
                primary=lambda record: record.status == ImportStatus.DONE,
            ),
            NumberColumn("rows_total", label=_("Rows")),
            Column("created", label=pgettext_lazy("ledger import", "New")),
            Column("updated", label=pgettext_lazy("ledger import", "Changed")),
            Column("uploaded_by", label=_("Uploaded by")),
            DateColumn("uploaded_at", label=_("Uploaded on")),
        ]


class ImportView(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What the pages of one import share. The row is fetched after the right was checked."""

    model = RosterImport
    permission_required = "view"
    header_icon = "upload"

    @cached_property
    def record(self) -> RosterImport:
        return get_object_or_404(RosterImport, pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(RosterImport._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": address("index"), "label": plural},
            {"url": "", "label": self.get_page_title()},
        ]


class RosterUploadForm(forms.Form):
    """One file. What is inside is judged by the service."""

    file = forms.FileField(
        label=gettext_lazy("Member ledger"),
        help_text=gettext_lazy("An Excel workbook (.xlsx) or a CSV file, up to 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > limits.MAX_BYTES:
            error = RosterFileError("too large", megabytes=limits.MAX_BYTES // 1024 // 1024)
            raise forms.ValidationError(error.message)
        return file


class UploadView(ImportView, FormView):
    """Takes a ledger in and shows its preview; nothing is in the register yet."""

    permission_required = "add"
    form_class = RosterUploadForm
    template_name = "alliances/admin/import_upload.html"
    page_title = gettext_lazy("Import a ledger")

    def form_valid(self, form: RosterUploadForm) -> HttpResponse:
        try:
            record = upload_roster(file=form.cleaned_data["file"], acting_user=self.request.user)
        except RosterFileError as error:
            form.add_error("file", error.message)
            return self.form_invalid(form)
        except RuleError as refusal:
            form.add_error("file", str(refusal))
            return self.form_invalid(form)
        return redirect(address("inspect", record.pk))

    def form_invalid(self, form: forms.Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            columns_needed=("单位名称", "统一社会信用代码", "所属联盟"), **kwargs
        )


class ShowView(ImportView, TemplateView):
    """One import: its preview, then its progress, then its result."""

    templates = {
        ImportStatus.UPLOADED: "alliances/admin/import_preview.html",
        ImportStatus.QUEUED: "alliances/admin/import_progress.html",
        ImportStatus.RUNNING: "alliances/admin/import_progress.html",
        ImportStatus.DONE: "alliances/admin/import_result.html",
        ImportStatus.FAILED: "alliances/admin/import_failed.html",
    }

    def get_template_names(self) -> list[str]:
        return [self.templates[ImportStatus(self.record.status)]]

    def get_page_title(self) -> str:
        return self.record.original_name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        record = self.record
        context = {
            "record": record,
            "confirm_url": address("confirm", record.pk),
            "errors_url": address("errors", record.pk),
            "upload_url": address("add"),
            "index_url": address("index"),
            "may_import": import_policy.user_has_permission(self.request.user, "add"),
            "history": [
                (event, Verb(event.verb).label)
                for event in record.events.select_related("acting_user")
            ],
        }
        if record.status == ImportStatus.UPLOADED:
            context |= self._preview()
        elif record.status in AT_WORK:
            context |= {"progress_url": address("progress", record.pk)}
            context["has_stalled"] = has_stalled(record)
        elif record.status == ImportStatus.DONE:
            context |= self._result()
        else:
            context["failure"] = FAILURES.get(record.failure, FAILURES["unexpected"])
        return super().get_context_data(**context, **kwargs)

    def _preview(self) -> dict[str, Any]:
        preview = Preview(self.record.preview)
        wanted = self.request.GET.get("show", "")
        if wanted not in TABS:
            wanted = "all"
        paginator = WagtailPaginator(preview.rows(wanted), ROWS_PER_PAGE)
        page = paginator.get_page(self.request.GET.get("p"))
        rows = [PreviewRow.restored(stored) for stored in page.object_list]
        return {
            "preview": preview,
            "tabs": [
                {"key": key, "label": label, "count": preview.counts[key]}
                for key, label in TABS.items()
            ],
            "shown": wanted,
            "rows": [(row, told_changes(row.changes)) for row in rows],
            "page_obj": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
        }

    def _result(self) -> dict[str, Any]:
        report = ImportReport.from_dict(self.record.report)
        return {
            "report": report,
            "refused": len({fault.row for fault in report.errors}),
            "first_errors": report.errors[:ROWS_PER_PAGE],
        }


class ProgressView(ImportView, View):
    """The part of the page that changes while an import runs; asked for by the page's script."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = TemplateResponse(
            request, "alliances/admin/import_progress_part.html", {"record": self.record}
        )
        if self.record.status not in AT_WORK:
            # The script loads the whole page anew.
            response.headers["X-Import-Ended"] = "1"
        return response


class ConfirmView(ImportView, View):
    """Starts an import, or one that stopped again. Only by POST."""

    permission_required = "add"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            confirm_roster(roster=self.record, acting_user=request.user)
        except RuleError as error:
            messages.error(request, str(error))
        return redirect(address("inspect", pk))


class ErrorListView(ImportView, View):
    """The refused rows and the remarks as a workbook, before the import and after it."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        record = self.record
        if record.report:
            report = ImportReport.from_dict(record.report)
        else:
            report = Preview(record.preview).as_report()
        name = _("Refused rows of %(name)s.xlsx") % {"name": PurePath(record.original_name).stem}
        return FileResponse(
            io.BytesIO(errors_workbook(report)),
            as_attachment=True,
            filename=name,
            content_type=XLSX,
        )


class RosterImportViewSet(RecordViewSet):
    """Ledger imports, first in the clerk's menu."""

    model = RosterImport
    name = NAMESPACE
    url_prefix = "ledger-imports"
    icon = "upload"
    menu_label = gettext_lazy("Ledger import")
    menu_order = 110
    index_view_class = ImportIndexView
    index_results_template_name = "alliances/admin/import_list_results.html"

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{"add_url_name": self.get_url_name("add"), **kwargs}
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", UploadView.as_view(), name="add"),
            path("<int:pk>/", ShowView.as_view(), name="inspect"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
            path("<int:pk>/confirm/", ConfirmView.as_view(), name="confirm"),
            path("<int:pk>/errors.xlsx", ErrorListView.as_view(), name="errors"),
        ]
