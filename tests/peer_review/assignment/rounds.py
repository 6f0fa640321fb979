"""Made-up rounds: schools in clusters about a made-up city, with owners, quarrels and past."""

import random

from association.peer_review.assignment import Member, Problem, Rules
from association.peer_review.assignment.problem import in_order

FIELDS = ("art", "language", "science", "sport", "tutoring", "")


def make_round(number: int, *, size: int, between: bool = False, **rules: int) -> Problem:
    """Return round `number` of so many schools; the same number gives the same round.

    One school in twenty has no position, about one in six shares its owner with another, and two
    past rounds are on record.
    """
    dice = random.Random(number * 1_000 + size)
    centres = [
        (38.0 + dice.uniform(0, 0.25), 114.4 + dice.uniform(0, 0.3))
        for _each in range(3 + size // 25)
    ]
    members = tuple(_member(dice, n, centres, between) for n in range(size))
    codes = [member.code for member in members]
    pairs = lambda share: {  # noqa: E731 -- three kinds of pairs, drawn alike
        in_order(*dice.sample(codes, 2)) for _each in range(int(size * share))
    }
    recent = dict.fromkeys(pairs(1), 2) | dict.fromkeys(pairs(1), 1) | dict.fromkeys(pairs(0.5), 3)
    return Problem(
        members=members,
        rules=Rules(between=between, **rules),
        never=frozenset(pairs(0.2)),
        recent=recent,
        seed=dice.randbytes(32),
    )


def _member(
    dice: random.Random, number: int, centres: list[tuple[float, float]], between: bool
) -> Member:
    north, east = dice.choice(centres)
    known = dice.random() > 0.05
    return Member(
        code=f"S{number:04d}",
        name=f"School {number}",
        alliance=f"A{dice.randrange(4)}" if between else "A",
        field=dice.choice(FIELDS),
        latitude=round(north + dice.gauss(0, 0.012), 6) if known else None,
        longitude=round(east + dice.gauss(0, 0.015), 6) if known else None,
    )


def sizes_and_kinds(number: int) -> dict[str, int]:
    """Return what the generated round `number` is: 12 to 40 schools, rounds of every kind."""
    return {
        "size": 12 + number % 29,
        "between": number % 3 == 0,
        "visits": 1 + (number % 5 != 0),
        "three_cycles": number % 7 == 0,
    }
