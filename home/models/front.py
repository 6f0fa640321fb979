from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import PagePermissionTester

from association.core import clock
from association.violations.models import NoticePage
from home.models.bilingual import BilingualPage
from home.models.news import NewsPage
from home.selectors import alliance_figures, chart_rows, totals

NEWS_SHOWN = 5


class HomePermissionTester(PagePermissionTester):
    """The first page stays as long as there are notices below it: they are kept."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return not NoticePage.objects.exists() and super().can_delete(ignore_bulk)

    def can_set_view_restrictions(self) -> bool:
        """Nobody hides the site, and with it all notices, behind a password."""
        return False


class HomePage(BilingualPage):
    """The first page: look a plaque up, the four alliances, who has signed, the latest news."""

    headline_zh = models.CharField(_("headline in Chinese"), max_length=60)
    headline_en = models.CharField(_("headline in English"), max_length=120, blank=True)

    template = "pages/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.AlliancesPage",
        "home.PledgePage",
        "home.NewsIndexPage",
        "violations.NoticeIndexPage",
    ]
    max_count = 1

    content_panels = [
        MultiFieldPanel(
            [FieldPanel("headline_zh"), FieldPanel("headline_en")], heading=_("Headline")
        ),
        *BilingualPage.content_panels,
    ]

    class Meta:
        verbose_name = _("home page")

    def permissions_for_user(self, user: Any) -> HomePermissionTester:
        return HomePermissionTester(user, self)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the page counts, fresh for each request."""
        figures = alliance_figures()
        return super().get_context(request, *args, **kwargs) | {
            "headline": self.wording("headline_zh", "headline_en"),
            "alliances": figures,
            "totals": totals(figures),
            "signed_rows": chart_rows(figures, "signed"),
            "hung_rows": chart_rows(figures, "hung"),
            "as_of": clock.now(),
            "news": [page.line(request) for page in NewsPage.objects.published()[:NEWS_SHOWN]],
        }
