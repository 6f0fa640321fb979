"""Which acts on schools, memberships and hand-overs are told to whom.

Whoever is appointed or dismissed is told at the end of that act, by `told_people`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from association.alliances.enums import ChangeStatus, Verb
from association.alliances.models import ChangeRequest, Handover, Representative, School
from association.alliances.models.change_request import OF_CAMPUS, OF_SCHOOL
from association.alliances.readers import leads_of_alliances, of_school, people_of_schools
from association.alliances.selectors import change_in_words
from association.alliances.selectors_changes import asked_labels
from association.alliances.told_joining import tell_of_joining
from association.core.regulated import Event
from association.messaging.tellings import Readers, Telling, register_tellings, together
from association.messaging.wording import register_kinds

# What a school is told when the secretariat changes it: what the association verifies.
TOLD_FIELDS = {*OF_SCHOOL, "campus.name", *(f"campus.{name}" for name in OF_CAMPUS)}


def desk_of(school: School) -> str:
    """Return the address of a school's desk."""
    return reverse("alliances:school_desk", args=[school.uscc])


# -- memberships -----------------------------------------------------------------------------------


def _membership_words(event: Event) -> dict[str, Any]:
    membership = event.record
    return {
        "school": membership.school.name,
        "alliance": lambda: membership.alliance.name,
        "day": membership.left_on,
        "case": event.reason,
        "why": lambda: _why_gone(event.verb),
    }


def _why_gone(verb: str) -> str:
    return {
        Verb.MOVE: _("It has moved to another alliance."),
        Verb.LEAVE: _("It has left the association, which is no breach of its pledge."),
        Verb.EXPEL: _("By a decision its membership has ended."),
    }[Verb(verb)]


def _leads_left(events: Sequence[Event]) -> dict[int, list[Any]]:
    """Return who leads the alliance that a school is no longer in."""
    leads = leads_of_alliances({event.record.alliance_id for event in events})
    return {event.pk: leads.get(event.record.alliance_id, []) for event in events}


LEADS_LEFT = Telling(
    kind="alliance_shrank",
    readers=_leads_left,
    words=_membership_words,
    link=lambda event: reverse("alliances:led_alliance", args=[event.record.alliance.code]),
)
LEFT = Telling(
    kind="member_left",
    readers=of_school(),
    words=_membership_words,
    link=lambda event: desk_of(event.record.school),
    to_actor=True,
)
EXPELLED = Telling(
    kind="member_expelled",
    readers=of_school(),
    words=_membership_words,
    link=lambda event: desk_of(event.record.school),
)


# -- a school's entry ------------------------------------------------------------------------------


def _verified(event: Event) -> dict[str, list[str]]:
    return {name: both for name, both in event.changes.items() if name in TOLD_FIELDS}


def _told_of_update(event: Event) -> bool:
    """Leave out what the school asked for itself: it hears that this was accepted."""
    changes = _verified(event)
    if not changes:
        return False
    latest = event.record.change_requests.filter(status=ChangeStatus.ACCEPTED).first()
    asked = {(each.name, each.new) for each in latest.asked()} if latest else set()
    made = {(name.removeprefix("campus."), new) for name, (_old, new) in changes.items()}
    return not made <= asked


def _update_words(event: Event) -> dict[str, Any]:
    return {"school": event.record.name, "changes": lambda: _in_lines(_verified(event))}


def _in_lines(changes: dict[str, list[str]]) -> str:
    told = [change_in_words(name, *both) for name, both in changes.items()]
    nothing = _("(empty)")
    return "\n".join(
        _("· %(field)s: %(old)s → %(new)s")
        % {"field": each.label, "old": each.old or nothing, "new": each.new or nothing}
        for each in told
    )


UPDATED = Telling(
    kind="school_updated",
    readers=of_school(lambda event: event.record_id),
    words=_update_words,
    link=lambda event: reverse("alliances:school_data", args=[event.record.uscc]),
    when=_told_of_update,
)
HIDDEN = Telling(
    kind="introduction_hidden",
    readers=of_school(lambda event: event.record_id),
    words=lambda event: {"school": event.record.name, "reason": event.reason},
    link=lambda event: reverse("alliances:own_details", args=[event.record.uscc]),
)


# -- change requests -------------------------------------------------------------------------------


def _who_asked(events: Sequence[Event]) -> dict[int, list[Any]]:
    """Return the school's people, and who asked, while they act for it."""
    schools = {event.record.school_id for event in events}
    people = people_of_schools(schools)
    acting = Representative.objects.filter(school__in=schools, until__isnull=True)
    asked = {
        (row.school_id, row.user_id): row.user
        for row in acting.filter(
            user__in={event.record.asked_by_id for event in events}
        ).select_related("user")
    }
    return {event.pk: _with_asker(event.record, people, asked) for event in events}


def _with_asker(request: ChangeRequest, people: dict, asked: dict) -> list[Any]:
    asker = asked.get((request.school_id, request.asked_by_id))
    return [*people.get(request.school_id, ()), *([asker] if asker else [])]


def _request_words(event: Event) -> dict[str, Any]:
    request = event.record
    return {
        "school": request.school.name,
        "code": request.code,
        "fields": lambda: _(", ").join(asked_labels(request)),
        "reason": event.reason,
    }


def _decided(kind: str) -> Telling:
    return Telling(
        kind=kind,
        readers=_who_asked,
        words=_request_words,
        link=lambda event: reverse(
            "alliances:change", args=[event.record.school.uscc, event.record.code]
        ),
    )


# -- hand-overs ------------------------------------------------------------------------------------


def _handover_words(event: Event) -> dict[str, Any]:
    handover = event.record
    return {
        "school": handover.school.name,
        "outgoing": str(handover.outgoing.user),
        "successor": str(handover.successor or ""),
        "reason": event.reason,
    }


def _outgoing(events: Sequence[Event]) -> dict[int, list[Any]]:
    return {event.pk: [event.record.outgoing.user] for event in events}


def _successor(events: Sequence[Event]) -> dict[int, list[Any]]:
    return {event.pk: [event.record.successor] for event in events if event.record.successor}


def _handover_page(handover: Handover) -> str:
    return reverse("alliances:hand_over", args=[handover.school.uscc])


def _to_outgoing(kind: str) -> Telling:
    return _of_handover(kind, _outgoing, lambda event: _handover_page(event.record))


def _to_successor(kind: str) -> Telling:
    return _of_handover(kind, _successor, lambda _event: reverse("alliances:taking_over"))


def _of_handover(kind: str, readers: Readers, link: Any) -> Telling:
    return Telling(kind=kind, readers=readers, words=_handover_words, link=link)


TELLINGS = {
    Verb.JOIN: tell_of_joining,
    Verb.MOVE: LEADS_LEFT,
    Verb.LEAVE: together(LEFT.drafts, LEADS_LEFT.drafts),
    Verb.EXPEL: together(EXPELLED.drafts, LEADS_LEFT.drafts),
    Verb.UPDATE: UPDATED,
    Verb.HIDE_INTRODUCTION: HIDDEN,
    Verb.ACCEPT_CHANGE: _decided("change_accepted"),
    Verb.DECLINE_CHANGE: _decided("change_declined"),
    Verb.START_HANDOVER: _to_outgoing("handover_started"),
    Verb.ACCEPT_HANDOVER: _to_outgoing("handover_accepted"),
    Verb.CONFIRM_HANDOVER: together(
        _of_handover(
            "handover_taken", _successor, lambda event: desk_of(event.record.school)
        ).drafts,
        # No longer theirs to look at.
        _of_handover("handover_given", _outgoing, lambda _event: "").drafts,
    ),
    Verb.REFUSE_HANDOVER: together(
        _to_outgoing("handover_refused").drafts, _to_successor("handover_refused").drafts
    ),
    Verb.CANCEL_HANDOVER: together(
        _to_outgoing("handover_cancelled").drafts, _to_successor("handover_cancelled").drafts
    ),
    Verb.FAIL_ROSTER: Telling(
        kind="import_failed",
        readers=lambda events: {event.pk: [event.acting_user] for event in events},
        words=lambda event: {"file": event.record.original_name},
        link=lambda event: reverse("roster_imports:inspect", args=[event.record_id]),
        to_actor=True,
    ),
}


def register() -> None:
    """Register kinds and tellings; called once, in AppConfig.ready()."""
    here = Path(__file__).parent
    register_kinds(here / "messages.toml")
    register_kinds(here / "messages_people.toml")
    register_tellings("alliances", TELLINGS)
