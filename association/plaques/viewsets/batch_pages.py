"""The page of one batch: how far its print file is, the file, and making it again."""

from io import BytesIO
from pathlib import PurePath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.core.downloads import download_of
from association.core.errors import RuleError
from association.core.models import AssociationProfile
from association.plaques.artwork import MissingCharacters, proof_sheet
from association.plaques.enums import PrintState
from association.plaques.models import PlaqueBatch
from association.plaques.permissions import batch_policy
from association.plaques.services import (
    ask_for_print_file,
    has_stalled,
    is_outdated,
    printable_plaques,
)
from association.plaques.services.printing import AT_WORK, UNEXPECTED

SHOWN = 500

PROBLEMS = {
    UNEXPECTED: gettext_lazy(
        "Something unexpected happened. Please have the file made again; if it stops again, tell "
        "the people who look after this site."
    ),
}


class BatchView(PermissionCheckedMixin, WagtailAdminTemplateMixin):
    """What the pages about batches share. A row is fetched after the right was checked."""

    model = PlaqueBatch
    permission_policy = batch_policy
    permission_required = "view"
    header_icon = "doc-full"

    @cached_property
    def batch(self) -> PlaqueBatch:
        rows = batch_policy.instances_user_has_permission_for(self.request.user, "view")
        return get_object_or_404(rows.select_related("created_by"), pk=self.kwargs["pk"])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plural = capfirst(PlaqueBatch._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse("batch_admin:index"), "label": plural},
            {"url": "", "label": self.get_page_title()},
        ]


def progress_of(batch: PlaqueBatch) -> dict[str, Any]:
    """Return what the part of the page that refreshes itself shows."""
    return {"batch": batch, "total": batch.plaques.count()}


class ShowBatchView(BatchView, TemplateView):
    """One batch and its plaques."""

    template_name = "plaques/admin/batch.html"

    def get_page_title(self) -> str:
        return _("Batch %(key)s") % {"key": self.batch.key}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batch = self.batch
        plaques = batch.plaques.select_related("school", "campus").order_by("pk")
        return super().get_context_data(
            **progress_of(batch),
            plaques=plaques[:SHOWN],
            at_work=batch.print_state in AT_WORK,
            is_ready=batch.print_state == PrintState.READY,
            is_outdated=is_outdated(batch),
            printable=batch.plaques.living().count(),
            has_stalled=has_stalled(batch),
            problem=PROBLEMS.get(batch.print_problem, batch.print_problem),
            may_issue=batch_policy.user_has_permission(self.request.user, "issue"),
            **kwargs,
        )


class BatchProgressView(BatchView, View):
    """The part of the page that changes while the file is made; asked for by the page's script."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        response = TemplateResponse(
            request, "plaques/admin/batch_progress_part.html", progress_of(self.batch)
        )
        if self.batch.print_state not in AT_WORK:
            # The script loads the whole page anew.
            response.headers["X-Import-Ended"] = "1"
        return response


class PrintFileView(BatchView, View):
    """The print file, from storage that no web server hands out. An outdated one is kept back.

    Whoever has it can make plaques, so it is not for those who only read.
    """

    permission_required = "issue"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        if self.batch.print_state != PrintState.READY:
            raise Http404
        if is_outdated(self.batch):
            messages.error(request, _("The print file is outdated. Please have it made again."))
            return redirect(reverse("batch_admin:inspect", args=[pk]))
        try:
            file = self.batch.print_file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        extension = PurePath(self.batch.print_file.name).suffix
        name = f"plaques-{self.batch.key}{extension}"
        return download_of(FileResponse(file, as_attachment=True, filename=name), self.batch)


class BatchProofView(BatchView, View):
    """Every plaque of the batch that is still to hang, small on A4, to be read before printing."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plaques = printable_plaques(self.batch)
        if not plaques:
            raise Http404
        issuer = AssociationProfile.load(request_or_site=request)
        try:
            pdf = proof_sheet(plaques, issuer=issuer, colourway=self.batch.colourway)
        except MissingCharacters as missing:
            messages.error(request, str(missing))
            return redirect(reverse("batch_admin:inspect", args=[pk]))
        name = f"plaques-{self.batch.key}-proof.pdf"
        file = FileResponse(BytesIO(pdf), as_attachment=True, filename=name)
        return download_of(file, self.batch)


class MakeAgainView(BatchView, View):
    """Has the print file made again. Only by POST."""

    permission_required = "issue"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            ask_for_print_file(batch=self.batch, acting_user=request.user)
        except RuleError as error:
            messages.error(request, str(error))
        return redirect(reverse("batch_admin:inspect", args=[pk]))
