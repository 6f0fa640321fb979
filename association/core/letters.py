"""Letters by e-mail, in Chinese and English, each to one person."""

from collections.abc import Iterable
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation

from association.core.models import AssociationProfile

LANGUAGES = ("zh-hans", "en")


def letter(name: str, context: dict[str, Any], *, to: str) -> EmailMessage:
    """Return a letter with its text in each language.

    name: of the templates `<name>.txt` and `<name>_subject.txt`. context: what they read; `issuer`,
    the association, is added. to: an e-mail address.
    """
    context = {"issuer": AssociationProfile.load()} | context
    # A line break in a name would be an attack on the header, or stop the letter.
    subjects = [" ".join(s.split()) for s in _in_each_language(f"{name}_subject.txt", context)]
    texts = _in_each_language(f"{name}.txt", context)
    return EmailMessage(subject=" / ".join(subjects), body="\n\n".join(texts), to=[to])


def send_letters(letters: Iterable[EmailMessage]) -> int:
    """Send letters over one connection; return how many were sent."""
    written = list(letters)
    return get_connection().send_messages(written) or 0 if written else 0


def _in_each_language(template: str, context: dict[str, Any]) -> list[str]:
    texts = []
    for language in LANGUAGES:
        with translation.override(language):
            texts.append(render_to_string(template, context).strip())
    return texts
