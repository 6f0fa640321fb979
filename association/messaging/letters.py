"""A message as a letter: greeting, words, where to go, who writes. Chinese first, then English."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from association.core.models import AssociationProfile
from association.messaging.models import Message
from association.messaging.wording import LANGUAGES


def letter_texts(message: Message) -> tuple[str, str]:
    """Return subject and body of a message's letter."""
    subject = f"{message.subject_zh} / {message.subject_en}"
    return subject, "\n\n".join(_in(message, language) for language in LANGUAGES)


def short_text(message: Message) -> str:
    """Return what a telephone shows: who writes, then the short text, in Chinese."""
    with translation.override(LANGUAGES["zh"]):
        return f"【{AssociationProfile.load().name}】{message.short_zh}"


def _in(message: Message, language: str) -> str:
    with translation.override(LANGUAGES[language]):
        context = {
            "person": message.recipient,
            "body": message.body,
            "url": settings.SITE_URL + message.link if message.link else "",
            "issuer": AssociationProfile.load(),
        }
        return render_to_string("messaging/mail/letter.txt", context).strip()
