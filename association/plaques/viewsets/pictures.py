"""The plaque's picture, and the public page as a measure would make it."""

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.core.models import AssociationProfile
from association.plaques.artwork import MissingCharacters, draw_plaque
from association.plaques.enums import MeasureKind
from association.plaques.forms import LONGEST_REASON
from association.plaques.models import Plaque
from association.plaques.selectors import foretell, with_public_facts


class PictureView(PermissionCheckedMixin, View):
    """The picture as PNG."""

    model = Plaque
    permission_required = "view"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plaque = get_object_or_404(Plaque.objects.select_related("school"), pk=pk)
        try:
            png = draw_plaque(plaque, issuer=AssociationProfile.load(request_or_site=request))
        except MissingCharacters as missing:
            raise Http404(str(missing)) from missing
        return FileResponse(png, content_type="image/png", filename=f"{plaque.number}.png")


@method_decorator(xframe_options_sameorigin, name="dispatch")
class PreviewView(PermissionCheckedMixin, View):
    """The very page parents would read, drawn by the public template, inside a frame."""

    model = Plaque
    permission_required = "view"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plaque = get_object_or_404(with_public_facts(Plaque.objects.all()), pk=pk)
        kind = request.GET.get("kind")
        if kind not in MeasureKind.values:
            raise Http404
        reason = request.GET.get("reason", "")[:LONGEST_REASON]
        context: dict[str, Any] = {"plaque": foretell(plaque, kind=kind, reason=reason)}
        return render(request, "plaques/verify_result.html", context)
