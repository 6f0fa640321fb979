from typing import Any, Self

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager, PageQuerySet

from association.core import clock
from home.blocks import BodyBlock
from home.models.bilingual import BilingualPage, Wording, opening_panels

NEWS_A_PAGE = 10


class NewsQuerySet(PageQuerySet):
    """What readers see of the news."""

    def published(self) -> Self:
        """Live news, latest first."""
        return self.live().public().order_by("-date", "-pk")


class NewsIndexPage(BilingualPage):
    """All news, latest first."""

    template = "pages/news_index_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.NewsPage"]
    max_count = 1

    class Meta:
        verbose_name = _("list of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        news = NewsPage.objects.child_of(self).published()
        listed = Paginator(news, NEWS_A_PAGE).get_page(request.GET.get("page"))
        return super().get_context(request, *args, **kwargs) | {
            "list_page": listed,
            "news": [page.line(request) for page in listed.object_list],
        }


class NewsPage(BilingualPage):
    """A piece of news or an announcement (协会动态)."""

    date = models.DateField(_("date"), default=clock.today)
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown above the text. Its description is read to those who cannot see it."),
    )
    body_zh = StreamField(BodyBlock(), verbose_name=_("text in Chinese"))
    body_en = StreamField(BodyBlock(), verbose_name=_("text in English"), blank=True)

    objects = PageManager.from_queryset(NewsQuerySet)()

    template = "pages/news_page.html"
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: list[str] = []

    content_panels = [
        # Its class is left out: in Wagtail's large type an empty field has no visible edge.
        *opening_panels(TitleFieldPanel("title", classname="")),
        MultiFieldPanel([FieldPanel("date"), FieldPanel("picture")], heading=_("Date and picture")),
        FieldPanel("body_zh"),
        FieldPanel("body_en"),
    ]
    promote_panels = [FieldPanel("slug"), *BilingualPage.promote_panels]

    class Meta:
        verbose_name = _("news page")
        verbose_name_plural = _("news")

    @property
    def shown_body(self) -> Wording:
        return self.wording("body_zh", "body_en")

    def line(self, request: HttpRequest) -> dict[str, Any]:
        """Return the page as an item of components/news_list.html."""
        title = self.shown_title
        return {
            "title": title.words,
            "url": self.get_url(request),
            "date": self.date,
            "summary": self.shown_intro.words,
            "lang": title.lang,
        }

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {"shown_body": self.shown_body}
