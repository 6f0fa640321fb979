"""What a record looks like, field by field, so that the rest may rely on it.

A checker takes a value and where it stands, and yields a sentence for each fault.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from association.peer_review.selection.announcement import ASSIGNMENT, FORMAT, SELECTION

Checker = Callable[[Any, str], Iterator[str]]


def _when(sound: Callable[[Any], bool]) -> Checker:
    def check(value: Any, place: str) -> Iterator[str]:
        if not sound(value):
            yield _("“%(place)s” is not what should stand there.") % {"place": place}

    return check


def _is_whole(value: Any) -> bool:
    return type(value) is int and 0 <= value <= 10**9


def _reads_as(parse: Callable[[str], Any]) -> Callable[[Any], bool]:
    def reads(value: Any) -> bool:
        try:
            return isinstance(value, str) and parse(value) is not None
        except ValueError:
            return False

    return reads


def _moment(text: str) -> dt.datetime | None:
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else None


TEXT = _when(lambda value: isinstance(value, str) and len(value) <= 1000)
WHOLE = _when(_is_whole)
FLAG = _when(lambda value: isinstance(value, bool))
DATE = _when(_reads_as(dt.date.fromisoformat))
MOMENT = _when(_reads_as(_moment))
HASH = _when(lambda value: isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value))
OBJECT = _when(lambda value: isinstance(value, dict))


def one_of(*values: str) -> Checker:
    """Accept these texts alone."""
    return _when(lambda value: isinstance(value, str) and value in values)


def or_none(checker: Checker) -> Checker:
    """Accept null as well."""
    return lambda value, place: iter(()) if value is None else checker(value, place)


def each(checker: Checker, *, least: int = 0) -> Checker:
    """Accept a list whose members are all right."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, list) or len(value) < least:
            yield from _nothing(value, place)
            return
        for number, member in enumerate(value):
            yield from checker(member, f"{place}[{number}]")

    return check


def values_of(checker: Checker) -> Checker:
    """Accept an object whose values are all right, under any names."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield from _nothing(value, place)
            return
        for name, member in value.items():
            yield from checker(member, f"{place}.{name}")

    return check


def fields(**checkers: Checker) -> Checker:
    """Accept an object with exactly these fields."""

    def check(value: Any, place: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield from _nothing(value, place)
            return
        for name in sorted(set(checkers) - set(value)):
            yield _("“%(place)s” is missing.") % {"place": f"{place}.{name}"}
        for name in sorted(set(value) - set(checkers)):
            yield _("“%(place)s” does not belong there.") % {"place": f"{place}.{name}"}
        for name in sorted(set(value) & set(checkers)):
            yield from checkers[name](value[name], f"{place}.{name}")

    return check


_nothing = _when(lambda _value: False)

PART = fields(count=WHOLE, low=WHOLE, high=WHOLE, ordered=FLAG, repeats=FLAG)
SOURCE = fields(kind=TEXT, name=TEXT, issue=TEXT, date=DATE, parts=each(PART, least=1))
CANDIDATE = fields(number=WHOLE, code=TEXT, name=TEXT, alliance=TEXT, stratum=TEXT)
PAIRS = each(each(TEXT, least=2))

ANNOUNCED = {
    "format": one_of(FORMAT),
    "kind": one_of(SELECTION, ASSIGNMENT),
    "round": TEXT,
    "title": TEXT,
    "announced_at": MOMENT,
    "pool": each(CANDIDATE, least=1),
    "sources": each(SOURCE, least=1),
    "commitment": or_none(HASH),
    "entropy": fields(floor=WHOLE, margin=WHOLE, cap=WHOLE, needed=WHOLE, offered=WHOLE),
    "algorithm": one_of("hmac-sha256", "rfc3797"),
}
DRAWN = {
    "format": one_of(FORMAT),
    "announcement_hash": HASH,
    "results": each(each(each(WHOLE))),
    "code": or_none(TEXT),
    "key": TEXT,
    "seed": or_none(HASH),
    "drawn_at": MOMENT,
    "digest": HASH,
}
WITHDRAWAL = fields(
    type=one_of("withdrawal"), code=TEXT, reason=TEXT, at=MOMENT, substitute=or_none(TEXT)
)
RECUSAL = fields(
    type=one_of("recusal", "cancellation"),
    visitor=TEXT,
    visited=TEXT,
    reason=TEXT,
    at=MOMENT,
    substitute=or_none(TEXT),
)

RECORDS = {
    SELECTION: fields(
        **DRAWN,
        announcement=fields(
            **ANNOUNCED, strata=fields(rates=values_of(WHOLE), reports_per_step=WHOLE)
        ),
        outcome=fields(order=each(TEXT), chosen=each(TEXT)),
        amendments=each(WITHDRAWAL),
        result=each(TEXT),
    ),
    ASSIGNMENT: fields(
        **DRAWN,
        announcement=fields(**ANNOUNCED, problem=OBJECT),
        outcome=fields(pairs=PAIRS, relaxations=each(TEXT), metres=WHOLE),
        amendments=each(RECUSAL),
        result=PAIRS,
    ),
}


def misshapen(record: Any) -> list[str]:
    """Return what is wrong with the form of a record, nothing where it can be checked further."""
    announcement = record.get("announcement") if isinstance(record, dict) else None
    kind = announcement.get("kind") if isinstance(announcement, dict) else None
    checker = RECORDS.get(kind) if isinstance(kind, str) else None
    if checker is None:
        return [_("This is no record of a draw.")]
    return list(checker(record, "record"))
