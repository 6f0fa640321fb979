"""What somebody may have meant who mistyped a number: every number one slip of the finger away."""

import string
from collections.abc import Iterator

from association.plaques.numbers import UnreadableNumber, plain, read_number

PLACES = string.digits + string.ascii_uppercase
LONGEST = 24  # characters; what is longer is no slip


def likely_numbers(typed: str) -> list[str]:
    """Return the well-formed numbers one slip away from what was typed, the likeliest first.

    A slip is a wrong character, two neighbours swapped, one typed twice, or one left out. Only
    about one in thirty has a right check character. Whether they were issued, the caller asks.
    """
    text = plain(typed)
    if len(text) > LONGEST:
        return []
    found: dict[str, None] = {}
    for candidate in _one_slip_away(text):
        try:
            found[read_number(candidate)] = None
        except UnreadableNumber:
            continue
    return list(found)


def _one_slip_away(text: str) -> Iterator[str]:
    for place in range(len(text) - 1):
        yield text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    for place in range(len(text)):
        yield from (text[:place] + sign + text[place + 1 :] for sign in PLACES)
    for place in range(len(text)):
        yield text[:place] + text[place + 1 :]
    for place in range(len(text) + 1):
        yield from (text[:place] + sign + text[place:] for sign in PLACES)
