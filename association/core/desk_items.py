"""Lists on a school's desk to which every room adds lines: what is asked of it, and its papers.

A room registers a source in its AppConfig.ready(), as it does with panels. Lines are data, so that
those of all rooms stand in one order.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from association.core import clock


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One thing that is asked of a school now (待办).

    what: in a sentence. do: the words on the button. url: where it is done. by: its last day, None
    where there is none. when: the time in words, where it is no last day. note: one more line,
    empty where none is needed.
    """

    what: str
    do: str
    url: str
    by: dt.date | None = None
    when: str = ""
    note: str = ""

    @property
    def days_left(self) -> int | None:
        """Calendar days until its last day; negative once it is late."""
        return None if self.by is None else (self.by - clock.today()).days

    @property
    def is_late(self) -> bool:
        return self.by is not None and self.by < clock.today()


@dataclass(frozen=True, kw_only=True)
class Fact:
    """How one of a school's matters stands, where nothing is asked of it (现状).

    what: the matter in a word or two. words: how it stands. url: more about it, empty where there
    is none. until: the day up to which it stands so. under_way: others act next, or it rests.
    """

    what: str
    words: str
    url: str = ""
    until: dt.date | None = None
    under_way: bool = False


@dataclass(frozen=True, kw_only=True)
class Way:
    """A way on from the desk. do: the words of the link. about: what it is for, may be empty."""

    do: str
    url: str
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """One document a school may take away (文件).

    name: what it is. day: of its issue. url: where it is downloaded. note: its number or state.
    group: the heading it stands under.
    """

    name: str
    day: dt.date
    url: str
    note: str = ""
    group: str = ""


Line = TypeVar("Line")
Source = Callable[..., Iterable[Line]]


class Lines(Generic[Line]):
    """One such list. A source takes `school` and `user` and returns lines."""

    def __init__(self) -> None:
        self._sources: list[Source] = []

    def register(self, source: Source) -> None:
        """Add a source of lines."""
        self._sources.append(source)

    def lines(self, *, school: Any, user: Any) -> list[Line]:
        """Return the lines of all sources for a school as a person sees them, in no order."""
        return [line for source in self._sources for line in source(school=school, user=user)]


# A matter is asked about or stands by itself: one source tells both, from one reading.
school_asks: Lines[Ask | Fact] = Lines()
# Where a school tells that something others read of it is wrong (更正渠道).
school_ways: Lines[Way] = Lines()
# The pages on which a room keeps all of a school's matters, done ones too.
school_pages: Lines[Way] = Lines()
school_papers: Lines[Paper] = Lines()


class Matters(NamedTuple):
    """How a school stands: what is asked of it, and the rest, in the order of the rooms."""

    asks: list[Ask]
    facts: list[Fact]

    @property
    def in_order(self) -> list[Fact]:
        return [fact for fact in self.facts if not fact.under_way]

    @property
    def under_way(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.under_way]

    @property
    def next_date(self) -> Fact | None:
        """Of what is in order, the first whose day comes."""
        ahead = [fact for fact in self.in_order if fact.until and fact.until >= clock.today()]
        return min(ahead, key=lambda fact: fact.until, default=None)


def matters_of(*, school: Any, user: Any) -> Matters:
    """Return how a school stands: of what is asked, what ends first comes first."""
    lines = school_asks.lines(school=school, user=user)
    asks = [line for line in lines if isinstance(line, Ask)]
    return Matters(
        asks=sorted(asks, key=lambda ask: ask.by or dt.date.max),
        facts=[line for line in lines if isinstance(line, Fact)],
    )


def asks_of(*, school: Any, user: Any) -> list[Ask]:
    """Return what is asked of a school: what ends first comes first, what has no end comes last."""
    return matters_of(school=school, user=user).asks


def papers_of(*, school: Any, user: Any) -> list[Paper]:
    """Return a school's documents, the newest first."""
    papers = school_papers.lines(school=school, user=user)
    return sorted(papers, key=lambda paper: paper.day, reverse=True)
