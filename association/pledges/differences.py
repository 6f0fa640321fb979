"""What changed from one text of a covenant to the next, word by word. Reads no database.

Chinese is compared by characters, other writing by words. Pieces are marked `new` or `gone`; how
that is shown is the templates' matter.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal, NamedTuple

Mark = Literal["same", "new", "gone"]

_TOKEN = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*|\d+(?:[.,]\d+)*|\s+|.", re.DOTALL)
# Shorter runs between two changes are read more easily as part of the change.
LEAST_SAME = 3
# Paragraphs that have less in common than this are another paragraph, not a changed one.
LEAST_ALIKE = 0.35


class Piece(NamedTuple):
    """A run of a text."""

    mark: Mark
    text: str


Paragraph = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of a covenant in both versions, as paragraphs of the new one with what is gone."""

    paragraphs: tuple[Paragraph, ...]

    @property
    def is_new(self) -> bool:
        """The earlier version did not have it."""
        return self._only("new")

    @property
    def is_gone(self) -> bool:
        """The new version does not have it any more."""
        return self._only("gone")

    @property
    def is_changed(self) -> bool:
        return any(piece.mark != "same" for each in self.paragraphs for piece in each)

    def _only(self, mark: Mark) -> bool:
        marks = {piece.mark for each in self.paragraphs for piece in each}
        return marks == {mark}


@lru_cache(maxsize=512)  # a pure function; the words of a version never change
def compare(old: str, new: str) -> Compared:
    """Compare two texts; each line is a paragraph. An empty text stands for none."""
    before, after = old.splitlines(), new.splitlines()
    return Compared(tuple(_compared(*pair) for pair in _aligned(before, after)))


def _compared(old: str, new: str) -> Paragraph:
    if old == new:
        return (Piece("same", new),)
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    runs = [
        ("".join(before[i:j]), "".join(after[k:m]), tag == "equal")
        for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    ]
    return tuple(_pieces(_smoothed(runs)))


Run = tuple[str, str, bool]  # what it was, what it is, whether both are the same


def _smoothed(runs: list[Run]) -> list[Run]:
    """Let changes swallow what is the same between them for some characters only."""
    smoothed: list[Run] = []
    for place, (old, new, same) in enumerate(runs):
        inside = 0 < place < len(runs) - 1
        swallowed = same and inside and len(new.strip()) < LEAST_SAME
        if smoothed and not smoothed[-1][2] and (swallowed or not same):
            smoothed[-1] = (smoothed[-1][0] + old, smoothed[-1][1] + new, False)
        else:
            smoothed.append((old, new, same))
    return smoothed


def _pieces(runs: Iterable[Run]) -> Iterable[Piece]:
    for old, new, same in runs:
        if same:
            yield Piece("same", new)
            continue
        if old:
            yield Piece("gone", old)
        if new:
            yield Piece("new", new)


def _aligned(before: list[str], after: list[str]) -> list[tuple[str, str]]:
    """Pair the paragraphs of two texts in their order, so that those paired are most alike.

    One without a partner is paired with "".
    """
    # best[i][k]: how much the paragraphs from i and from k on can have in common.
    best = [[0.0] * (len(after) + 1) for _row in range(len(before) + 1)]
    alike = [[_likeness(old, new) for new in after] for old in before]
    for i in reversed(range(len(before))):
        for k in reversed(range(len(after))):
            paired = alike[i][k] + best[i + 1][k + 1] if alike[i][k] else 0.0
            best[i][k] = max(paired, best[i + 1][k], best[i][k + 1])
    pairs, i, k = [], 0, 0
    while i < len(before) and k < len(after):
        if alike[i][k] and best[i][k] == alike[i][k] + best[i + 1][k + 1]:
            pairs.append((before[i], after[k]))
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            pairs.append((before[i], ""))
            i += 1
        else:
            pairs.append(("", after[k]))
            k += 1
    return pairs + [(old, "") for old in before[i:]] + [("", new) for new in after[k:]]


def _likeness(old: str, new: str) -> float:
    ratio = SequenceMatcher(None, _TOKEN.findall(old), _TOKEN.findall(new), autojunk=False).ratio()
    return ratio if ratio >= LEAST_ALIKE else 0.0
