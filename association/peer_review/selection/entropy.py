"""How much chance a draw needs, and how much its announced sources hold. Whole numbers throughout.

Needed are the bits of all possible outcomes (RFC 3797, section 3.3: fewer, and some outcomes could
never come up) and a margin, so that each outcome is about equally likely. Never fewer than a
floor: a small pool would otherwise be content with results that can be tried out one by one
(draft-thomson-elegy-vrs, "Security Considerations"). Never more than a cap: beyond 128 bits nobody
can tell the seed from a perfect one, and a pool of 300 would ask for seven issues of 双色球 to no
purpose. The one-time code does not count; the association knows it.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from association.peer_review.selection.errors import TooLittleEntropy
from association.peer_review.selection.sources import Source


@dataclass(frozen=True)
class Bound:
    """floor, margin, cap: bits.

    A margin of 16 bits leaves each outcome within about half a per cent of its fair chance.
    """

    floor: int = 64
    margin: int = 16
    cap: int = 128


def ways(takes: Iterable[tuple[int, int]]) -> int:
    """Return in how many ways `take` can be chosen of `size`, over all strata of (size, take)."""
    return math.prod(math.comb(size, take) for size, take in takes)


def needed_bits(outcomes: int, bound: Bound) -> int:
    """Return the bits a draw with so many possible outcomes needs, rounded up."""
    of_outcomes = (outcomes - 1).bit_length()
    return max(bound.floor, min(of_outcomes + bound.margin, bound.cap))


def offered_bits(sources: Iterable[Source]) -> int:
    """Return the bits of all sources together, rounded down."""
    results = math.prod((source.outcomes for source in sources), start=Fraction(1))
    return (results.numerator // results.denominator).bit_length() - 1


def require(needed: int, offered: int) -> None:
    """Raise TooLittleEntropy, with what to do, where less is offered than needed."""
    if offered < needed:
        raise TooLittleEntropy(
            _(
                "The announced results hold %(offered)d bits of chance, this draw needs %(needed)d."
                " Add another issue: 快乐8 holds 61 bits, 双色球 and 大乐透 24 each."
            )
            % {"offered": offered, "needed": needed},
            needed=needed,
            offered=offered,
        )
