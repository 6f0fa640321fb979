"""Charts as drawn by the server: bars of parts below each other, and columns beside each other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 360
ROW = 40  # a line of words, and the bar below it
BAR = 14
COLUMN, ABOVE, BELOW = 90, 16, 20  # the highest column, its number above, the labels below


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar. kind: which part it is, from 1; each kind has a pattern of its own."""

    kind: int
    x: int
    width: int
    value: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: its words stand at y, the bar hangs below."""

    label: str
    y: int
    parts: list[Part]

    @property
    def top(self) -> int:
        return self.y + 6

    @property
    def total(self) -> int:
        return sum(part.value for part in self.parts)


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below each other."""

    width: int
    height: int
    bar_height: int
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Column:
    """A column with its number above and its label below; x is the middle of both."""

    label: str
    value: int
    x: int
    left: int
    top: int
    height: int


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns beside each other, standing on one line."""

    width: int
    height: int
    column_width: int
    line: int
    columns: list[Column]


def stacked_bars(
    rows: Mapping[str, Sequence[int]], *, kinds: Sequence[int] = (1, 2, 3)
) -> Chart | None:
    """Return a chart of rows, by label; None where all of them are empty.

    kinds: of the parts of each row, in their order.
    """
    longest = max((sum(values) for values in rows.values()), default=0)
    if not longest:
        return None
    bars = [
        Bar(label, place * ROW + 16, _parts(values, longest, kinds))
        for place, (label, values) in enumerate(rows.items())
    ]
    return Chart(WIDTH, len(bars) * ROW, BAR, bars)


def columns(rows: Sequence[tuple[str, int]]) -> Columns | None:
    """Return a chart of values, each with its label; None where all of them are zero."""
    highest = max((value for _label, value in rows), default=0)
    if not highest:
        return None
    step = WIDTH // len(rows)
    wide = step * 2 // 3
    made = []
    for place, (label, value) in enumerate(rows):
        middle, height = place * step + step // 2, round(value * COLUMN / highest)
        top = ABOVE + COLUMN - height
        made.append(Column(label, value, middle, middle - wide // 2, top, height))
    return Columns(WIDTH, ABOVE + COLUMN + BELOW, wide, ABOVE + COLUMN, made)


def _parts(values: Sequence[int], longest: int, kinds: Sequence[int]) -> list[Part]:
    parts, before = [], 0
    for kind, value in zip(kinds, values, strict=False):
        start, end = (round(each * WIDTH / longest) for each in (before, before + value))
        if value:
            parts.append(Part(kind, start, end - start, value))
        before += value
    return parts
