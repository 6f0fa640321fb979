"""Dates that people are reminded of before they come. Each room tells its own.

A source is asked on every working day, for everybody at once; who is told, and that nobody is told
twice, is the work of `association.messaging`.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

# Calendar days before the date, the farthest first.
DISTANCES = (180, 90, 30, 7)


@dataclass(frozen=True, kw_only=True)
class Due:
    """A date that comes (到期). about: names the thing, such as "licence:12".

    people: who is reminded. what: in a sentence, a text or a function without arguments, read in
    each language. link: where to go on this site.
    """

    about: str
    day: dt.date
    people: Iterable[Any]
    what: Any
    link: str


Source = Callable[[dt.date, dt.date], Iterable[Due]]

_sources: list[Source] = []


def register(source: Source) -> None:
    """Add a source: it takes the first and the last day asked for and returns what is due then."""
    _sources.append(source)


def due_between(first: dt.date, last: dt.date) -> list[Due]:
    """Return what is due from a day to another, both included, the nearest first."""
    found = [due for source in _sources for due in source(first, last)]
    return sorted(found, key=lambda due: (due.day, due.about))


def distance_of(days_left: int) -> int | None:
    """Return the distance a date is reminded at: the nearest it has come to; None if still far."""
    reached = [distance for distance in DISTANCES if days_left <= distance]
    return reached[-1] if reached else None
