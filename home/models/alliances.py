from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from association.alliances.models import Alliance
from association.core import panels
from home.blocks import BodyBlock
from home.lists import school_list
from home.models.bilingual import BilingualPage, Wording
from home.selectors import alliance_figures


class AlliancesPage(BilingualPage):
    """The four alliances side by side, in the association's own words."""

    body_zh = StreamField(BodyBlock(), verbose_name=_("text in Chinese"), blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("text in English"), blank=True)

    template = "pages/alliances_page.html"
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.AlliancePage"]
    max_count = 1

    content_panels = [
        *BilingualPage.content_panels,
        FieldPanel("body_zh"),
        FieldPanel("body_en"),
    ]

    class Meta:
        verbose_name = _("page of the four alliances")

    @property
    def shown_body(self) -> Wording:
        return self.wording("body_zh", "body_en")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "shown_body": self.shown_body,
            "alliances": alliance_figures(),
        }


class AlliancePage(BilingualPage):
    """One alliance: what its schools do together, and who they are (联盟页面)."""

    alliance = models.OneToOneField(
        Alliance, on_delete=models.PROTECT, related_name="page", verbose_name=_("alliance")
    )
    body_zh = StreamField(BodyBlock(), verbose_name=_("text in Chinese"), blank=True)
    body_en = StreamField(BodyBlock(), verbose_name=_("text in English"), blank=True)

    template = "pages/alliance_page.html"
    parent_page_types = ["home.AlliancesPage"]
    subpage_types: list[str] = []
    max_count = 4

    content_panels = [
        *BilingualPage.content_panels,
        FieldPanel("alliance"),
        FieldPanel("body_zh"),
        FieldPanel("body_en"),
    ]

    class Meta:
        verbose_name = _("page of an alliance")

    @property
    def shown_body(self) -> Wording:
        return self.wording("body_zh", "body_en")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the alliance's members, searched by the request's parameters, and what rooms tell."""
        return (
            super().get_context(request, *args, **kwargs)
            | school_list(request, alliance=self.alliance.code)
            | {
                "shown_body": self.shown_body,
                "panels": panels.alliance_page.panels(subject=self.alliance, user=None),
            }
        )
