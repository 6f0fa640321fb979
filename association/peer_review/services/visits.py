"""Visits of a round: planned, given their visitors, handed in."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.enums import MembershipStatus
from association.alliances.models import School
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event, record_first_events
from association.peer_review.enums import RoundKind, RoundStatus, Source, Verb, VisitStatus
from association.peer_review.models import Report, Round, Seat, Submission, Visit
from association.peer_review.selectors.people import acts_for, knows_of, refuse_own, refuse_tied
from association.peer_review.services.again import plan_again
from association.peer_review.services.reports import open_report
from association.peer_review.services.telling import tell_own
from association.peer_review.services.visitors_told import (
    tell_named,
    tell_typed_in,
    tell_unseated,
)

WORKING = (RoundStatus.DRAWN, RoundStatus.RUNNING)


@transaction.atomic
def plan_visits(
    *,
    of: Round,
    schools: Iterable[School],
    senders: Mapping[int, Iterable[School]] | None = None,
    acting_user: Any,
) -> list[Visit]:
    """Plan one visit for each school, with a visitor's place for each school that sends one.

    senders: by the visited school's key. Returns the visits. Their number does not change that of
    the statements.
    """
    visits = Visit.objects.bulk_create(Visit(round=of, school=school) for school in schools)
    Seat.objects.bulk_create(
        Seat(visit=visit, school=sender)
        for visit in visits
        for sender in (senders or {}).get(visit.school_id, ())
    )
    record_first_events(records=visits, verb=Verb.PLAN_VISIT, acting_user=acting_user)
    return visits


@transaction.atomic
def name_visitor(*, seat: Seat, user: Any, acting_user: Any) -> Seat:
    """Say who goes for the school that sends a visitor. Another name replaces the one before.

    Returns the place. Raises RuleError for a person who does not act for that school, who acts for
    the visited one or one tied to it, and once the answers of this place are in; InvalidTransition
    once the visit is over.
    """
    visit = _locked_open(seat.visit_id)
    row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if row.until is not None:
        raise RuleError(_("This place was given to another school."))
    if row.submissions.exists():
        raise RuleError(_("The answers of this visit are in, so its visitors stay."))
    if not user.is_active:
        raise RuleError(_("This account is not active."))
    if row.school_id is None:
        _refuse_strangers(visit, user)
    elif not acts_for(user, row.school_id):
        raise RuleError(_("Choose somebody who acts for the school that sends the visitor."))
    refuse_tied(visit, user)
    if visit.seats.filter(until__isnull=True, visitor=user).exclude(pk=row.pk).exists():
        raise RuleError(_("This person already has a place in this visit."))
    before, row.visitor = row.visitor, user
    row.save(update_fields=["visitor"])
    event = record_event(
        record=visit, verb=Verb.NAME_VISITOR, acting_user=acting_user, reason=str(user)
    )
    tell_named(seat=row, before=before, event=event)
    return row


@transaction.atomic
def seat_visitor(*, visit: Visit, user: Any, acting_user: Any) -> Seat:
    """Give a visit of a sweep or a random draw a visitor: somebody who visits for the alliance.

    Returns the place. Raises RuleError for anybody else, for whoever acts for the school or a
    school tied to it, for mutual visits and self-checks, whose visitors come otherwise, and to
    whoever acts for the visited school.
    """
    row = _locked_open(visit.pk)
    refuse_own(acting_user, row.school)
    if not row.takes_named_visitors:
        raise RuleError(_("In this round the schools that were drawn send the visitors."))
    if row.again_of_id and knows_of(user, row.again_of):
        raise RuleError(_("This visit is made again by somebody who knows nothing of the first."))
    _refuse_strangers(row, user)
    refuse_tied(row, user)
    if row.seats.filter(until__isnull=True, visitor=user).exists():
        raise RuleError(_("This person already has a place in this visit."))
    seat = Seat.objects.create(visit=row, visitor=user)
    event = record_event(
        record=row, verb=Verb.NAME_VISITOR, acting_user=acting_user, reason=str(user)
    )
    tell_named(seat=seat, before=None, event=event)
    return seat


@transaction.atomic
def unseat_visitor(*, seat: Seat, reason: str, acting_user: Any) -> Seat:
    """Take a visitor whom `seat_visitor` named off a visit again.

    Returns the ended place. Raises RuleError without a reason, for a place that a draw gave, and
    once answers are in; InvalidTransition once the visit is over.
    """
    if not reason.strip():
        raise RuleError(_("Say why this person does not go."))
    visit = _locked_open(seat.visit_id)
    refuse_own(acting_user, visit.school)
    row = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if row.school_id is not None or row.until is not None:
        raise RuleError(_("Only visitors who were named by hand are taken off by hand."))
    if row.submissions.exists():
        raise RuleError(_("The answers of this visit are in, so its visitors stay."))
    row.until, row.end_reason = clock.now(), reason.strip()
    row.save(update_fields=["until", "end_reason"])
    event = record_event(
        record=visit,
        verb=Verb.UNSEAT_VISITOR,
        acting_user=acting_user,
        reason=f"{row.visitor}: {row.end_reason}",
    )
    tell_unseated(seat=row, event=event)
    settle(visit, acting_user)
    return row


@transaction.atomic
def hand_in(
    *,
    visit: Visit,
    seat: Seat | None,
    source: Source,
    visited_on: dt.date,
    answers: Mapping[str, Any],
    failed: list[str],
    acting_user: Any,
    key: uuid.UUID | None = None,
) -> Submission:
    """Keep the answers of one visitor, or of the school about itself.

    answers, failed: as `checklists.answers` cleaned them. key: the same key sent again returns the
    row that is there.
    The visit is done once every visitor's answers are in, and its report is opened. Until then a
    correction is a further row. A self-check can be made again, and opens own findings.
    Returns the submission. Raises InvalidTransition once the visit is called off or the round is
    not running; RuleError for a day outside the window or in the future, for a place that is not
    this visit's or was given up, without a place while the visit has some, and to whoever acts for
    the visited school, except about itself, and once all answers are in.
    """
    key = key or uuid.uuid4()
    row = Visit.locked(visit.pk)
    if (again := Submission.objects.filter(key=key).first()) is not None:
        if again.visit_id != row.pk:
            raise RuleError(_("These answers were handed in for another visit. Begin anew."))
        return again
    if row.status == VisitStatus.CANCELLED or row.round.status != RoundStatus.RUNNING:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    if not row.round.opens_on <= visited_on <= min(row.round.due_on, clock.today()):
        raise RuleError(_("The day of the visit lies outside the round, or still ahead."))
    if row.round.kind != RoundKind.SELF:
        refuse_own(acting_user, row.school)
        _refuse_after_report(row)
    if seat is not None and source == Source.PAPER:
        _refuse_in_the_name_of_others(seat, acting_user)
    place = _place_in(row, seat)
    submission = Submission.objects.create(
        visit=row,
        seat=place,
        key=key,
        source=source,
        visited_on=visited_on,
        answers=dict(answers),
        failed=list(failed),
        entered_by=acting_user,
    )
    tell_typed_in(submission=submission)
    if row.status == VisitStatus.PLANNED and _all_in(row):
        _done(row, acting_user)
    else:
        record_event(record=row, verb=Verb.HAND_IN, acting_user=acting_user, old_status=row.status)
    if row.round.kind == RoundKind.SELF:
        tell_own(visit=row, submission=submission, acting_user=acting_user)
    return submission


def settle(visit: Visit, acting_user: Any) -> None:
    """Call a visit done where nobody's answers are awaited any more, and somebody's are in."""
    row = Visit.locked(visit.pk)
    answered = row.seats.filter(until__isnull=True, submissions__isnull=False)
    if row.status == VisitStatus.PLANNED and answered.exists() and _all_in(row):
        _done(row, acting_user)


def _done(row: Visit, acting_user: Any) -> None:
    change_status(record=row, to=VisitStatus.DONE, verb=Verb.HAND_IN, acting_user=acting_user)
    if row.round.kind != RoundKind.SELF:
        open_report(visit=row, acting_user=acting_user)
        plan_again(visit=row, acting_user=acting_user)


def _all_in(visit: Visit) -> bool:
    waiting = visit.seats.filter(until__isnull=True, submissions__isnull=True)
    return not waiting.exists()


def _refuse_in_the_name_of_others(seat: Seat, user: Any) -> None:
    """Nobody types in for a visitor who is at the school with the phone."""
    if seat.visitor_id not in {None, user.pk} and seat.openings.exists():
        raise RuleError(_("This visitor opened the visit on the phone and hands in there."))


def _refuse_after_report(visit: Visit) -> None:
    """Once all are in, each may have read the others' answers: nobody writes the own anew."""
    if Report.objects.filter(visit=visit).exists():
        raise RuleError(
            _(
                "All answers of this visit are in, so they stay. A fact that is wrong is corrected "
                "at the finding."
            )
        )


def _place_in(visit: Visit, seat: Seat | None) -> Seat | None:
    """Return the place as it stands now; it may have been given up since the page was made."""
    standing = visit.seats.filter(until__isnull=True)
    if seat is None:
        if standing.exists():
            raise RuleError(_("Say whose answers these are."))
        return None
    place = standing.filter(pk=seat.pk).first()
    if place is None:
        raise RuleError(_("This place was given to another school."))
    return place


def _locked_open(pk: int) -> Visit:
    row = Visit.locked(pk)
    if row.status != VisitStatus.PLANNED or row.round.status not in WORKING:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    return row


def _visits_for(user: Any, alliance_id: int) -> bool:
    return (
        user.is_active
        and user.visited_alliances.filter(alliance=alliance_id, until__isnull=True).exists()
    )


def _refuse_strangers(visit: Visit, user: Any) -> None:
    member = visit.school.memberships.filter(status=MembershipStatus.ACTIVE).first()
    if member is None or not _visits_for(user, member.alliance_id):
        raise RuleError(_("Choose somebody who visits for the school's alliance."))
