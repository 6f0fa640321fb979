"""Password rules after NIST SP 800-63B: length and blocklists, nothing on kinds of characters."""

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from association.core.models import AssociationProfile

LEFT_OVER = 8  # characters a password still needs once the names in it are taken out
SHORTEST_NAME = 4  # shorter words are no names: they would be found everywhere

_known_names: list[Callable[[Any], Iterable[str]]] = []


def register_names(names_of: Callable[[Any], Iterable[str]]) -> None:
    """Let a room name what a person's password should not be made of; called in ready().

    names_of(user): names that others know or see, for example of the user's school.
    """
    _known_names.append(names_of)


class NotMadeOfNamesValidator:
    """Refuse passwords made of the association's, the site's or the school's own names."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError where little is left without the names."""
        rest = _plain(password)
        for name in sorted(_names(user), key=len, reverse=True):
            rest = rest.replace(name, "")
        if len(rest) < LEFT_OVER and rest != _plain(password):
            raise ValidationError(
                _("This password is made of names that others know. Choose other words."),
                code="password_of_names",
            )

    def get_help_text(self) -> str:
        return _("It must not be made of the names of the association, the site or the school.")


def _names(user: Any) -> set[str]:
    profile = AssociationProfile.load()
    told = [
        profile.name_zh,
        *profile.name_en.split(),
        settings.WAGTAIL_SITE_NAME,
        *(urlsplit(settings.SITE_URL).hostname or "").split("."),
        *getattr(user, "names_to_avoid", ()),
    ]
    if getattr(user, "pk", None):
        told += [name for names_of in _known_names for name in names_of(user)]
    names = {_plain(name) for name in told}
    return {name for name in names if len(name) >= (SHORTEST_NAME if name.isascii() else 2)}


def _plain(text: str) -> str:
    """Return a text without blanks and signs, in one case and one width."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
