"""Reads that cross models: who is where, what an invitation says, what was done to a school."""

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.alliances.enums import Capacity, MembershipStatus, Verb
from association.alliances.models import (
    Alliance,
    Campus,
    Invitation,
    InvitationEvent,
    Membership,
    MembershipEvent,
    Representative,
    School,
    SchoolEvent,
)
from association.alliances.models.school import searchable
from association.core import uscc
from association.core.regulated import Event

# Longer patterns than any name or number are cut: SQLite refuses very long ones.
LONGEST_SEARCH = 120

CODE = re.compile(r"([0-9]{1,18})-([0-9a-f]{32})", re.ASCII)


def find_invitation(code: str) -> Invitation | None:
    """Return the invitation that a link opens, whatever its state; None where none fits.

    code: number and secret, as in the link. A wrong secret and an unknown number look alike.
    """
    match = CODE.fullmatch(code)
    if match is None:
        return None
    found = Invitation.objects.select_related("school").filter(pk=int(match[1])).first()
    # The comparison is made without a find as well, so that its time tells nothing.
    fits = (found or Invitation()).opens_with(match[2])
    return found if found and fits else None


def join_address(invitation: Invitation) -> str:
    """Return the full address of an invitation, as it stands in the QR code."""
    return settings.SITE_URL + reverse("alliances:join", args=[invitation.code])


def invitation_state(invitation: Invitation) -> str:
    """Return the state's word; an invitation whose time is over says so."""
    if invitation.has_expired:
        return pgettext("invitation", "Run out")
    return invitation.get_status_display()


def current_membership(school: School) -> Membership | None:
    """Return the membership that runs now."""
    return (
        school.memberships.filter(status=MembershipStatus.ACTIVE).select_related("alliance").first()
    )


def acting_now() -> QuerySet[Representative]:
    """Return the appointments that run now, principals first."""
    return (
        Representative.objects.filter(until__isnull=True)
        .select_related("user")
        .order_by("capacity", "since")
    )


def is_taken(school: School, capacity: str) -> bool:
    """Say whether nobody else can be appointed in a capacity: a school has one principal."""
    return (
        capacity == Capacity.PRINCIPAL
        and acting_now().filter(school=school, capacity=capacity).exists()
    )


def matching(text: str, *, prefix: str = "") -> Q:
    """Return the condition that name, credit code or licence number contains a text.

    prefix: the way to the school in a lookup, for example "school__".
    """
    text = text[:LONGEST_SEARCH]
    wanted = {
        "search_name__contains": searchable(text),
        "uscc__contains": uscc.normalise(text),
        "licence_no__icontains": text.strip(),
    }
    condition = Q()
    for lookup, part in wanted.items():
        if part:
            condition |= Q(**{prefix + lookup: part})
    return condition


def with_people(schools: QuerySet[School]) -> QuerySet[School]:
    """Return the schools, each with `current` (memberships) and `principals` fetched along."""
    return schools.prefetch_related(
        Prefetch(
            "memberships",
            Membership.objects.filter(status=MembershipStatus.ACTIVE).select_related("alliance"),
            to_attr="current",
        ),
        Prefetch(
            "representatives",
            acting_now().filter(capacity=Capacity.PRINCIPAL),
            to_attr="principals",
        ),
    )


def members_of(alliance: Alliance, *, search: str = "") -> QuerySet[School]:
    """Return an alliance's members, each with `has_principal`.

    search: part of the name; empty for all.
    """
    members = School.objects.in_alliance(alliance.code)
    if wanted := searchable(search[:LONGEST_SEARCH]):
        members = members.filter(search_name__contains=wanted)
    principal = Representative.objects.filter(
        school=OuterRef("pk"), capacity=Capacity.PRINCIPAL, until__isnull=True
    )
    return members.annotate(has_principal=Exists(principal))


def licence_validity(school: School) -> str:
    """Return until when the school's licence is valid, in words."""
    if school.licence_long_term:
        return _("without end date")
    if school.licence_valid_until is None:
        return ""
    day = date_format(school.licence_valid_until)
    return _("ran out on %(day)s") % {"day": day} if school.licence_expired else day


@dataclass(frozen=True, slots=True)
class Change:
    """A field's old and new value, as people read them."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a school's history."""

    when: dt.datetime
    who: str
    what: str
    about: str
    reason: str
    changes: list[Change]


def history_of(school: School) -> list[Line]:
    """Return what was done to a school, its memberships and invitations, latest first."""
    memberships = MembershipEvent.objects.filter(record__school=school)
    invitations = InvitationEvent.objects.filter(record__school=school)
    lines = [
        *map(_line, SchoolEvent.objects.filter(record=school).select_related("acting_user")),
        *map(_line, memberships.select_related("acting_user", "record__alliance")),
        *map(_line, invitations.select_related("acting_user", "record")),
    ]
    return sorted(lines, key=lambda line: line.when, reverse=True)


def _line(event: Event) -> Line:
    about = ""
    if isinstance(event, MembershipEvent):
        about = event.record.alliance.name
    elif isinstance(event, InvitationEvent):
        about = event.record.get_capacity_display()
    return Line(
        when=event.created_at,
        who=str(event.acting_user or ""),
        what=str(Verb(event.verb).label) if event.verb in Verb else event.verb,
        about=about,
        reason=event.reason,
        changes=[
            _change(name, old, new) for name, (old, new) in getattr(event, "changes", {}).items()
        ],
    )


def _change(name: str, old: str, new: str) -> Change:
    of_campus = name.startswith("campus.")
    field = (Campus if of_campus else School)._meta.get_field(name.removeprefix("campus."))
    label = str(field.verbose_name)
    if of_campus:
        label = _("campus: %(field)s") % {"field": label}
    return Change(label=label, old=_in_words(field, old), new=_in_words(field, new))


def _in_words(field: Any, value: str) -> str:
    if isinstance(field, models.BooleanField):
        return {"True": _("yes"), "False": _("no")}.get(value, value)
    return str(dict(field.flatchoices).get(value, value))
