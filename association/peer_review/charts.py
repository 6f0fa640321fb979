"""Bars as drawn by the server: for each row parts in a row, to one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

WIDTH = 360
ROW = 40  # a line of words, and the bar below it
BAR = 14


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


def stacked_bars(rows: Mapping[str, Sequence[int]]) -> Chart | None:
    """Return a chart of rows, by label; None where all of them are empty."""
    longest = max((sum(values) for values in rows.values()), default=0)
    if not longest:
        return None
    bars = [
        Bar(label, place * ROW + 16, _parts(values, longest))
        for place, (label, values) in enumerate(rows.items())
    ]
    return Chart(WIDTH, len(bars) * ROW, BAR, bars)


def _parts(values: Sequence[int], longest: int) -> list[Part]:
    parts, before = [], 0
    for kind, value in enumerate(values, start=1):
        start, end = (round(each * WIDTH / longest) for each in (before, before + value))
        if value:
            parts.append(Part(kind, start, end - start, value))
        before += value
    return parts
