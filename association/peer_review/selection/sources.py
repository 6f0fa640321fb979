"""Public sources that seed a draw: lotteries by issue number, and any other drawn numbers.

A source has parts (red balls and blue balls). Each part is a source of its own in the sense of
RFC 3797: numbers whose order means nothing are sorted, numbers drawn in order stand one by one.
"""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Self

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.peer_review.selection import rfc3797
from association.peer_review.selection.errors import DrawError, ResultFault
from association.peer_review.selection.typed import SEPARATORS, plain

LARGEST_NUMBER = 999_999_999
MOST_NUMBERS = 100  # of one part
LONGEST = 1000  # characters a person may type for one source
Numbers = tuple[tuple[int, ...], ...]  # of one source: a tuple for each part


@dataclass(frozen=True)
class Part:
    """Some numbers drawn together.

    count: how many, from low to high. ordered: their order counts, as of digits. repeats: a number
    can come again.
    """

    count: int
    low: int
    high: int
    ordered: bool = False
    repeats: bool = False

    def __post_init__(self) -> None:
        """Raise DrawError for a part that nobody could draw."""
        span = self.high - self.low + 1
        sound = 0 <= self.low <= self.high <= LARGEST_NUMBER and 1 <= self.count <= MOST_NUMBERS
        if not sound or (self.count > span and not self.repeats):
            raise DrawError(
                _("A source needs its smallest and largest number and how many are drawn.")
            )

    @property
    def outcomes(self) -> Fraction:
        """How many results are equally likely; where some are likelier, one over the likeliest.

        Balls that go back and are told without order come out all different more often than alike,
        so combinations would count too much (RFC 3797, section 3.2, on skew).
        """
        span = self.high - self.low + 1
        if not self.repeats:
            ways = math.perm if self.ordered else math.comb
            return Fraction(ways(span, self.count))
        if self.ordered:
            return Fraction(span**self.count)
        each, over = divmod(self.count, span)
        likeliest = Fraction(math.factorial(self.count))
        likeliest /= math.factorial(each + 1) ** over * math.factorial(each) ** (span - over)
        return span**self.count / likeliest

    @property
    def in_words(self) -> str:
        """What is to be typed."""
        words = {"count": self.count, "low": self.low, "high": self.high}
        if self.ordered:
            return _("%(count)d from %(low)d to %(high)d, in the order drawn") % words
        return _("%(count)d from %(low)d to %(high)d, in any order") % words

    def in_key(self, numbers: Sequence[int]) -> str:
        """Return the numbers as they stand in the key string (RFC 3797, section 4)."""
        if self.ordered:
            return "".join(rfc3797.numeric_source([number]) for number in numbers)
        return rfc3797.numeric_source(numbers)


@dataclass(frozen=True)
class Source:
    """One announced draw of numbers.

    kind: a key of LOTTERIES, or "numbers". issue: the number by which its organizer names this
    draw. date: the day it is drawn.
    """

    kind: str
    name: str
    issue: str
    date: dt.date
    parts: tuple[Part, ...]

    @property
    def outcomes(self) -> Fraction:
        """How many results are equally likely."""
        return math.prod((part.outcomes for part in self.parts), start=Fraction(1))

    @property
    def bits(self) -> float:
        """Its entropy in bits."""
        return math.log2(self.outcomes.numerator) - math.log2(self.outcomes.denominator)

    @property
    def in_words(self) -> str:
        """What is to be typed, part by part."""
        return pgettext("between two parts", "; ").join(part.in_words for part in self.parts)

    def in_key(self, numbers: Sequence[Sequence[int]]) -> str:
        """Return a result as it stands in the key string."""
        pairs = zip(self.parts, numbers, strict=True)
        return "".join(part.in_key(drawn) for part, drawn in pairs)

    def as_json(self) -> dict[str, Any]:
        """Return it as it stands in an announcement."""
        return {
            "kind": self.kind,
            "name": self.name,
            "issue": self.issue,
            "date": self.date.isoformat(),
            "parts": [vars(part).copy() for part in self.parts],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, Any]) -> Self:
        """Read it from an announcement. Raises DrawError, KeyError, TypeError or ValueError."""
        parts = tuple(Part(**part) for part in value["parts"])
        date = dt.date.fromisoformat(value["date"])
        return cls(value["kind"], value["name"], value["issue"], date, parts)


def read_result(source: Source, text: str) -> Numbers:
    """Return the numbers of a typed result, a tuple for each part; unordered ones sorted.

    Parts follow one another. Full-width digits and any of the usual separators will do; without
    separators every number takes as many digits as the largest of its part has.
    Raises ResultFault that says what is wrong.
    """
    marks = str.maketrans(dict.fromkeys(SEPARATORS, " "))
    words = plain(text[:LONGEST]).translate(marks).split(" ")
    words = [word for word in words if word]
    for word in words:
        for sign in word:
            if sign not in "0123456789":
                raise ResultFault(
                    _("“%(source)s”: only numbers belong here, “%(sign)s” is none.")
                    % {"source": source.name, "sign": sign}
                )
    wanted = sum(part.count for part in source.parts)
    if len(words) != wanted:
        words = _cut(source, "".join(words)) or words
    if len(words) != wanted:
        raise ResultFault(
            _("“%(source)s”: %(wanted)d numbers are needed, %(found)d were typed.")
            % {"source": source.name, "wanted": wanted, "found": len(words)}
        )
    left = iter(words)
    numbers = [[int(next(left)) for _place in range(part.count)] for part in source.parts]
    return check_result(source, numbers)


def check_result(source: Source, numbers: Sequence[Sequence[int]]) -> Numbers:
    """Return a result with unordered numbers sorted. Raises ResultFault where it cannot be one."""
    counts = [len(drawn) for drawn in numbers]
    if counts != [part.count for part in source.parts]:
        raise ResultFault(
            _("“%(source)s”: %(wanted)d numbers are needed, %(found)d were typed.")
            % {
                "source": source.name,
                "wanted": sum(part.count for part in source.parts),
                "found": sum(counts),
            }
        )
    pairs = zip(source.parts, numbers, strict=True)
    return tuple(_checked(source, part, drawn) for part, drawn in pairs)


def _checked(source: Source, part: Part, drawn: Sequence[int]) -> tuple[int, ...]:
    for number in drawn:
        if not part.low <= number <= part.high:
            raise ResultFault(
                _("“%(source)s”: %(number)s is not between %(low)d and %(high)d.")
                % {
                    "source": source.name,
                    "number": number,
                    "low": part.low,
                    "high": part.high,
                }
            )
        if not part.repeats and list(drawn).count(number) > 1:
            raise ResultFault(
                _("“%(source)s”: %(number)s stands there twice.")
                % {"source": source.name, "number": number}
            )
    return tuple(drawn) if part.ordered else tuple(sorted(drawn))


def _cut(source: Source, digits: str) -> list[str] | None:
    """Cut digits typed without a gap into numbers, None where their count does not fit."""
    widths = [len(str(part.high)) for part in source.parts for _place in range(part.count)]
    if len(digits) != sum(widths):
        return None
    words = []
    for width in widths:
        words.append(digits[:width])
        digits = digits[width:]
    return words
