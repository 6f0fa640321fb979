"""A cell as a clean text."""

import re
import unicodedata
from datetime import date, datetime

from association.alliances.roster.sheet import Cell, Unreadable

# What people write where there is nothing to write, after NFKC.
NOTHING = {"", "无", "暂无", "/", "\\", "-", "--", "—", "——", "N/A", "n/a", "NULL", "null"}

HAN = r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff，。、；：（）《》“”·]"
BETWEEN_HAN = re.compile(rf"(?<={HAN})\s+(?={HAN})")
DASHES = re.compile(r"[\u2010-\u2015\u2212\u2500\uff0d\u30fc]+")
LINE_BREAKS = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


def as_text(cell: Cell) -> str:
    """Return what the cell says: no control or unseen characters, single inner spaces, trimmed.

    Whole floats lose their ".0", dates are ISO 8601. Letters and digits keep their width.
    """
    match cell:
        case None:
            return ""
        case Unreadable(text=text):
            return visible(text)
        case bool():
            return str(cell).upper()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
        case date():
            return cell.isoformat()
    return visible(str(cell))


def visible(text: str) -> str:
    """Return the text without controls and unseen characters, spaces made single."""
    spaced = LINE_BREAKS.sub(" ", text)
    if not spaced.isprintable():
        spaced = "".join(
            c for c in spaced if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"}
        )
    return " ".join(spaced.split())


def value_of(cell: Cell) -> str:
    """Return the cell's text, or "" where it only says that there is nothing."""
    text = as_text(cell)
    return "" if unicodedata.normalize("NFKC", text) in NOTHING else text


def narrow(text: str) -> str:
    """Return the text as parsers compare it: NFKC, no white space, every dash a hyphen."""
    joined = "".join(unicodedata.normalize("NFKC", text).split())
    # Joining can bring new compositions: "A" and a loose accent become one sign.
    return DASHES.sub("-", unicodedata.normalize("NFKC", joined))


def close_up(text: str) -> str:
    """Return the text without the spaces between Chinese characters."""
    return BETWEEN_HAN.sub("", text)
