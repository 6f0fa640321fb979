"""Reads that cross models: who is where, what an invitation says, what was done to a school."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from association.alliances.codes import read_code
from association.alliances.enums import Capacity, InvitationStatus, MembershipStatus, Verb
from association.alliances.models import (
    Alliance,
    AllianceVisitor,
    Campus,
    ChangeRequestEvent,
    Handover,
    HandoverEvent,
    Invitation,
    InvitationEvent,
    Membership,
    MembershipEvent,
    Representative,
    School,
    SchoolEvent,
)
from association.alliances.models.school import searchable
from association.core import clock, uscc
from association.core.regulated import Event

# Longer patterns than any name or number are cut: SQLite refuses very long ones.
LONGEST_SEARCH = 120
# When an invitation that nobody has answered is worth a call, and for how long after its end.
UNANSWERED_AFTER = dt.timedelta(days=7)
ENDS_SOON = dt.timedelta(days=3)
RECALLED_FOR = dt.timedelta(days=30)


def find_invitation(code: str) -> Invitation | None:
    """Return the invitation that a link opens, whatever its state; None where none fits.

    code: number and secret, as in the link or typed by hand. A wrong secret and an unknown number
    look alike.
    """
    read = read_code(code)
    if read is None:
        return None
    rows = Invitation.objects.select_related("school", "handover__outgoing")
    found = rows.filter(pk=read.pk).first()
    # The comparison is made without a find as well, so that its time tells nothing.
    fits = (found or Invitation()).opens_with(read.secret)
    return found if found and fits else None


def join_address(invitation: Invitation) -> str:
    """Return the full address of an invitation, as it stands in the QR code."""
    return settings.SITE_URL + reverse("alliances:join", args=[invitation.code])


def invitation_state(invitation: Invitation) -> str:
    """Return the state's word; an invitation whose time is over says so."""
    if invitation.has_expired:
        return pgettext("invitation", "Run out")
    return invitation.get_status_display()


def unanswered_invitations() -> QuerySet[Invitation]:
    """Return the invitations worth a call to the school, the nearest end first.

    Sent a week ago, about to run out, or run out lately with the seat still empty.
    """
    now = clock.now()
    waits = Q(created_at__lte=now - UNANSWERED_AFTER) | Q(expires_at__lte=now + ENDS_SOON)
    seat = Representative.objects.filter(
        school=OuterRef("school"), capacity=Capacity.PRINCIPAL, until__isnull=True
    )
    taken = Q(capacity=Capacity.PRINCIPAL, handover__isnull=True) & Exists(seat)
    rows = Invitation.objects.filter(
        waits, status=InvitationStatus.SENT, expires_at__gte=now - RECALLED_FOR
    )
    return rows.exclude(taken).order_by("expires_at", "pk")


def handovers_to_decide(user: Any) -> QuerySet[Handover]:
    """Return the hand-overs that wait for a decision of somebody who had no part in them."""
    part = Q(started_by=user) | Q(successor=user) | Q(outgoing__user=user)
    sent = Invitation.objects.filter(handover__isnull=False, sent_by=user).values("handover")
    return Handover.objects.waiting().exclude(part).exclude(pk__in=sent).order_by("pk")


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


def principal_of(school: School) -> Representative | None:
    """Return the appointment of the school's principal, None where there is none."""
    return acting_now().filter(school=school, capacity=Capacity.PRINCIPAL).first()


def open_handover_of(school: School) -> Handover | None:
    """Return the hand-over of a school that is under way."""
    rows = school.handovers.open().select_related("outgoing__user", "successor", "started_by")
    return rows.first()


def takeovers_of(user: Any) -> QuerySet[Handover]:
    """Return the hand-overs in which a person is the successor, the latest first."""
    return Handover.objects.filter(successor=user).select_related("school", "outgoing__user")


def may_be_invited() -> QuerySet[School]:
    """Return the members that have no principal here."""
    seated = Representative.objects.filter(
        school=OuterRef("pk"), capacity=Capacity.PRINCIPAL, until__isnull=True
    )
    return School.objects.members().filter(~Exists(seated))


@dataclass(frozen=True, slots=True)
class Addressee:
    """A member, seen by whoever invites many. sent: the invitation not used or taken back."""

    school: School
    principal: str
    sent: Invitation | None

    @property
    def still_open(self) -> Invitation | None:
        """The invitation that a new one would replace."""
        return self.sent if self.sent and self.sent.is_open else None


def addressees(alliance: Alliance | None) -> list[Addressee]:
    """Return the members of an alliance, or of all, with their principal or open invitation.

    Those without a principal come first. Their number does not change the number of queries.
    """
    members = School.objects.in_alliance(alliance.code) if alliance else School.objects.members()
    sent = Invitation.objects.filter(
        status=InvitationStatus.SENT, capacity=Capacity.PRINCIPAL, handover__isnull=True
    )
    rows = with_people(members).prefetch_related(Prefetch("invitations", sent, to_attr="sent"))
    found = [
        Addressee(
            school=school,
            principal=str(school.principals[0].user) if school.principals else "",
            sent=next(iter(school.sent), None),
        )
        for school in rows
    ]
    return sorted(found, key=lambda each: bool(each.principal))


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


def with_present_alliance(rows: QuerySet, *, school: str = "school") -> QuerySet:
    """Fetch along the alliance each row's school is in now, for `present_alliance`. One query.

    school: the way to the school in a lookup.
    """
    present = Membership.objects.filter(status=MembershipStatus.ACTIVE).select_related("alliance")
    memberships = Prefetch(f"{school}__memberships", present, to_attr="present_memberships")
    return rows.prefetch_related(memberships)


def present_alliance(school: School) -> Alliance | None:
    """Return the alliance a school is in now, None for one that has left. No query."""
    return next((each.alliance for each in school.present_memberships), None)


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


def visitor_candidates(alliance: Alliance) -> QuerySet:
    """Return the active users who act for a member school of the alliance and do not visit yet."""
    members = School.objects.in_alliance(alliance.code)
    visiting = alliance.visitors.filter(until__isnull=True)
    acting = acting_now().filter(school__in=members)
    users = get_user_model().objects.filter(is_active=True, pk__in=acting.order_by().values("user"))
    return users.exclude(pk__in=visiting.values("user")).order_by("username")


def schools_acted_for(users: Iterable[Any]) -> dict[int, list[School]]:
    """Return the schools each of the users acts for now, by the user's key. One query."""
    found: dict[int, list[School]] = {}
    rows = acting_now().filter(user__in=[user.pk for user in users]).select_related("school")
    for row in rows:
        found.setdefault(row.user_id, []).append(row.school)
    return found


def visiting_for(alliance: Alliance) -> list[AllianceVisitor]:
    """Return those who visit for an alliance now, each with `schools` they act for. Two queries."""
    rows = list(alliance.visitors.filter(until__isnull=True).select_related("user"))
    schools = schools_acted_for([row.user for row in rows])
    for row in rows:
        row.schools = schools.get(row.user_id, [])
    return rows


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
    """Return what was done to a school and to all that belongs to it here; latest first."""
    memberships = MembershipEvent.objects.filter(record__school=school)
    invitations = InvitationEvent.objects.filter(record__school=school)
    handovers = HandoverEvent.objects.filter(record__school=school)
    requests = ChangeRequestEvent.objects.filter(record__school=school)
    lines = [
        *map(_line, SchoolEvent.objects.filter(record=school).select_related("acting_user")),
        *map(_line, memberships.select_related("acting_user", "record__alliance")),
        *map(_line, invitations.select_related("acting_user", "record")),
        *map(_line, handovers.select_related("acting_user")),
        *map(_line, requests.select_related("acting_user", "record")),
    ]
    return sorted(lines, key=lambda line: line.when, reverse=True)


def told_lines(events: QuerySet) -> list[Line]:
    """Return events of one record in words, in their order."""
    return [_line(event) for event in events.select_related("acting_user", "record")]


def _line(event: Event) -> Line:
    about = ""
    if isinstance(event, MembershipEvent):
        about = event.record.alliance.name
    elif isinstance(event, InvitationEvent):
        about = event.record.get_capacity_display()
    elif isinstance(event, ChangeRequestEvent):
        about = event.record.code
    return Line(
        when=event.created_at,
        who=str(event.acting_user or ""),
        what=str(Verb(event.verb).label) if event.verb in Verb else event.verb,
        about=about,
        reason=event.reason,
        changes=[
            change_in_words(name, *both) for name, both in getattr(event, "changes", {}).items()
        ],
    )


def change_in_words(name: str, old: str, new: str) -> Change:
    """Return a changed field of a school, or of its campus (`campus.<field>`), in words."""
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
