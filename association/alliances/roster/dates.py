"""The day until which a licence is valid."""

import re
from datetime import date, datetime
from typing import NamedTuple

from association.alliances.roster.sheet import Cell
from association.alliances.roster.text import narrow, value_of
from association.alliances.roster.values import BadValue

LONG_TERM = {"长期", "长期有效", "永久", "永久有效", "无固定期限"}
YEARS = range(1990, 2200)

# 2026-10-14, 2027.2.20, 2028/08/07 and 2029年3月10日; a time of day may follow.
SEPARATED = re.compile(
    r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:T?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")

# “2024-01-01至2027-12-31”: the licence is valid until the second day.
SPAN = re.compile(r"[至到~]")


class Validity(NamedTuple):
    """Until when a licence is valid: a day, without end, or neither where the file is silent."""

    until: date | None
    long_term: bool


def validity(cell: Cell) -> Validity:
    """Return until when the licence is valid, the last day included.

    Raises BadValue: date impossible (no such day), date unreadable.
    """
    if isinstance(cell, datetime):
        return Validity(_in_years(cell.date()), long_term=False)
    if isinstance(cell, date):
        return Validity(_in_years(cell), long_term=False)
    text = SPAN.split(narrow(value_of(cell)))[-1]
    if not text:
        if value_of(cell):
            raise BadValue("date unreadable")
        return Validity(None, long_term=False)
    if text in LONG_TERM:
        return Validity(None, long_term=True)
    match = SEPARATED.fullmatch(text) or COMPACT.fullmatch(text)
    if not match:
        raise BadValue("date unreadable")
    try:
        return Validity(_in_years(date(*map(int, match.groups()))), long_term=False)
    except ValueError:
        raise BadValue("date impossible") from None


def _in_years(day: date) -> date:
    if day.year not in YEARS:
        raise BadValue("date impossible")
    return day
