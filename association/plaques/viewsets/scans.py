"""How often plaques were scanned, and what about it the clerk may want to look into."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from association.alliances.enums import AllianceCode
from association.plaques.enums import PublicState
from association.plaques.models import Plaque
from association.plaques.selectors import odd_scans, scan_days
from association.plaques.selectors.scans import CODES, RECENT_DAYS, SHOWN_DAYS, ScanDay


class ScansView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Scans by day and alliance, days far above the usual, and plaques that should not hang."""

    model = Plaque
    permission_required = "view"
    template_name = "plaques/admin/scans.html"
    page_title = _("Scans")
    header_icon = "view"
    index_url_name = ""
    http_method_names = ["get", "head"]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(self.index_url_name), "label": _("Plaques")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        days, spikes = scan_days()
        counted = [day for day in days if day.total]
        return super().get_context_data(
            shown_days=SHOWN_DAYS,
            recent_days=RECENT_DAYS,
            alliances=[alliance_label(code) for code in CODES],
            days=counted,
            bars=_bars(counted),
            spikes=[
                {"spike": spike, "alliance": alliance_label(spike.alliance_code)}
                for spike in spikes
            ],
            odd=[row | {"state_label": PublicState(row["state"]).label} for row in odd_scans()],
            **kwargs,
        )


def alliance_label(code: str) -> str:
    """Return an alliance's name, or what stands for schools that are members no more."""
    return str(AllianceCode(code).label) if code else pgettext("alliance", "Left")


def _bars(days: list[ScanDay]) -> list[dict[str, Any]]:
    """Return the rows of components/bar_chart.html: one for each alliance."""
    sums = [sum(day.counts[place] for day in days) for place in range(len(CODES))]
    most = max([*sums, 1])
    return [
        {"label": alliance_label(code), "value": scans, "percent": scans * 100 // most}
        for code, scans in zip(CODES, sums, strict=True)
        if code or scans
    ]
