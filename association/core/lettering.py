"""The typeface for what is printed and drawn: Noto Sans SC, and which characters it has."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONT = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"
UNKNOWN = "〓"  # the printer's sign for a character that a typeface lacks


def font_path() -> Path:
    """Return where the installed typeface (SIL Open Font Licence) lies."""
    return Path(str(files("justmytype_intl_cjk").joinpath(FONT)))


def missing_characters(text: str) -> str:
    """Return the characters of a text that the typeface lacks, each once."""
    return "".join(sign for sign in dict.fromkeys(text) if ord(sign) not in _drawable())


def drawable(value: Any) -> Any:
    """Return values, nested as they may be, with 〓 for every character the typeface lacks."""
    if isinstance(value, str):
        lacking = missing_characters(value.replace("\n", ""))
        return value.translate({ord(sign): UNKNOWN for sign in lacking}) if lacking else value
    if isinstance(value, dict):
        return {name: drawable(part) for name, part in value.items()}
    return [drawable(part) for part in value] if isinstance(value, list | tuple) else value


@cache
def _drawable() -> frozenset[int]:
    with TTFont(font_path(), lazy=True) as font:
        return frozenset(font.getBestCmap())
