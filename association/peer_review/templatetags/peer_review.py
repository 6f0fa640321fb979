"""Words of the room for templates."""

from django import template

from association.peer_review.enums import Verb

register = template.Library()


@register.filter
def verb_in_words(verb: str) -> str:
    """Return what an event's verb says; one that is not known any more stands for itself."""
    return str(Verb(verb).label) if verb in Verb else verb
