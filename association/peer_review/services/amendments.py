"""What is changed after a draw, with its reason, on the public record (回避与替补)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from association.alliances.enums import MembershipStatus
from association.alliances.models import School
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.peer_review import selection
from association.peer_review.enums import RoundKind, Verb, VisitStatus
from association.peer_review.models import Amendment, Draw, Participant, Round, Seat, Visit
from association.peer_review.selectors.people import refuse_own
from association.peer_review.selectors.records import present_record
from association.peer_review.services.visitors_told import tell_dropped, tell_replaced
from association.peer_review.services.visits import WORKING, plan_visits, settle


@transaction.atomic
def recuse(*, seat: Seat, reason: str, acting_user: Any) -> Seat:
    """Excuse a school from one visit of a mutual round; the next that may, goes in its place.

    Who that is follows from the seed, not from a choice.
    Returns the new place. Raises RuleError without a reason, where nobody else may go under the
    rules (then `call_off_seat`), once answers are in, and to whoever acts for one of the schools;
    InvalidTransition once the visit is over.
    """
    refuse_own(acting_user, seat.school, seat.visit.school)
    return replace_sender(seat=seat, reason=reason, acting_user=acting_user)


@transaction.atomic
def replace_sender(*, seat: Seat, reason: str, acting_user: Any) -> Seat:
    """Do what `recuse` does, whoever asks: a school that leaves ends its own visits."""
    row, draw_row = _locked(seat)
    substitute = _excuse(draw_row, row.school, row.visit.school, reason, acting_user)
    # Whoever left once its own visit was over is still in the draw, and goes nowhere.
    while not _is_member(substitute):
        substitute = _excuse(draw_row, substitute, row.visit.school, has_left(), acting_user)
    _end(row, reason)
    place = Seat.objects.create(visit=row.visit, school=substitute, in_place_of=row)
    event = record_event(
        record=row.visit,
        verb=Verb.RECUSE,
        acting_user=acting_user,
        reason=f"{row.school} → {substitute}: {reason.strip()}",
    )
    tell_replaced(seat=row, place=place, event=event)
    return place


def has_left() -> str:
    """Return the reason kept for a school that left; the record has one language."""
    with translation.override("zh-hans"):
        return _("The school has left the association.")


def _is_member(school: School) -> bool:
    return school.memberships.filter(status=MembershipStatus.ACTIVE).exists()


def _excuse(
    draw_row: Draw, visitor: School, visited: School, reason: str, acting_user: Any
) -> School:
    """Put one recusal on the record. Returns who goes instead; DrawError where nobody may."""
    entry = selection.recusal(
        present_record(draw_row),
        visitor=visitor.uscc,
        visited=visited.uscc,
        reason=reason,
        at=timezone.localtime(clock.now()),
    )
    _append(draw_row, entry, acting_user)
    return draw_row.round.participants.get(school__uscc=entry["substitute"]).school


@transaction.atomic
def call_off_seat(*, seat: Seat, reason: str, acting_user: Any) -> Seat:
    """Call one school's part in a visit off; nobody goes in its place.

    The visit itself is called off when that was its last visitor.
    Returns the ended place. Raises as `recuse`.
    """
    refuse_own(acting_user, seat.school, seat.visit.school)
    return drop_sender(seat=seat, reason=reason, acting_user=acting_user)


def drop_sender(*, seat: Seat, reason: str, acting_user: Any) -> Seat:
    """Do what `call_off_seat` does, whoever asks: a school that leaves ends its own visits.

    Where the answers of all who stay are in, the visit is done with them.
    """
    row, draw_row = _locked(seat)
    entry = selection.cancellation(
        present_record(draw_row),
        visitor=row.school.uscc,
        visited=row.visit.school.uscc,
        reason=reason,
        at=timezone.localtime(clock.now()),
    )
    _append(draw_row, entry, acting_user)
    _end(row, reason)
    if row.visit.seats.filter(until__isnull=True).exists():
        told = f"{row.school}: {reason.strip()}"
        event = record_event(
            record=row.visit, verb=Verb.RECUSE, acting_user=acting_user, reason=told
        )
        tell_dropped(seats=[row], acting_user=acting_user, event=event)
        settle(row.visit, acting_user)
    else:
        tell_dropped(seats=[row], acting_user=acting_user)
        _call_off(row.visit, reason, acting_user)
    return row


@transaction.atomic
def withdraw(*, participant: Participant, reason: str, acting_user: Any) -> Participant | None:
    """Leave a school out of a random draw; the next of its stratum moves up, nobody else moves.

    Returns who moves up, None where nobody is left or the school was not to be visited. Raises
    RuleError without a reason, when it was left out before, and to whoever acts for it;
    InvalidTransition once the round ended or the visit took place.
    """
    refuse_own(acting_user, participant.school)
    return leave_out(participant=participant, reason=reason, acting_user=acting_user)


def leave_out(*, participant: Participant, reason: str, acting_user: Any) -> Participant | None:
    """Do what `withdraw` does, whoever asks: a school that leaves ends its own visits."""
    row = Round.locked(participant.round_id)
    _refuse_unless_working(row)
    if row.kind != RoundKind.RANDOM:
        raise RuleError(_("In this round a visitor is excused, not the visited school."))
    leaver = row.participants.select_related("school").get(pk=participant.pk)
    visit = row.visits.filter(school=leaver.school_id, again_of__isnull=True).first()
    if visit is not None and visit.status != VisitStatus.PLANNED:
        raise InvalidTransition(record=visit, status_label=visit.get_status_display())
    if visit is not None and visit.submissions.exists():
        raise RuleError(_("Answers of this visit are in, so the school stays in the round."))
    draw_row = row.draw
    moment = timezone.localtime(clock.now())
    entry = selection.withdrawal(
        present_record(draw_row), code=leaver.school.uscc, reason=reason, at=moment
    )
    _append(draw_row, entry, acting_user)
    _mark_left_out(leaver, reason, acting_user)
    if visit is not None:
        _call_off(visit, reason, acting_user)
    record_event(
        record=row,
        verb=Verb.SUBSTITUTE,
        acting_user=acting_user,
        reason=f"{leaver.school}: {reason.strip()}",
    )
    return _move_up(row, entry["substitute"], acting_user)


def _mark_left_out(leaver: Participant, reason: str, acting_user: Any) -> None:
    leaver.chosen = False
    leaver.withdrawn_at, leaver.withdrawn_by = clock.now(), acting_user
    leaver.withdrawal_reason = reason.strip()
    leaver.save(update_fields=["chosen", "withdrawn_at", "withdrawn_by", "withdrawal_reason"])


def _move_up(row: Round, code: str | None, acting_user: Any) -> Participant | None:
    if code is None:
        return None
    substitute = row.participants.select_related("school").get(school__uscc=code)
    substitute.chosen = True
    substitute.save(update_fields=["chosen"])
    plan_visits(of=row, schools=[substitute.school], acting_user=acting_user)
    return substitute


def _locked(seat: Seat) -> tuple[Seat, Draw]:
    """Return the place and its draw; the round is locked, so amendments come one after another."""
    row = Round.locked(seat.visit.round_id)
    _refuse_unless_working(row)
    visit = Visit.locked(seat.visit_id)
    place = Seat.objects.select_related("school", "visit__school").get(pk=seat.pk)
    if place.until is not None:
        raise RuleError(_("This place was given to another school."))
    if row.kind != RoundKind.MUTUAL or place.school is None:
        raise RuleError(_("Only visitors who were drawn are excused on the record."))
    if visit.status != VisitStatus.PLANNED or place.submissions.exists():
        raise RuleError(_("The answers of this visit are in, so its visitors stay."))
    return place, Draw.objects.select_related("round").get(round=row)


def _refuse_unless_working(row: Round) -> None:
    if row.status not in WORKING:
        raise InvalidTransition(record=row, status_label=row.get_status_display())


def _append(draw_row: Draw, entry: Mapping[str, Any], acting_user: Any) -> None:
    last = draw_row.amendments.count()
    Amendment.objects.create(
        draw=draw_row, sequence=last + 1, entry=dict(entry), acting_user=acting_user
    )


def _end(place: Seat, reason: str) -> None:
    place.until, place.end_reason = clock.now(), reason.strip()
    place.save(update_fields=["until", "end_reason"])


def _call_off(visit: Visit, reason: str, acting_user: Any) -> None:
    change_status(
        record=visit,
        to=VisitStatus.CANCELLED,
        verb=Verb.CANCEL_VISIT,
        acting_user=acting_user,
        reason=reason.strip(),
    )
