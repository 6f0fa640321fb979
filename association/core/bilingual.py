"""Texts kept in Chinese and English side by side."""

from django.utils.translation import get_language


class Bilingual:
    """`record.in_language("title")` reads `title_zh` or `title_en` by the page's language."""

    def in_language(self, field: str, language: str | None = None) -> str:
        """Return the text in a language, Chinese where there is no English.

        field: the name without its suffix. language: a code; the active one when None.
        """
        wanted = language or get_language() or ""
        english = getattr(self, f"{field}_en") if wanted.startswith("en") else ""
        return english or getattr(self, f"{field}_zh")
