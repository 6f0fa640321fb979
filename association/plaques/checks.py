"""What the formats of plaque numbers must keep to: `manage.py check` says what to change."""

import re
import unicodedata
from typing import Any, NamedTuple

from django.conf import settings
from django.core.checks import Error, register
from django.utils.translation import gettext as _

from association.core.lettering import missing_characters
from association.plaques.enums import NumberSeries
from association.plaques.numbers import PlaqueNumber, UnreadableNumber, read_number

# For each series: where its letters and its printed form are set.
FORMAT_SETTINGS = {
    NumberSeries.MAIN: ("PLAQUE_NUMBER_PREFIX", "PLAQUE_NUMBER_CHINESE"),
    NumberSeries.CAMPUS: ("PLAQUE_CAMPUS_NUMBER_PREFIX", "PLAQUE_CAMPUS_NUMBER_CHINESE"),
}
LONGEST_PREFIX = 8
LONGEST_PRINTED = 60


class Problem(NamedTuple):
    """What is wrong with a format, and what to do."""

    code: str
    message: str
    hint: str


@register()
def check_number_formats(**_kwargs: Any) -> list[Error]:
    """Return an error for each format that could not be printed, read back or told apart."""
    return [
        Error(problem.message, hint=problem.hint, id=f"plaques.{problem.code}")
        for problem in number_format_problems()
    ]


def number_format_problems() -> list[Problem]:
    """Return what is wrong with the formats in the settings; nothing when all is well."""
    problems = [
        problem
        for series in NumberSeries
        for problem in (_prefix_problem(series), _pattern_problem(series))
        if problem
    ]
    problems += _alike()
    # A number is read back only where each form is sound by itself.
    return problems or [problem for series in NumberSeries if (problem := _unreadable(series))]


def _prefix_problem(series: NumberSeries) -> Problem | None:
    prefix, name = settings.PLAQUE_NUMBER_FORMATS[series][0], FORMAT_SETTINGS[series][0]
    if re.fullmatch(rf"[A-Z]{{1,{LONGEST_PREFIX}}}", prefix):
        return None
    return Problem(
        "E001",
        _("%(setting)s is “%(value)s”.") % {"setting": name, "value": prefix},
        _("Use one to %(most)s letters from A to Z, for example SC.") % {"most": LONGEST_PREFIX},
    )


def _pattern_problem(series: NumberSeries) -> Problem | None:
    pattern, name = settings.PLAQUE_NUMBER_FORMATS[series][1], FORMAT_SETTINGS[series][1]
    message = _("%(setting)s is “%(value)s”.") % {"setting": name, "value": pattern}
    try:
        first, other_year, other_number = (
            pattern.format(year=year, sequence=sequence)
            for year, sequence in ((2026, 37), (2027, 37), (2026, 38))
        )
    except (LookupError, ValueError):
        hint = _("It can fill in {year} and {sequence:04d} and nothing else.")
        return Problem("E002", message, hint)
    if first in (other_year, other_number):
        hint = _("It must fill in both {year} and {sequence:04d}.")
        return Problem("E002", message, hint)
    if missing := missing_characters(first):
        hint = _("The plaque's typeface lacks: %(characters)s. Use other characters.")
        return Problem("E003", message, hint % {"characters": " ".join(missing)})
    if len(first) > LONGEST_PRINTED:
        hint = _("Make it shorter than %(most)s characters.") % {"most": LONGEST_PRINTED}
        return Problem("E002", message, hint)
    return None


def _alike() -> list[Problem]:
    """Return what two series have in common, by which nobody could tell their numbers apart."""
    (prefix, pattern), (other_prefix, other_pattern) = (
        settings.PLAQUE_NUMBER_FORMATS[series] for series in NumberSeries
    )
    problems = []
    if prefix == other_prefix:
        names = [prefix_setting for prefix_setting, _pattern in FORMAT_SETTINGS.values()]
        message = _("%(one)s and %(other)s are the same.") % dict(
            zip(("one", "other"), names, strict=True)
        )
        problems.append(Problem("E004", message, _("Give each series its own letters.")))
    if _head(pattern) == _head(other_pattern):
        names = [pattern_setting for _prefix, pattern_setting in FORMAT_SETTINGS.values()]
        message = _("%(one)s and %(other)s begin alike.") % dict(
            zip(("one", "other"), names, strict=True)
        )
        hint = _("Write something different before the year, for example 示诚 and 示诚分.")
        problems.append(Problem("E005", message, hint))
    return problems


def _head(pattern: str) -> str:
    return unicodedata.normalize("NFKC", pattern).partition("(")[0].upper()


def _unreadable(series: NumberSeries) -> Problem | None:
    """Try the form itself: what is printed and typed must be found again."""
    for sequence in (1, 123456):
        number = PlaqueNumber(year=2026, sequence=sequence, series=series)
        try:
            read = read_number(number.chinese + number.ascii[-1])
        except UnreadableNumber:
            read = ""
        if read != number.ascii:
            return Problem(
                "E006",
                _("A number printed as “%(printed)s” would not be found when typed.")
                % {"printed": number.chinese},
                _("Write the year in brackets and the sequence behind it: %(pattern)s")
                % {"pattern": "示诚({year})第{sequence:04d}号"},
            )
    return None
