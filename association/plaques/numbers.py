"""Plaque numbers: `SC-2026-0037-K`, the last place a check character (ISO 7064 MOD 37,36).

The check character catches every single wrong character and every swap of two neighbours, so no
slip of the finger finds another school's plaque.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from stdnum.iso7064 import mod_37_36

_PARTS = re.compile(r"(?P<prefix>[A-Z]+)(?P<year>\d{4})(?P<sequence>\d{4,6})(?P<check>[0-9A-Z])")
_WITHOUT_CHECK = re.compile(r"[A-Z]+\d{8,10}")
_CHINESE = re.compile(r"\((?P<year>\d{4})\)第?(?P<sequence>\d{1,6})号?(?P<check>[0-9A-Z]?)$")


class Problem(Enum):
    """Why a typed number cannot be looked up."""

    EMPTY = "empty"
    MALFORMED = "malformed"
    NO_CHECK_CHARACTER = "no_check_character"
    TYPO = "typo"


class UnreadableNumber(ValueError):
    """A typed number that names no plaque. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class PlaqueNumber:
    """A number as the association gives it out. year: four digits; sequence: from 1."""

    year: int
    sequence: int

    @property
    def ascii(self) -> str:
        """The form people read and type, as SC-2026-0037-K."""
        prefix = settings.PLAQUE_NUMBER_PREFIX
        body = f"{prefix}{self.year}{self.sequence:04d}"
        return f"{prefix}-{self.year}-{self.sequence:04d}-{mod_37_36.calc_check_digit(body)}"

    @property
    def chinese(self) -> str:
        """The form set large on the plaque, as 示诚(2026)第0037号."""
        return settings.PLAQUE_NUMBER_CHINESE.format(year=self.year, sequence=self.sequence)


def read_number(typed: str) -> str:
    """Return the ASCII number somebody typed, in its canonical form.

    typed: with spaces, any dashes, full-width or lower-case characters.
    Raises UnreadableNumber; a number that fails its check character is never repaired, because
    a repaired number could be another school's.
    """
    text = unicodedata.normalize("NFKC", typed).upper()
    text = re.sub(r"[\s\-‐-―−_.·/]+", "", text)
    if not text:
        raise UnreadableNumber(Problem.EMPTY)
    if chinese := _CHINESE.search(text):
        if text[: chinese.start()] not in {"", _chinese_prefix()}:
            raise UnreadableNumber(Problem.MALFORMED)
        return _from_chinese(chinese)
    parts = _PARTS.fullmatch(text)
    if parts is None or parts["prefix"] != settings.PLAQUE_NUMBER_PREFIX:
        known = text.startswith(settings.PLAQUE_NUMBER_PREFIX) and _WITHOUT_CHECK.fullmatch(text)
        raise UnreadableNumber(Problem.NO_CHECK_CHARACTER if known else Problem.MALFORMED)
    if not mod_37_36.is_valid(text):
        raise UnreadableNumber(Problem.TYPO)
    return "-".join(parts.group("prefix", "year", "sequence", "check"))


def _chinese_prefix() -> str:
    """What stands before the year: another association's number is not ours."""
    return unicodedata.normalize("NFKC", settings.PLAQUE_NUMBER_CHINESE).partition("(")[0].upper()


def _from_chinese(match: re.Match[str]) -> str:
    if not match["check"]:
        raise UnreadableNumber(Problem.NO_CHECK_CHARACTER)
    number = PlaqueNumber(year=int(match["year"]), sequence=int(match["sequence"])).ascii
    if number[-1] != match["check"]:
        raise UnreadableNumber(Problem.TYPO)
    return number
