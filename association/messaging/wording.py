"""The words of messages: shipped with each room, changed by the secretariat, filled in per event.

A room registers a TOML file. Each table is a kind of message with `name_zh`, `name_en`, the
`subject`, `body` and optional `short` text in both languages, and `samples`: for each word that may
stand in braces, an example in Chinese and in English.
"""

import datetime as dt
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format

from association.core.bilingual import Bilingual

LANGUAGES = {"zh": "zh-hans", "en": "en"}
PARTS = ("subject", "body", "short")
FIELDS = tuple(f"{part}_{language}" for part in PARTS for language in LANGUAGES)
BRACED = re.compile(r"\{([^{}\s]*)\}")
# What a person is told in one line of a letter's head or of a telephone.
LONGEST = {"subject_zh": 200, "subject_en": 300, "short_zh": 200, "short_en": 300}


@dataclass(frozen=True, kw_only=True)
class Kind(Bilingual):
    """One kind of message, with the words it is shipped with.

    samples: an example in each language for each word that may stand in braces.
    """

    code: str
    name_zh: str
    name_en: str
    words: Mapping[str, str]
    samples: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.in_language("name")

    def sample(self, language: str) -> dict[str, str]:
        """Return the examples in a language, "zh" or "en"."""
        place = list(LANGUAGES).index(language)
        return {word: examples[place] for word, examples in self.samples.items()}


_kinds: dict[str, Kind] = {}


def register_kinds(path: Path) -> None:
    """Read a room's kinds of messages; called once, in AppConfig.ready().

    Raises ValueError for a kind that exists, a text that is missing, or a word in braces that has
    no example.
    """
    for code, table in tomllib.loads(path.read_text("utf-8")).items():
        kind = _kind(code, table)
        if code in _kinds:
            message = f"two kinds of message are called {code}"
            raise ValueError(message)
        _kinds[code] = kind


def kind_of(code: str) -> Kind:
    """Return a kind of message. Raises KeyError for an unknown one."""
    return _kinds[code]


def all_kinds() -> list[Kind]:
    """Return every kind of message, in the order of the rooms."""
    return list(_kinds.values())


def unknown_words(text: str, kind: Kind) -> list[str]:
    """Return what stands in braces and is no word of this kind."""
    return [word for word in BRACED.findall(text) if word not in kind.samples]


def fill(texts: Mapping[str, str], words: Mapping[str, Any]) -> dict[str, str]:
    """Return the six texts of a message with its words filled in.

    texts: by field, as `FIELDS` names them. words: dates, numbers, texts, or functions without
    arguments, read anew in each language. A word that was not given stays in its braces.
    """
    filled = {}
    for short, language in LANGUAGES.items():
        with translation.override(language):
            told = {word: in_words(value) for word, value in words.items()}
        for part in PARTS:
            name = f"{part}_{short}"
            filled[name] = fill_text(texts[name], told)[: LONGEST.get(name)]
            if part != "body":
                # A line break in a name would be an attack on the letter's head.
                filled[name] = " ".join(filled[name].split())
    return filled


def fill_text(text: str, words: Mapping[str, str]) -> str:
    """Return a text with each word in braces replaced. Lines that end up empty twice close up."""
    filled = BRACED.sub(lambda found: words.get(found[1], found[0]), text)
    return re.sub(r"\n{3,}", "\n\n", filled).strip()


def in_words(value: Any) -> str:
    """Return a value as people read it, in the active language."""
    if isinstance(value, Callable):
        value = value()
    if isinstance(value, dt.datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, dt.date):
        return date_format(value, "DATE_FORMAT")
    return "" if value is None else str(value)


def _kind(code: str, table: dict[str, Any]) -> Kind:
    samples = {word: tuple(examples) for word, examples in table.get("samples", {}).items()}
    words = {name: table.get(name, "").strip() for name in FIELDS}
    kind = Kind(
        code=code,
        name_zh=table["name_zh"],
        name_en=table["name_en"],
        words=words,
        samples=samples,
    )
    for name, text in words.items():
        if not text and not name.startswith("short"):
            message = f"{code}: {name} is missing"
            raise ValueError(message)
        if unknown := unknown_words(text, kind):
            message = f"{code}: {name} has words without an example: {', '.join(unknown)}"
            raise ValueError(message)
    return kind
