"""Which acts on plaques and take-downs are told to whom.

A measure is told once it is carried out whole, by `told_measures`.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.alliances.readers import leads_of_schools, of_school
from association.core.regulated import Event
from association.messaging.tellings import Telling, register_tellings, together
from association.messaging.wording import register_kinds
from association.plaques.enums import PlaqueStatus, Verb
from association.plaques.models import TakeDown

FILES = ("messages.toml", "messages_measures.toml")


def _words(event: Event) -> dict[str, Any]:
    plaque = event.record
    return {
        "school": plaque.school.name,
        "campus": plaque.campus.name,
        "number": plaque.number,
        "hang_by": plaque.hang_by,
        "until": plaque.valid_until,
    }


def _of_plaque(kind: str, **more: Any) -> Telling:
    """Return a telling of an act on a plaque: the school's people read it, with their desk."""
    values = {
        "readers": of_school(),
        "words": _words,
        "link": lambda event: _desk(event.record.school),
    }
    return Telling(kind=kind, **(values | more))


def _desk(school: School) -> str:
    return reverse("alliances:school_desk", args=[school.uscc])


def _public_page(event: Event) -> str:
    return event.record.get_absolute_url()


def _replaced_words(event: Event) -> dict[str, Any]:
    """Return the words of a plaque with a new copy: the latest replaced one says why."""
    copy = event.record.replaced_copies.first()
    return _words(event) | {"why": copy.get_reason_display}


def _ended_words(event: Event) -> dict[str, Any]:
    active = event.record.status == PlaqueStatus.ACTIVE
    return _words(event) | {
        "now": lambda: (
            _("It is valid again and may hang.")
            if active
            else _("It is issued and not confirmed at the gate yet.")
        )
    }


def _leads(events: Sequence[Event]) -> dict[int, list[Any]]:
    leads = leads_of_schools({event.record.school_id for event in events})
    return {event.pk: leads.get(event.record.school_id, []) for event in events}


def _gate(event: Event) -> str:
    """Return where a lead sends a newer photo from."""
    plaque = event.record
    membership = plaque.school.memberships.select_related("alliance").latest("pk")
    return reverse("plaques:hang", args=[membership.alliance.code, plaque.number])


# -- take-downs ------------------------------------------------------------------------------------


def _take_down_words(event: Event) -> dict[str, Any]:
    take_down: TakeDown = event.record
    return {
        "school": take_down.school.name,
        "campus": take_down.plaque.campus.name,
        "number": take_down.plaque.number,
        "due": take_down.due_on,
        "reason": event.reason,
    }


def _of_take_down(kind: str, **more: Any) -> Telling:
    values = {
        "readers": of_school(lambda event: event.record.plaque.school_id),
        "words": _take_down_words,
        "link": _bare_wall,
    }
    return Telling(kind=kind, **(values | more))


def _bare_wall(event: Event) -> str:
    plaque = event.record.plaque
    return reverse("plaques:bare_wall", args=[plaque.school.uscc, plaque.number])


def _still_taken_back(event: Event) -> bool:
    """Leave out what closed because the plaque was given back: that was told with the measure."""
    return event.record.plaque.status == PlaqueStatus.REVOKED


# -- proposals: whoever proposed hears what came of it ---------------------------------------------


def _to_proposer(kind: str) -> Telling:
    return Telling(
        kind=kind,
        readers=lambda events: {event.pk: [event.record.proposed_by] for event in events},
        words=lambda event: {"number": event.record.plaque.number},
        link=lambda event: reverse("measure_admin:inspect", args=[event.record_id]),
    )


TELLINGS = {
    Verb.ISSUE: _of_plaque("plaque_issued"),
    Verb.ACTIVATE: _of_plaque("plaque_activated", link=_public_page),
    Verb.HIDE_PHOTO: together(
        _of_plaque("photo_hidden").drafts,
        _of_plaque("photo_wanted", readers=_leads, link=_gate).drafts,
    ),
    Verb.END_SUSPENSION: _of_plaque(
        "suspension_ended", readers=of_school(leads=True), words=_ended_words, link=_public_page
    ),
    Verb.RENEW: _of_plaque("plaque_renewed", link=_public_page),
    Verb.REPLACE: _of_plaque("plaque_replaced", words=_replaced_words),
    Verb.SHOW_BARE_WALL: _of_take_down("bare_wall_shown"),
    Verb.DOUBT_BARE_WALL: _of_take_down("bare_wall_doubted"),
    Verb.CLOSE_TAKE_DOWN: _of_take_down("take_down_closed", when=_still_taken_back),
    Verb.REJECT: _to_proposer("proposal_rejected"),
    Verb.WITHDRAW: _to_proposer("proposal_set_aside"),
}
# Called by their verbs: a measure that a case decided opens a take-down again, and is approved, as
# well, and is told as a whole.
HANGS_AGAIN = _of_take_down("take_down_reopened")
APPROVED = _to_proposer("proposal_approved")


def register() -> None:
    """Register kinds and tellings; called once, in AppConfig.ready()."""
    for name in FILES:
        register_kinds(Path(__file__).parent / name)
    register_tellings("plaques", TELLINGS)
