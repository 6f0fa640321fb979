from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from association.core.inline import inlined

register = template.Library()


@register.simple_tag
def inline_style(*paths: str) -> SafeString:
    """Put static style sheets into the page; the view allows them with `allow_inline`."""
    return format_html("<style>{}</style>", inlined(*paths).text)


@register.simple_tag
def inline_script(*paths: str) -> SafeString:
    """Put static scripts into the page; the view allows them with `allow_inline`."""
    return format_html("<script>{}</script>", inlined(*paths).text)
