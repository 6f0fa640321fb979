"""Conditions of items, such as `C13 = no and (C21 != yes or C73a > 3)`: read, checked, told.

The grammar, smallest first; `not` binds closest, then `and`, then `or`::

    comparison = CODE ("=" | "!=" | "<" | "<=" | ">" | ">=") (word | number)
    factor     = "not" factor | "(" condition ")" | comparison
    condition  = factor {"and" factor} {"or" …}

An item without an answer equals nothing and is neither more nor less than anything, as in XPath.
"""

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

TOKEN = re.compile(
    r"\s*(?:(?P<code>[A-Z][0-9]{2}[a-z]?)|(?P<number>-?[0-9]{1,7}(?:\.[0-9]{1,2})?)"
    r"|(?P<word>[a-z][a-z0-9]*)|(?P<sign>!=|<=|>=|[=<>()]))"
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
MAX_DEPTH = 8

Value = Decimal | str


class UnreadableCondition(ValueError):
    """The words are no condition; `str()` says where, in the reader's language."""


@dataclass(frozen=True)
class Comparison:
    """`CODE sign value`."""

    code: str
    sign: str
    value: Value

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is true of the answers, by item code."""
        given = answers.get(self.code)
        if given is None or isinstance(given, str) is not isinstance(self.value, str):
            return self.sign == "!="
        return COMPARE[self.sign](given, self.value)

    def comparisons(self) -> Iterator["Comparison"]:
        """Return itself: what a condition is made of."""
        yield self

    def xpath(self) -> str:
        """Return it as pyxform takes it."""
        value = f"'{self.value}'" if isinstance(self.value, str) else str(self.value)
        return f"${{{self.code}}} {self.sign} {value}"


@dataclass(frozen=True)
class Joined:
    """Several conditions with `and` or `or` between them."""

    word: str
    parts: tuple["Condition", ...]

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is true of the answers, by item code."""
        found = (part.holds(answers) for part in self.parts)
        return all(found) if self.word == "and" else any(found)

    def comparisons(self) -> Iterator[Comparison]:
        """Return every comparison in it."""
        for part in self.parts:
            yield from part.comparisons()

    def xpath(self) -> str:
        """Return it as pyxform takes it."""
        inner = (
            f"({part.xpath()})" if isinstance(part, Joined) else part.xpath() for part in self.parts
        )
        return f" {self.word} ".join(inner)


@dataclass(frozen=True)
class Not:
    """The contrary of a condition."""

    part: "Condition"

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Whether it is true of the answers, by item code."""
        return not self.part.holds(answers)

    def comparisons(self) -> Iterator[Comparison]:
        """Return every comparison in it."""
        yield from self.part.comparisons()

    def xpath(self) -> str:
        """Return it as pyxform takes it."""
        return f"not({self.part.xpath()})"


Condition = Comparison | Joined | Not


@lru_cache(maxsize=1024)
def read_condition(text: str) -> Condition:
    """Return a condition from its words. Nothing of it is ever run as code.

    Raises UnreadableCondition, which names the place, for anything outside the grammar.
    """
    return _Reader(text).whole()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(_tokens(text))
        self.place = 0
        self.depth = 0

    def whole(self) -> Condition:
        condition = self.either()
        if self.place < len(self.tokens):
            self.refuse()
        return condition

    def either(self) -> Condition:
        return self.joined("or", lambda: self.joined("and", self.factor))

    def joined(self, word: str, read: Callable[[], Condition]) -> Condition:
        parts = [read()]
        while self.take("word", word):
            parts.append(read())
        return Joined(word, tuple(parts)) if len(parts) > 1 else parts[0]

    def factor(self) -> Condition:
        if self.take("word", "not"):
            return self.deeper(lambda: Not(self.factor()))
        if self.take("sign", "("):
            inner = self.deeper(self.either)
            self.demand("sign", ")")
            return inner
        code = self.demand("code")
        sign = self.demand("sign", *COMPARE)
        number = self.take("number")
        value = Decimal(number) if number else self.demand("word")
        return Comparison(code, sign, value)

    def deeper(self, read: Callable[[], Condition]) -> Condition:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnreadableCondition(
                _("“%(text)s” has too many brackets inside one another.") % {"text": self.text}
            )
        inner = read()
        self.depth -= 1
        return inner

    def take(self, kind: str, *values: str) -> str:
        """Return the next token and step over it if it is the one wanted, else nothing."""
        if self.place == len(self.tokens):
            return ""
        found, value = self.tokens[self.place]
        if found != kind or (values and value not in values):
            return ""
        self.place += 1
        return value

    def demand(self, kind: str, *values: str) -> str:
        return self.take(kind, *values) or self.refuse()

    def refuse(self) -> str:
        if self.place == len(self.tokens):
            raise UnreadableCondition(
                _("“%(text)s” ends too early: something is missing.") % {"text": self.text}
            )
        raise UnreadableCondition(
            _("“%(text)s” cannot be read at “%(part)s”.")
            % {"text": self.text, "part": self.tokens[self.place][1]}
        )


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    place, end = 0, len(text.rstrip())
    while place < end:
        found = TOKEN.match(text, place)
        if found is None:
            raise UnreadableCondition(
                _("“%(text)s” cannot be read at “%(part)s”.")
                % {"text": text, "part": text[place:].strip()[:10]}
            )
        yield found.lastgroup, found[found.lastgroup]
        place = found.end()
