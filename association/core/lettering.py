"""The typeface for what is printed and drawn: Noto Sans SC, and which characters it has."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from fontTools.ttLib import TTFont

FONT = "fonts/ofl/notosanssc/NotoSansSC[wght].ttf"


def font_path() -> Path:
    """Return where the installed typeface (SIL Open Font Licence) lies."""
    return Path(str(files("justmytype_intl_cjk").joinpath(FONT)))


def missing_characters(text: str) -> str:
    """Return the characters of a text that the typeface lacks, each once."""
    return "".join(sign for sign in dict.fromkeys(text) if ord(sign) not in _drawable())


@cache
def _drawable() -> frozenset[int]:
    with TTFont(font_path(), lazy=True) as font:
        return frozenset(font.getBestCmap())
