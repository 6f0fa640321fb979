from typing import Any, NamedTuple

from django.db import models
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page

CHINESE, ENGLISH = "zh-Hans", "en"


class Wording(NamedTuple):
    """Words with the language they are in, for the `lang` attribute."""

    words: Any
    lang: str


def opening_panels(title: FieldPanel) -> list[MultiFieldPanel]:
    """Return the panels a page's form begins with. title: one that fills in the slug, or not."""
    return [
        MultiFieldPanel([title, FieldPanel("title_en")], heading=_("Title")),
        MultiFieldPanel(
            [FieldPanel("intro_zh"), FieldPanel("intro_en")], heading=_("Introduction")
        ),
    ]


class BilingualPage(Page):
    """A page in Chinese, with English beside it where the editor has written some (双语页面).

    Where there is no English, the Chinese is shown and marked as Chinese.
    """

    title_en = models.CharField(_("title in English"), max_length=160, blank=True)
    intro_zh = models.TextField(_("introduction in Chinese"), max_length=300, blank=True)
    intro_en = models.TextField(_("introduction in English"), max_length=600, blank=True)

    content_panels = opening_panels(FieldPanel("title"))
    # No address here: menus and the footer lead to these pages by it.
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        abstract = True

    def wording(self, chinese: str, english: str) -> Wording:
        """Return one of two fields by the reader's language; the Chinese one where it is empty.

        chinese, english: names of fields.
        """
        wants_english = (get_language() or "").startswith("en")
        if wants_english and getattr(self, english):
            return Wording(getattr(self, english), ENGLISH)
        return Wording(getattr(self, chinese), CHINESE)

    @property
    def shown_title(self) -> Wording:
        return self.wording("title", "title_en")

    @property
    def shown_intro(self) -> Wording:
        return self.wording("intro_zh", "intro_en")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context(request, *args, **kwargs) | {
            "shown_title": self.shown_title,
            "shown_intro": self.shown_intro,
        }
