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


# Signed on the first edition more than 24 months ago: run out, unless renewed since.
EXPIRED = Part("expired", 6, signed=(25.8, 24.5))
RENEWED_LATE = Part("renewed after it ran out", 6, signed=(25.8, 24.6), again=(0.45, 0.2))
RENEWED = Part("renewed", 10, signed=(21, 13), again=(7.5, 2))
NEW_NUMBER = Part("signed again, given a new number", 4, signed=(21, 13), again=(7.5, 2))
TO_RENEW = Part("signed again, plaque to be renewed", 2, signed=(15, 11), again=(0.3, 0.15))
FIRST_EDITION = Part("still on the first edition", 18, signed=(20, 9))
SECOND_EDITION = Part("on the second edition", 26, signed=(7.8, 1))
REPLACED = Part("printed copy replaced", 2, signed=(6, 4))
IN_LATEST_BATCH = Part("in the latest batch, not hung yet", 5, signed=(1.1, 0.5))
TO_HANG = Part("issued by itself, not hung yet", 1, signed=(0.3, 0.2))
OVERDUE = Part("should hang by now", 2, signed=(1.9, 1.6))
WITHOUT_PLAQUE = Part("accepted, plaque to be issued", 3, signed=(0.3, 0.15))
SIGNED_ANEW = Part("taken back, signed anew", 1, signed=(23, 20), again=(1.8, 1.6))
REVOKED = Part("taken back", 2, signed=(18, 12))
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
WAITING = Part("nothing yet", 8)

PARTS = [
    EXPIRED,
    RENEWED_LATE,
    RENEWED,
    NEW_NUMBER,
    TO_RENEW,
    FIRST_EDITION,
    SECOND_EDITION,
    REPLACED,
    IN_LATEST_BATCH,
    TO_HANG,
    OVERDUE,
    WITHOUT_PLAQUE,
    SIGNED_ANEW,
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
NEW_NUMBERS = (NEW_NUMBER, SIGNED_ANEW)
NOT_HUNG = (IN_LATEST_BATCH, TO_HANG, OVERDUE)
# The first school of each has a further campus, which gets a plaque of its own.
WITH_CAMPUS = {RENEWED: "城南校区", FIRST_EDITION: "文昌校区", SECOND_EDITION: "滨河校区"}


def cast(schools: list[School]) -> Iterator[tuple[Part, list[School]]]:
    """Deal the schools out, shuffled the same way each time; yield each part with its schools.

    schools: in a fixed order, as many as the parts need.
    """
    dealt = list(schools)
    random.Random(SEED).shuffle(dealt)  # noqa: S311 -- a fixed order, no secret
    for part in PARTS:
        yield part, [dealt.pop() for _place in range(part.schools)]
