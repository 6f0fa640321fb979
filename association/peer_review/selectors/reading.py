"""What one person reads of a visit: which answers, how much of them, and which photos beside."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from association.peer_review.checklists.questions import Group, groups_of
from association.peer_review.models import Submission, Visit, VisitPhoto
from association.peer_review.photos import named_photos
from association.peer_review.selectors.answers import (
    read_whole,
    readable_answers,
    without_sensitive,
)
from association.peer_review.selectors.board import BoardVisit, board_visits


@dataclass(frozen=True, slots=True)
class Reading:
    """Answers as one person reads them. whole: nothing is left out for this person."""

    submission: Submission
    answers: Mapping[str, Any]
    whole: bool

    @property
    def left_out(self) -> bool:
        return self.answers != self.submission.answers


def readings(user: Any, found: BoardVisit, groups: Sequence[Group]) -> list[Reading]:
    """Return the answers of a visit that a user reads. groups: of the version answered."""
    readable = readable_answers(user, found)
    if not readable:
        return []
    whole = read_whole(user, found.visit, readable)
    return [
        Reading(each, each.answers, whole=True)
        if each.pk in whole
        else Reading(each, without_sensitive(each.answers, groups), whole=False)
        for each in readable
    ]


def photos_shown(read: Iterable[Reading]) -> frozenset[str]:
    """Return the names of photos that are in, beside answers read whole. At most one query."""
    whole = [each.submission for each in read if each.whole]
    named = {name for each in whole for name in named_photos(each.answers) if _is_key(name)}
    if not named:
        return frozenset()
    seats = [each.seat_id for each in whole]
    there = VisitPhoto.objects.filter(key__in=named, seat__in=seats)
    return frozenset(str(key) for key in there.values_list("key", flat=True))


def photo_shown_to(user: Any, visit: Visit, key: uuid.UUID) -> VisitPhoto | None:
    """Return a photo of a visit if a user reads whole the answers that name it, else None."""
    [found] = board_visits(Visit.objects.filter(pk=visit.pk))
    read = readings(user, found, groups_of(visit.round.checklist))
    if str(key) not in photos_shown(read):
        return None
    return VisitPhoto.objects.filter(visit=visit, key=key).first()


def _is_key(name: str) -> bool:
    try:
        return str(uuid.UUID(name)) == name
    except ValueError:
        return False
