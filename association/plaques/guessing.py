"""Codes that name no plaque, counted for each address: in memory, for a minute, never by name.

Numbers that name none are fewer and slower to answer; they are counted in the database.
"""

import time
from collections import Counter

from association.core.limits import Budget

MISSES_BY_NUMBER = Budget("number_misses", attempts=60, seconds=60)  # pages and API together

BUDGET = 60  # unknown codes a minute that one connection is answered in full
WINDOW = 60  # seconds
MOST_ADDRESSES = 10_000  # beyond them a flood comes from everywhere, and no count slows it


class Misses:
    """The misses of this process in the present minute."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._until = 0.0

    def wait_after(self, address: str) -> int:
        """Count a miss; return the seconds its sender should wait, 0 within the budget."""
        now = time.monotonic()
        if now >= self._until:
            self._counts, self._until = Counter(), now + WINDOW
        if address not in self._counts and len(self._counts) >= MOST_ADDRESSES:
            return 0
        self._counts[address] += 1
        return 1 + int(self._until - now) if self._counts[address] > BUDGET else 0
