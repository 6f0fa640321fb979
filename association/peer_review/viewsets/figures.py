"""What visits came to, for the secretariat and as a list for an authority."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button, HeaderButton

from association.core import clock
from association.core.charts import Chart, stacked_bars
from association.core.spreadsheets import XLSX
from association.peer_review.forms.figures import YearForm
from association.peer_review.permissions import finding_policy
from association.peer_review.selectors.cases import alliances_by_part, read_cases, years_of_visits
from association.peer_review.selectors.figures import LEAST_VISITS, Figures, figures_of
from association.peer_review.sheets import visits_sheet
from association.peer_review.viewsets.observations import ObservationsView
from association.pledges.enums import VersionStatus
from association.pledges.models import Promise


class FiguresMenuItem(MenuItem):
    """Shown to those who may read findings."""

    def is_shown(self, request: HttpRequest) -> bool:
        return finding_policy.user_has_permission(request.user, "view")


class YearMixin(PermissionCheckedMixin):
    """A page of one year's visits, or of all of them."""

    permission_policy = finding_policy
    permission_required = "view"

    @cached_property
    def form(self) -> YearForm:
        return YearForm(self.request.GET or None, years=years_of_visits())

    @property
    def year(self) -> int | None:
        """The chosen year; None for all, and where what was asked for is no year of visits."""
        return self.form.cleaned_data.get("year") if self.form.is_valid() else None


class FiguresView(YearMixin, WagtailAdminTemplateMixin, TemplateView):
    """Visits, findings and how they were mended: of all, by round and by alliance."""

    template_name = "peer_review/admin/figures.html"
    page_title = _("Visits in figures")
    header_icon = "table"
    http_method_names = ["get", "head"]

    @cached_property
    def header_buttons(self) -> list[Button]:
        asked = f"?{urlencode({'year': self.year})}" if self.year else ""
        url = reverse("visit_figures:sheet") + asked
        buttons = [HeaderButton(_("Download for Excel"), url=url, icon_name="download")]
        if self.user_has_permission("decide"):
            beside = reverse("visit_figures:observations")
            buttons.append(HeaderButton(_("How visitors note"), url=beside, icon_name="view"))
        return buttons

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        figures = figures_of(year=self.year)
        promises = _promises(figures.whole)
        return super().get_context_data(
            **kwargs,
            form=self.form,
            year=self.year,
            figures=figures,
            promises=promises,
            chart=_chart(promises),
            bars=_bars(figures.by_alliance),
            least=LEAST_VISITS,
        )

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        status = 422 if self.form.errors else 200
        return super().render_to_response(context, status=status, **kwargs)


class SheetView(YearMixin, View):
    """The visits of a year for Excel, one line each."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> HttpResponse:
        if not self.form.is_valid() and self.form.is_bound:
            return HttpResponse(
                self.form.errors["year"].as_text(), status=422, content_type="text/plain"
            )
        cases, _waiting = read_cases(alliances_by_part(), year=self.year)
        name = f"visits-{clock.today():%Y-%m-%d}.xlsx"
        return HttpResponse(
            visits_sheet(cases),
            content_type=XLSX,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _promises(whole: Figures) -> list[dict[str, Any]]:
    """Return findings by promise, with the words of the covenant in force."""
    current = Promise.objects.filter(version__status=VersionStatus.CURRENT)
    titles = {each.code: each.title for each in current}
    return [
        {"code": code, "title": titles.get(code, ""), "counts": counts, "total": sum(counts)}
        for code, counts in whole.by_promise.items()
    ]


def _chart(promises: list[dict[str, Any]]) -> Chart | None:
    return stacked_bars({f"{row['code']} {row['title']}": row["counts"] for row in promises})


def _bars(alliances: list[tuple[Any, Figures]]) -> list[dict[str, Any]]:
    """Return the rows of components/bar_chart.html: visits by alliance."""
    most = max([figures.visits for _alliance, figures in alliances] + [1])
    return [
        {
            "label": str(alliance),
            "value": figures.visits,
            "percent": figures.visits * 100 // most,
        }
        for alliance, figures in alliances
    ]


class FiguresViewSet(ViewSet):
    """Figures in the admin's menu, after the rounds they come from."""

    name = "visit_figures"
    url_prefix = "visit-figures"
    icon = "table"
    menu_label = _("Visits in figures")
    menu_order = 173
    menu_item_class = FiguresMenuItem
    add_to_admin_menu = True

    @property
    def menu_name(self) -> str:
        return self.name

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(FiguresView), name="index"),
            path("visits.xlsx", self.construct_view(SheetView), name="sheet"),
            path("observations/", self.construct_view(ObservationsView), name="observations"),
        ]
