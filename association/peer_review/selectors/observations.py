"""Whether a visitor notes more, or less, than those who went along: a reason for a second look.

Only visits whose sealed answers are all in are compared, and only what everybody answered. With few
visits chance alone makes patterns, so a sentence is shown only where an exact two-sided sign test
finds the visits one-sided; see `chance`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from math import comb
from typing import Any

from association.peer_review.enums import VisitStatus
from association.peer_review.models import Submission
from association.peer_review.selectors.told_public import BY_PEERS

LEAST_VISITS = 5
RARE = 0.1  # by chance alone, one visitor in ten would be told of
BESIDE = ("_note", "_photo")

Sealed = Mapping[int, Submission]


@dataclass(slots=True)
class Pattern:
    """One visitor beside those who went along.

    more, less: items that only this one, or all but this one, saw fail.
    visits_more, visits_less: visits in which the one outweighed the other.
    """

    person: Any
    visits: int = 0
    items: int = 0
    more: int = 0
    less: int = 0
    visits_more: int = 0
    visits_less: int = 0

    def add(self, compared: "Compared") -> None:
        """Count one visit."""
        self.visits += 1
        self.items += compared.items
        self.more += compared.more
        self.less += compared.less
        self.visits_more += compared.more > compared.less
        self.visits_less += compared.less > compared.more

    @property
    def leans(self) -> str:
        """To which side the visits lean: "more" or "less"; empty where chance explains it."""
        if chance(self.visits_more, self.visits_less) > RARE:
            return ""
        return "more" if self.visits_more > self.visits_less else "less"


@dataclass(frozen=True, slots=True)
class Compared:
    """One visitor's answers in one visit beside the others'."""

    items: int
    more: int
    less: int


@dataclass(slots=True)
class Observations:
    """The visitors with enough visits, by name; and how many have too few as yet."""

    patterns: list[Pattern] = field(default_factory=list)
    too_few: int = 0


def observations() -> Observations:
    """Return how each visitor's answers lie beside the others'. One query."""
    patterns: dict[int, Pattern] = {}
    for sealed in _visits_together():
        for place, own in sealed.items():
            person = own.seat.visitor
            if person is not None:
                others = [each for other, each in sealed.items() if other != place]
                patterns.setdefault(person.pk, Pattern(person)).add(_compare(own, others))
    enough = [each for each in patterns.values() if each.visits >= LEAST_VISITS]
    by_name = sorted(enough, key=lambda each: (str(each.person), each.person.pk))
    return Observations(by_name, len(patterns) - len(enough))


def chance(more: int, less: int) -> float:
    """Return how often a fair coin would fall as one-sidedly as this, or more so.

    The exact two-sided sign test: visits that lean neither way are left out, and each other visit
    is as likely to lean one way as the other.
    """
    tosses = more + less
    tail = sum(comb(tosses, heads) for heads in range(max(more, less), tosses + 1))
    return min(1.0, 2 * tail / 2**tosses)


def _visits_together() -> Iterator[Sealed]:
    """Yield the last answers by place, of each visit that several visitors made."""
    rows = Submission.objects.filter(
        visit__status=VisitStatus.DONE,
        visit__round__kind__in=BY_PEERS,
        seat__isnull=False,
        seat__until__isnull=True,
    )
    visits: dict[int, dict[int, Submission]] = defaultdict(dict)
    for each in rows.select_related("seat__visitor").order_by("pk"):
        visits[each.visit_id][each.seat_id] = each
    yield from (sealed for sealed in visits.values() if len(sealed) > 1)


def _compare(own: Submission, others: Collection[Submission]) -> Compared:
    shared = _answered(own.answers).intersection(*(_answered(each.answers) for each in others))
    noted = set(own.failed)
    by_some = set().union(*(each.failed for each in others))
    by_all = set(others[0].failed).intersection(*(each.failed for each in others))
    return Compared(
        items=len(shared),
        more=len(shared & (noted - by_some)),
        less=len(shared & (by_all - noted)),
    )


def _answered(answers: Mapping[str, Any]) -> set[str]:
    """Return the codes of the items that were answered, in repeated sections as well."""
    codes: set[str] = set()
    for key, value in answers.items():
        if isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
            codes.update(code for row in value for code in row)
        else:
            codes.add(key)
    return {code for code in codes if not code.endswith(BESIDE)}
