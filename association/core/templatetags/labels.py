from django import template

register = template.Library()


@register.filter
def without_stop(label: str) -> str:
    """Return a field's label without the full stop of a sentence, to be followed by a colon."""
    return str(label).rstrip(".。")
