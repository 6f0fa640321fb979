"""What an editor can put into the body of a page."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)
from wagtail.images.blocks import ImageChooserBlock

# Headings are blocks of their own, pictures want an alternative text: neither is typed in here.
FEATURES = ["bold", "ol", "ul", "link", "document-link"]


class PictureBlock(StructBlock):
    """A picture with the words for those who cannot see it."""

    image = ImageChooserBlock(label=_("Picture"))
    alternative = CharBlock(
        label=_("Alternative text"),
        max_length=160,
        help_text=_("What the picture shows, for readers who cannot see it. No faces of children."),
    )
    caption = CharBlock(label=_("Caption"), max_length=160, required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "home/blocks/picture.html"


class QuoteBlock(StructBlock):
    """Somebody's words."""

    # Wagtail counts "Words"; these are somebody's.
    words = TextBlock(label=pgettext_lazy("quote", "Words"), max_length=600)
    source = CharBlock(label=_("Whose words"), max_length=120, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "home/blocks/quote.html"


class FactBlock(StructBlock):
    """One line of a small table: what, and its value."""

    label = CharBlock(label=_("What"), max_length=40)
    value = CharBlock(label=_("Value"), max_length=200)


class BodyBlock(StreamBlock):
    """The body of a page."""

    heading = CharBlock(
        label=_("Heading"),
        max_length=80,
        icon="title",
        form_classname="title",
        template="home/blocks/heading.html",
    )
    paragraph = RichTextBlock(label=_("Text"), features=FEATURES, icon="pilcrow")
    picture = PictureBlock()
    quote = QuoteBlock()
    facts = ListBlock(
        FactBlock(), label=_("Small table"), icon="list-ul", template="home/blocks/facts.html"
    )
