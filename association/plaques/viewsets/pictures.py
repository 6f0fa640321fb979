"""The plaque as picture, print file and proof, and the public page as a measure would make it."""

import datetime as dt
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_date
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.core.downloads import download_of
from association.core.models import AssociationProfile
from association.plaques.artwork import (
    MissingCharacters,
    colourway_of,
    draw_plaque,
    print_sheet,
    proof_sheet,
)
from association.plaques.enums import Colourway, MeasureKind
from association.plaques.forms import LONGEST_REASON
from association.plaques.models import Plaque
from association.plaques.selectors import foretell, with_public_facts
from association.plaques.views.verification import show


class OutputView(PermissionCheckedMixin, View):
    """One plaque in one of its outputs. `?colours=` chooses a colourway other than its own."""

    model = Plaque
    permission_required = "view"
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plaque = get_object_or_404(Plaque.objects.select_related("school", "batch"), pk=pk)
        colours = request.GET.get("colours", colourway_of(plaque))
        if colours not in Colourway.values:
            raise Http404
        issuer = AssociationProfile.load(request_or_site=request)
        try:
            return self.answer(plaque, issuer=issuer, colourway=colours)
        except MissingCharacters as missing:
            return self.refuse(plaque, missing)

    def answer(self, plaque: Plaque, **look: Any) -> HttpResponse:
        """Return the file. Raises MissingCharacters."""
        raise NotImplementedError

    def refuse(self, plaque: Plaque, missing: MissingCharacters) -> HttpResponse:
        """Go back to the plaque and say which characters are to be looked at."""
        messages.error(self.request, str(missing))
        return redirect("plaque_admin:inspect", plaque.pk)


class PictureView(OutputView):
    """The picture as PNG, for screens."""

    def answer(self, plaque: Plaque, **look: Any) -> HttpResponse:
        png = draw_plaque(plaque, **look)
        return FileResponse(png, content_type="image/png", filename=f"{plaque.number}.png")

    def refuse(self, plaque: Plaque, missing: MissingCharacters) -> HttpResponse:
        raise Http404(str(missing)) from missing


class PrintView(OutputView):
    """The print shop's PDF of one plaque, for whoever has plaques made."""

    permission_required = "issue"

    def answer(self, plaque: Plaque, **look: Any) -> HttpResponse:
        name = f"{plaque.number}-{plaque.serial}.pdf"
        pdf = BytesIO(print_sheet([plaque], **look))
        return download_of(FileResponse(pdf, as_attachment=True, filename=name), plaque)


class ProofView(OutputView):
    """A small plaque on A4, to be read before it is made."""

    def answer(self, plaque: Plaque, **look: Any) -> HttpResponse:
        name = f"{plaque.number}-proof.pdf"
        return FileResponse(BytesIO(proof_sheet([plaque], **look)), filename=name)


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
        named = request.GET.get("promise", "")
        promises = plaque.pledge.covenant_version.promises.filter(code=named)
        told = foretell(
            plaque,
            kind=kind,
            reason=reason,
            promise=promises.first(),
            until=_day(request.GET.get("until", "")),
            told_until=_day(request.GET.get("told_until", "")),
        )
        return show(request, told)


def _day(typed: str) -> dt.date | None:
    try:
        return parse_date(typed)
    except ValueError:
        return None
