"""Which of the 117 schools plays which part. The same every time."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from association.alliances.models import School

SEED = 370799


@dataclass(frozen=True)
class Part:
    """A part in the story. signed, again: spans in months ago (from, until) of the two signings."""

    name: str
    schools: int
    signed: tuple[float, float] | None = None
    again: tuple[float, float] | None = None


# Signed on the first edition more than 24 months ago: run out, unless signed again since.
EXPIRED = Part("expired", 6, signed=(25.8, 24.5))
RENEWED_LATE = Part("renewed after it ran out", 6, signed=(25.6, 24.4), again=(7.5, 2))
RENEWED = Part("renewed", 14, signed=(21, 13), again=(7.5, 2))
FIRST_EDITION = Part("still on the first edition", 20, signed=(20, 9))
SECOND_EDITION = Part("on the second edition", 28, signed=(7.8, 1))
NOT_ACTIVATED = Part("plaque not hung yet", 5, signed=(0.7, 0.35))
WITHOUT_PLAQUE = Part("accepted, plaque to be issued", 3, signed=(0.3, 0.15))
REVOKED = Part("taken back", 3, signed=(18, 12))
SUSPENDED = Part("suspended", 2, signed=(7.5, 5))
REINSTATED = Part("suspended and lifted", 1, signed=(16, 15))
PROPOSED = Part("a measure waits", 1, signed=(7, 6))
REJECTED = Part("a measure was rejected", 1, signed=(7, 6))
LEFT = Part("left", 1, signed=(15, 14))
IN_REVIEW = Part("signed, in review", 4)
RETURNED = Part("returned with a reason", 2)
READING = Part("half ticked", 3)
INVITED = Part("invited", 4)
SIGNED_PRINCIPAL = Part("the demo's signed principal", 1, signed=(5, 4.5))
PRINCIPAL = Part("the demo's principal", 1)
WAITING = Part("nothing yet", 11)

PARTS = [
    EXPIRED,
    RENEWED_LATE,
    RENEWED,
    FIRST_EDITION,
    SECOND_EDITION,
    NOT_ACTIVATED,
    WITHOUT_PLAQUE,
    REVOKED,
    SUSPENDED,
    REINSTATED,
    PROPOSED,
    REJECTED,
    LEFT,
    IN_REVIEW,
    RETURNED,
    READING,
    INVITED,
    SIGNED_PRINCIPAL,
    PRINCIPAL,
    WAITING,
]


def cast(schools: list[School]) -> Iterator[tuple[Part, list[School]]]:
    """Deal the schools out, shuffled the same way each time; yield each part with its schools.

    schools: in a fixed order, as many as the parts need.
    """
    dealt = list(schools)
    random.Random(SEED).shuffle(dealt)  # noqa: S311 -- a fixed order, no secret
    for part in PARTS:
        yield part, [dealt.pop() for _place in range(part.schools)]
