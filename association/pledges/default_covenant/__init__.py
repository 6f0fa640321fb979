"""The covenant texts that come with the site: a start for an association, never its last word.

Each edition is a TOML file with both languages side by side. A test holds their wording inside the
bounds of the law: no award, no price, no boycott, no act that only an authority may do.
"""

import tomllib
from enum import StrEnum
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Edition(StrEnum):
    """The shipped texts, by the year they were written for."""

    OF_2024 = "2024"
    OF_2026 = "2026"


LATEST = Edition.OF_2026


def read_edition(edition: str) -> dict[str, Any]:
    """Return a shipped text.

    edition: one of Edition. The mapping holds title, preamble and closing (each with `_zh` and
    `_en`) and `promises`; a promise holds code, key, title, text, `checks` and `breaches`; each of
    these holds code and text. Raises ValueError for an edition that does not exist.
    """
    path = HERE / f"edition_{Edition(edition)}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
