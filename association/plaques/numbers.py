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

from association.alliances.enums import CampusKind
from association.alliances.models import Campus
from association.plaques.enums import NumberSeries

# The name of each series' counter.
COUNTERS = {NumberSeries.MAIN: "plaque", NumberSeries.CAMPUS: "plaque-campus"}

_PARTS = re.compile(r"(?P<prefix>[A-Z]+)(?P<year>\d{4})(?P<sequence>\d{4,6})(?P<check>[0-9A-Z])")
_WITHOUT_CHECK = re.compile(r"(?P<prefix>[A-Z]+)\d{8,10}")
# Figures only stand there, so these letters can mean but one thing. The check place is not read so.
_FIGURES = str.maketrans("OIL", "011")
_CHINESE = re.compile(r"\((?P<year>\d{4})\)第?(?P<sequence>\d{1,6})号?(?P<check>[0-9A-Z]?)$")

# A few letters or Chinese characters before the figures: no room to tell anybody anything.
_NUMBER_LIKE = re.compile(
    r"[A-Z]{0,3}[0-9][0-9A-Z]{2,20}|[\u4e00-\u9fff]{0,4}\([0-9]{4}\)第?[0-9]{1,6}号?[0-9A-Z]?"
)


class Problem(Enum):
    """Why a typed number cannot be looked up."""

    EMPTY = "empty"
    MALFORMED = "malformed"
    NO_CHECK_CHARACTER = "no_check_character"
    CHINESE_FORM = "chinese_form"
    TYPO = "typo"


class UnreadableNumber(ValueError):
    """A typed number that names no plaque. `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True, kw_only=True)
class PlaqueNumber:
    """A number as the association gives it out.

    year: four digits. sequence: from 1. series: of the main campus, or of further ones.
    """

    year: int
    sequence: int
    series: str = NumberSeries.MAIN

    @property
    def ascii(self) -> str:
        """The form people read and type, as SC-2026-0037-K."""
        prefix = settings.PLAQUE_NUMBER_FORMATS[self.series][0]
        body = f"{prefix}{self.year}{self.sequence:04d}"
        return f"{prefix}-{self.year}-{self.sequence:04d}-{mod_37_36.calc_check_digit(body)}"

    @property
    def chinese(self) -> str:
        """The form set large on the plaque, as 示诚(2026)第0037号."""
        pattern = settings.PLAQUE_NUMBER_FORMATS[self.series][1]
        return pattern.format(year=self.year, sequence=self.sequence)


def series_of(campus: Campus) -> NumberSeries:
    """Return the series of numbers for a campus."""
    return NumberSeries.MAIN if campus.kind == CampusKind.MAIN else NumberSeries.CAMPUS


def plain(typed: str) -> str:
    """Return what was typed as bare upper-case characters: no spaces, dashes or full widths."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return re.sub(r"[\s\-‐-―−_.·/]+", "", text)


def may_be_a_number(typed: str) -> bool:
    """Tell whether what was typed could stand on a plaque as its number, ours or a forged one."""
    text = plain(typed)
    return bool(_NUMBER_LIKE.fullmatch(text))


def read_number(typed: str) -> str:
    """Return the ASCII number somebody typed, in its canonical form.

    typed: with spaces, any dashes, full-width or lower-case characters; O, I and L where only
    figures stand are read as 0 and 1.
    Raises UnreadableNumber; a number that fails its check character is never repaired, because
    a repaired number could be another school's.
    """
    text = plain(typed)
    if not text:
        raise UnreadableNumber(Problem.EMPTY)
    if chinese := _CHINESE.search(text):
        return _from_chinese(chinese, before=text[: chinese.start()])
    prefix = _prefix_of(text)
    figures = text[len(prefix) :].translate(_FIGURES)
    parts = _PARTS.fullmatch(prefix + figures[:-1] + text[-1])
    if parts is None:
        ours = _WITHOUT_CHECK.fullmatch(prefix + figures)
        raise UnreadableNumber(Problem.NO_CHECK_CHARACTER if ours else Problem.MALFORMED)
    if not mod_37_36.is_valid(parts[0]):
        raise UnreadableNumber(Problem.TYPO)
    return "-".join(parts.group("prefix", "year", "sequence", "check"))


def _prefix_of(text: str) -> str:
    """Return the prefix of ours that a number begins with, the longest one that fits."""
    prefixes = [prefix for prefix, _pattern in settings.PLAQUE_NUMBER_FORMATS.values()]
    fitting = [prefix for prefix in prefixes if text.startswith(prefix)]
    if not fitting:
        raise UnreadableNumber(Problem.MALFORMED)
    return max(fitting, key=len)


def _from_chinese(match: re.Match[str], *, before: str) -> str:
    series = _series_written(before)
    if not match["check"]:
        raise UnreadableNumber(Problem.CHINESE_FORM)
    number = PlaqueNumber(
        year=int(match["year"]), sequence=int(match["sequence"]), series=series
    ).ascii
    if number[-1] != match["check"]:
        raise UnreadableNumber(Problem.TYPO)
    return number


def _series_written(before: str) -> str:
    """Return the series by what stands before the year: another association's is not ours."""
    if not before:
        return NumberSeries.MAIN
    for series, (_prefix, pattern) in settings.PLAQUE_NUMBER_FORMATS.items():
        if unicodedata.normalize("NFKC", pattern).partition("(")[0].upper() == before:
            return series
    raise UnreadableNumber(Problem.MALFORMED)
