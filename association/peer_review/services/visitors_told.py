"""Who goes to a visit, and who does not any more, is told at the end of the act.

An event of a visit does not say which place it is about, so the verbs call these themselves. A
school that has left is told with its leaving alone.
"""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from association.core.regulated import Event
from association.messaging.services import Draft, tell
from association.messaging.tellings import key_of
from association.peer_review.models import Seat, Submission, Visit
from association.peer_review.selectors.told_to import people_of_members, visit_words


def tell_named(*, seat: Seat, before: Any, event: Event) -> None:
    """Tell who goes, who went before, and the visited school that somebody comes.

    before: who had the place until now, or None. The names stand on the school's desk alone.
    """
    if before == seat.visitor:
        return
    visit, key = seat.visit, key_of(event)
    drafts = _who_comes(visit, key)
    if before is not None:
        drafts.append(_released(before, visit, key))
    words = visit_words(visit)
    link = reverse("peer_review:visit", args=[visit.pk])
    named = Draft(person=seat.visitor, kind="visitor_named", key=key, words=words, link=link)
    _tell_others([*drafts, named], event.acting_user)


def tell_unseated(*, seat: Seat, event: Event) -> None:
    """Tell a visitor who was taken off a visit, and the visited school."""
    key = key_of(event)
    released = _released(seat.visitor, seat.visit, key)
    _tell_others([*_who_comes(seat.visit, key), released], event.acting_user)


def tell_replaced(*, seat: Seat, place: Seat, event: Event) -> None:
    """Tell a school that is excused, the one that goes instead, and the visited one."""
    visit, key = seat.visit, key_of(event)
    link = reverse("peer_review:school_part", args=[place.school.uscc, visit.round.code])
    words = {"visited": visit.school.name, **visit_words(visit), "school": place.school.name}
    instead = [
        Draft(person=person, kind="sender_instead", key=key, words=words, link=link)
        for person in people_of_members(place.school_id)
    ]
    # Whoever is in more than one circle is told in the words of the last.
    drafts = [*_who_comes(visit, key), *_excused(seat, key), *instead]
    _tell_others(drafts, event.acting_user)


def tell_dropped(*, seats: Sequence[Seat], acting_user: Any, event: Event | None = None) -> None:
    """Tell those whose places ended and whom nobody replaces.

    event: that the others still go, of which the visited school is told; None where the visit is
    called off, which its own event tells.
    """
    drafts = _who_comes(event.record, key_of(event)) if event else []
    for seat in seats:
        drafts += _excused(seat, f"peer_review.seat:{seat.pk}:ended")
    _tell_others(drafts, acting_user)


def tell_typed_in(*, submission: Submission) -> None:
    """Tell a visitor that somebody else typed in the answers from the sheet."""
    seat = submission.seat
    if seat is None or seat.visitor is None:
        return
    draft = Draft(
        person=seat.visitor,
        kind="answers_typed_in",
        key=f"peer_review.submission:{submission.pk}",
        words={**visit_words(submission.visit), "visited_on": submission.visited_on},
        link=reverse("peer_review:visit", args=[submission.visit_id]),
    )
    _tell_others([draft], submission.entered_by)


def _who_comes(visit: Visit, key: str) -> list[Draft]:
    words = visit_words(visit)
    link = reverse("peer_review:school_part", args=[visit.school.uscc, visit.round.code])
    return [
        Draft(person=person, kind="visit_who_comes", key=key, words=words, link=link)
        for person in people_of_members(visit.school_id)
    ]


def _excused(seat: Seat, key: str) -> list[Draft]:
    """Return what a school that need not go is told, and whom it had named."""
    visit = seat.visit
    drafts = []
    if seat.school is not None:
        words = {"visited": visit.school.name, **visit_words(visit), "school": seat.school.name}
        link = reverse("peer_review:school_part", args=[seat.school.uscc, visit.round.code])
        drafts = [
            Draft(person=person, kind="sender_excused", key=key, words=words, link=link)
            for person in people_of_members(seat.school_id)
        ]
    if seat.visitor is not None:
        drafts.append(_released(seat.visitor, visit, key))
    return drafts


def _released(person: Any, visit: Visit, key: str) -> Draft:
    """Return what whoever goes no more is told; the visit is not theirs to read any more."""
    link = reverse("accounts:my_desk")
    words = visit_words(visit)
    return Draft(person=person, kind="visitor_released", key=key, words=words, link=link)


def _tell_others(drafts: list[Draft], acting_user: Any) -> None:
    """Nobody is told what they did themselves."""
    tell([draft for draft in drafts if draft.person != acting_user])
