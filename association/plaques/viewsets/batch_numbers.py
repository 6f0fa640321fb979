"""How plaques are numbered here, with an example drawn; and a plaque drawn before it is issued."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View

from association.alliances.enums import CampusKind
from association.alliances.models import Campus, School
from association.core.models import AssociationProfile
from association.plaques.artwork import MissingCharacters, draw_plaque
from association.plaques.checks import FORMAT_SETTINGS, number_format_problems
from association.plaques.enums import Colourway, NumberSeries
from association.plaques.selectors import expected_number, specimen
from association.plaques.viewsets.batch_pages import BatchView

# Stands on the drawn example; the plaque is Chinese whatever the page around it speaks.
EXAMPLE_SCHOOL = "示例学校（样张）"


class NumberFormatsView(BatchView, TemplateView):
    """Each series: its form, what comes next, and which settings change it."""

    template_name = "plaques/admin/batch_numbers.html"
    page_title = _("Number formats")
    header_icon = "tag"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = number_format_problems()
        return super().get_context_data(
            problems=problems,
            # What does not work cannot be shown by example.
            series=[] if problems else [_series(series) for series in NumberSeries],
            **kwargs,
        )


def _series(series: NumberSeries) -> dict[str, Any]:
    prefix, pattern = settings.PLAQUE_NUMBER_FORMATS[series]
    prefix_setting, pattern_setting = FORMAT_SETTINGS[series]
    return {
        "code": series.value,
        "label": series.label,
        "prefix": prefix,
        "pattern": pattern,
        "prefix_setting": prefix_setting,
        "pattern_setting": pattern_setting,
        "expected": expected_number(series),
    }


class SpecimenView(BatchView, View):
    """A plaque with number 0, which is never given out: of a made-up school, or of `campus`."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, series: str) -> FileResponse:
        if series not in NumberSeries.values:
            raise Http404
        campus = self._campus(series)
        colours = request.GET.get("colours")
        try:
            png = draw_plaque(
                specimen(campus.school, campus),
                issuer=AssociationProfile.load(request_or_site=request),
                colourway=colours if colours in Colourway.values else Colourway.PAPER,
            )
        except MissingCharacters as missing:
            raise Http404(str(missing)) from missing
        return FileResponse(png, content_type="image/png", filename=f"specimen-{series}.png")

    def _campus(self, series: str) -> Campus:
        if (pk := self.request.GET.get("campus", "")).isdecimal() and len(pk) <= 18:
            return get_object_or_404(Campus.objects.select_related("school"), pk=pk)
        kind = CampusKind.MAIN if series == NumberSeries.MAIN else CampusKind.CAMPUS
        return Campus(school=School(name=EXAMPLE_SCHOOL), kind=kind)
