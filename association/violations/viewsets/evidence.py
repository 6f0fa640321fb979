"""A piece of evidence is handed out, and that it was read is noted."""

from pathlib import PurePosixPath
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.core.downloads import download_of
from association.core.uploads.proofs import KINDS
from association.violations.models import Case, Evidence
from association.violations.selectors.office import office_cases
from association.violations.selectors.school import number_of
from association.violations.services import read_evidence


class ReadEvidenceView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Send a file as it was taken in; where it is gone or changed, say so and whom to tell.

    A look at the headers alone would be noted as a reading and is none, so only GET is answered.
    """

    model = Case
    permission_required = "view"
    template_name = "violations/admin/evidence_lost.html"
    page_title = _("This file cannot be handed out")
    header_icon = "warning"
    index_url_name = ""
    inspect_url_name = ""
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        readable = Evidence.objects.filter(case__in=office_cases(request.user))
        self.object = get_object_or_404(readable.select_related("case"), pk=kwargs["pk"])
        data = read_evidence(evidence=self.object, acting_user=request.user)
        return self.tell_loss() if data is None else self.send(data)

    def send(self, data: bytes) -> HttpResponse:
        """Return the file to be kept under the number of its case."""
        ending = PurePosixPath(self.object.file.name).suffix
        name = f"{self.object.case.code}-{number_of(self.object)}{ending}"
        response = HttpResponse(data, content_type=KINDS[ending])
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return download_of(response, self.object.case)

    def tell_loss(self) -> HttpResponse:
        """Return the page that says what is wrong with the file: 410 if gone, 409 if changed."""
        is_gone = not self.object.file.storage.exists(self.object.file.name)
        context = self.get_context_data(
            evidence=self.object,
            is_gone=is_gone,
            back_url=reverse(self.inspect_url_name, args=[self.object.case_id]),
        )
        return self.render_to_response(context, status=410 if is_gone else 409)

    def get_page_subtitle(self) -> str:
        return str(self.object.case)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        case = self.object.case
        return [
            *self.breadcrumbs_items,
            {"url": reverse(self.index_url_name), "label": _("Cases")},
            {"url": reverse(self.inspect_url_name, args=[case.pk]), "label": str(case)},
            {"url": "", "label": self.get_page_title()},
        ]
