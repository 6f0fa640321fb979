"""Which acts on rounds and visits are told to whom.

A round is told each school that takes part in it, a visit the school where it takes place. Who is
named for a visit is told by `services.visitors_told`.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.urls import reverse

from association.alliances.readers import of_school, people_of_schools
from association.core.regulated import Event
from association.messaging.services import Draft
from association.messaging.tellings import Telling, key_of, together
from association.peer_review.enums import RoundKind, RoundStatus, Verb
from association.peer_review.models import Participant, Round
from association.peer_review.selectors.told_to import (
    leads_running,
    round_words,
    visit_words,
    visitors_in,
    visitors_of,
    waited_for_in,
)

UNDER_WAY = (RoundStatus.DRAWN, RoundStatus.RUNNING)


def _participants(
    kind: str,
    *,
    who: Callable[[Round], Sequence[Participant]],
    words: Callable[[Event], dict[str, Any]],
) -> Callable[[Sequence[Event]], list[Draft]]:
    """Return the function that tells each school of a round, on the page of its own part."""

    def drafts(events: Sequence[Event]) -> list[Draft]:
        return [draft for event in events for draft in of_round(event)]

    def of_round(event: Event) -> list[Draft]:
        rows = who(event.record)
        people = people_of_schools([row.school_id for row in rows])
        told = words(event) if rows else {}
        return [
            Draft(
                person=person,
                kind=kind,
                key=key_of(event),
                words={**told, "school": row.school.name, "number": row.number},
                link=_part(row.school.uscc, event.record.code),
            )
            for row in rows
            for person in people.get(row.school_id, ())
            if person.pk != event.acting_user_id
        ]

    return drafts


def _part(uscc: str, code: str) -> str:
    return reverse("peer_review:school_part", args=[uscc, code])


def _everybody(of: Round) -> Sequence[Participant]:
    rows = of.participants.filter(withdrawn_at__isnull=True)
    return list(rows.select_related("school").order_by("pk"))


def _in_mutual(of: Round) -> Sequence[Participant]:
    return _everybody(of) if of.kind == RoundKind.MUTUAL else []


def _not_drawn(of: Round) -> Sequence[Participant]:
    """Those whom a random draw left out. Whom it took, the visit that is planned tells."""
    if of.kind != RoundKind.RANDOM:
        return []
    drawn = set(of.draw.record["result"])
    return [row for row in _everybody(of) if row.school.uscc not in drawn]


def _of_round(event: Event) -> dict[str, Any]:
    return round_words(event.record) | {"reason": event.reason}


def _of_announcement(event: Event) -> dict[str, Any]:
    known_on = event.record.draw.results_known_on
    return round_words(event.record) | {"known_on": known_on and dt.date.fromisoformat(known_on)}


def _of_visit(event: Event) -> dict[str, Any]:
    return visit_words(event.record)


def _part_of_visited(event: Event) -> str:
    visit = event.record
    return _part(visit.school.uscc, visit.round.code)


def _led_round(event: Event) -> str:
    of = event.record.round
    return reverse("peer_review:led_round", args=[of.alliance.code, of.code])


def _my_desk(_event: Event) -> str:
    return reverse("accounts:my_desk")


def _named(events: Sequence[Event]) -> dict[int, list[Any]]:
    return {event.pk: visitors_in(event.record) for event in events}


def _spared(events: Sequence[Event]) -> dict[int, list[Any]]:
    return {event.pk: waited_for_in(event.record) for event in events}


def _going(events: Sequence[Event]) -> dict[int, list[Any]]:
    found = visitors_of([event.record.pk for event in events])
    return {event.pk: found.get(event.record.pk, []) for event in events}


def _leads(events: Sequence[Event]) -> dict[int, list[Any]]:
    visits = {event.pk: event.record for event in events}
    return {pk: leads_running(each.round, but=each.school_id) for pk, each in visits.items()}


def _at_school(kind: str, when: Callable[[Event], bool]) -> Callable[..., list[Draft]]:
    return Telling(
        kind=kind, readers=of_school(), words=_of_visit, link=_part_of_visited, when=when
    ).drafts


def _is_first(*kinds: RoundKind) -> Callable[[Event], bool]:
    return lambda event: event.record.round.kind in kinds and not event.record.again_of_id


def _is_second(event: Event) -> bool:
    return event.record.again_of_id is not None


def _is_called_off(event: Event) -> bool:
    """The round goes on without this visit. What ends with its round is told with it."""
    of = event.record.round
    return of.status in UNDER_WAY and of.kind != RoundKind.SELF


TELLINGS = {
    Verb.ANNOUNCE_DRAW: together(
        _participants("draw_announced", who=_everybody, words=_of_announcement)
    ),
    Verb.DRAW: together(
        _participants("round_drawn", who=_in_mutual, words=_of_round),
        _participants("round_not_drawn", who=_not_drawn, words=_of_round),
    ),
    Verb.PLAN_VISIT: together(
        _at_school("visit_planned", _is_first(RoundKind.SWEEP, RoundKind.RANDOM)),
        _at_school("self_check_open", _is_first(RoundKind.SELF)),
        _at_school("visit_again", _is_second),
        Telling(
            kind="visit_to_name",
            readers=_leads,
            words=_of_visit,
            link=_led_round,
            when=_is_second,
        ).drafts,
    ),
    Verb.OPEN_ROUND: Telling(kind="round_opened", readers=_named, words=_of_round, link=_my_desk),
    Verb.CLOSE_ROUND: Telling(kind="round_closed", readers=_spared, words=_of_round, link=_my_desk),
    Verb.CANCEL_ROUND: together(
        _participants("round_cancelled", who=_everybody, words=_of_round),
        Telling(kind="round_cancelled", readers=_named, words=_of_round, link=_my_desk).drafts,
    ),
    Verb.CANCEL_VISIT: together(
        _at_school("visit_cancelled", _is_called_off),
        Telling(
            kind="visitor_released",
            readers=_going,
            words=_of_visit,
            link=_my_desk,
            when=_is_called_off,
        ).drafts,
    ),
}
