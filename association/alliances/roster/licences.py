"""The number of a school-running licence (办学许可证号): read softly, kept as written.

教发厅〔2008〕2号 gives 15 digits (issuer 1, division 6, level 1, sequence 7), the rule of 2004 gave
13 (division 6, level 1, sequence 6). Other forms are in use: a doubt is only ever a warning.
"""

import re
from typing import NamedTuple

from association.alliances.enums import SchoolKind
from association.alliances.roster.text import narrow
from association.core import uscc

SHAPE = re.compile(r"(?:教民|人社民)?(?:\d{13,15})号?")
DIGITS = re.compile(r"\d+")
FIFTEEN = re.compile(r"(?P<issuer>\d)(?P<division>\d{6})(?P<level>\d)(?P<sequence>\d{7})")
THIRTEEN = re.compile(r"(?P<division>\d{6})(?P<level>\d)(?P<sequence>\d{6})")

LEVELS = {
    SchoolKind.TRAINING: {"7"},
    SchoolKind.KINDERGARTEN: {"6"},
    SchoolKind.SCHOOL: {"1", "2", "3", "4", "5"},
}


class Licence(NamedTuple):
    """The parts of a licence number; `issuer` is "" in the form of 2004."""

    issuer: str
    division: str
    level: str
    sequence: str


def parse(number: str) -> Licence | None:
    """Return the parts of a licence number, or None where it has none of the known forms."""
    text = narrow(number)
    if not SHAPE.fullmatch(text):
        return None
    digits = DIGITS.search(text)[0]
    match = FIFTEEN.fullmatch(digits) or THIRTEEN.fullmatch(digits)
    return Licence(**{"issuer": "", **match.groupdict()}) if match else None


def kind_of(licence: Licence | None) -> SchoolKind | None:
    """Return the kind of school the level stands for."""
    if licence is None:
        return None
    return next((kind for kind, levels in LEVELS.items() if licence.level in levels), None)


def doubts(number: str, *, kind: SchoolKind | None, code: str) -> list[str]:
    """Return the warnings about a licence number, given the school's kind and sound credit code.

    An empty `number`, `kind` or `code` raises no doubt.
    """
    if not number:
        return []
    licence = parse(number)
    if licence is None:
        return ["licence format"]
    found = []
    if kind in LEVELS and licence.level not in LEVELS[kind]:
        found.append("licence level mismatch")
    if code and not _one_holds_the_other(licence.division, uscc.division(code)):
        found.append("licence division mismatch")
    return found


def _one_holds_the_other(one: str, other: str) -> bool:
    """Tell whether one division lies in the other: a district's school may be the city's entry."""
    short, long = sorted((re.sub(r"(?:00){1,2}$", "", code) for code in (one, other)), key=len)
    return long.startswith(short)
