from django import template

from association.core.bilingual import Bilingual

register = template.Library()


@register.simple_tag
def in_language(record: Bilingual, field: str) -> str:
    """Return a bilingual field in the reader's language: `{% in_language covenant "title" %}`."""
    return record.in_language(field)
