"""Rounds from plan to end. Rounds with a draw pass through `services.draws` in between."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.peer_review.enums import (
    ChecklistStatus,
    RoundKind,
    RoundStatus,
    Verb,
    VisitStatus,
)
from association.peer_review.models import Round
from association.peer_review.permissions import may_plan_for
from association.peer_review.selectors.people import refuse_own
from association.peer_review.services.pool import enter_participants
from association.peer_review.services.visits import plan_visits

PLANNED_FIELDS = (
    "title",
    "kind",
    "scope",
    "alliance",
    "checklist",
    "opens_on",
    "closes_on",
    "due_on",
    "visits_per_school",
    "avoid_rounds",
    "rival_metres",
    "algorithm",
)


@transaction.atomic
def plan_round(*, plan: Mapping[str, Any], acting_user: Any) -> Round:
    """Prepare a round; nothing is published yet.

    plan: values of PLANNED_FIELDS, defaults where left out.
    Returns the round with its code. Raises ValidationError for a plan that contradicts itself,
    RuleError where the user may not prepare a round with this scope or the checklist is a draft.
    """
    row = Round(**{name: plan[name] for name in PLANNED_FIELDS if name in plan})
    _check_plan(row, acting_user)
    year = clock.today().year
    row.code = f"{year}-{next_number(series='round', year=year):02d}"
    row.full_clean()
    row.save()
    record_event(record=row, verb=Verb.PLAN_ROUND, acting_user=acting_user, first=True)
    return row


@transaction.atomic
def edit_round(*, plan_of: Round, plan: Mapping[str, Any], acting_user: Any) -> Round:
    """Change a round that is still a draft.

    plan: values of PLANNED_FIELDS; what is left out stays.
    Returns the round. Raises InvalidTransition once it is more than a draft, else as `plan_round`.
    """
    row = Round.locked(plan_of.pk)
    if not row.is_draft:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    old = {name: getattr(row, name) for name in PLANNED_FIELDS}
    for name in PLANNED_FIELDS:
        if name in plan:
            setattr(row, name, plan[name])
    _check_plan(row, acting_user)
    row.full_clean()
    row.save(update_fields=PLANNED_FIELDS)
    changed = {
        name: (old[name], getattr(row, name))
        for name in PLANNED_FIELDS
        if old[name] != getattr(row, name)
    }
    record_event(record=row, verb=Verb.EDIT_ROUND, acting_user=acting_user, changed=changed)
    return row


def _check_plan(row: Round, acting_user: Any) -> None:
    if acting_user is not None and not may_plan_for(acting_user, row.alliance):
        raise RuleError(_("You prepare rounds for the alliance that you lead."))
    if row.checklist_id and row.checklist.status == ChecklistStatus.DRAFT:
        raise RuleError(_("This checklist is still a draft. Put it in use first."))


@transaction.atomic
def open_round(*, record: Round, acting_user: Any) -> Round:
    """Begin the visits. Self-checks and sweeps begin from the plan, with all members in scope.

    Returns the round. Raises InvalidTransition from any other state, RuleError for a round whose
    draw is still to come, for one without schools, and once its window is over.
    """
    row = Round.locked(record.pk)
    if row.is_drawn_kind and row.status in {RoundStatus.DRAFT, RoundStatus.ANNOUNCED}:
        raise RuleError(_("This round needs its draw first."))
    if row.closes_on < clock.today():
        raise RuleError(_("The last day of visits is over. Call the round off and plan another."))
    opened = change_status(
        record=row, to=RoundStatus.RUNNING, verb=Verb.OPEN_ROUND, acting_user=acting_user
    )
    if not row.is_drawn_kind:
        everybody = enter_participants(of=opened)
        opened.participants.update(chosen=True)
        plan_visits(of=opened, schools=[one.school for one in everybody], acting_user=acting_user)
    return opened


@transaction.atomic
def close_round(*, record: Round, acting_user: Any, reason: str = "") -> Round:
    """End a round. Visits that did not take place are called off, with the reason.

    reason: needed while visits are outstanding.
    Returns the round. Raises InvalidTransition unless it runs; RuleError without that reason, and
    to whoever acts for a school that would escape its visit.
    """
    outstanding = record.visits.filter(status=VisitStatus.PLANNED)
    _refuse_escape(record, acting_user)
    if outstanding.exists() and not reason.strip():
        raise RuleError(_("Some visits did not take place. Say why the round ends without them."))
    closed = change_status(
        record=record,
        to=RoundStatus.CLOSED,
        verb=Verb.CLOSE_ROUND,
        acting_user=acting_user,
        reason=reason,
    )
    _call_off_visits(closed, acting_user, reason)
    return closed


@transaction.atomic
def cancel_round(*, record: Round, acting_user: Any, reason: str) -> Round:
    """Call a round off. What was announced and drawn stays published, with the reason beside it.

    Returns the round. Raises InvalidTransition once it ended; RuleError without a reason, and to
    whoever acts for a school that would escape its visit.
    """
    _refuse_escape(record, acting_user)
    if not reason.strip():
        raise RuleError(_("Say why the round is called off: schools and the public will read it."))
    cancelled = change_status(
        record=record,
        to=RoundStatus.CANCELLED,
        verb=Verb.CANCEL_ROUND,
        acting_user=acting_user,
        reason=reason,
    )
    _call_off_visits(cancelled, acting_user, reason)
    return cancelled


def _refuse_escape(row: Round, acting_user: Any) -> None:
    """Nobody ends a round in which others are still to visit the school they act for."""
    if row.kind == RoundKind.SELF:
        return
    outstanding = row.visits.filter(status=VisitStatus.PLANNED).select_related("school")
    refuse_own(acting_user, *(visit.school for visit in outstanding))


def _call_off_visits(row: Round, acting_user: Any, reason: str) -> None:
    for visit in row.visits.filter(status=VisitStatus.PLANNED):
        change_status(
            record=visit,
            to=VisitStatus.CANCELLED,
            verb=Verb.CANCEL_VISIT,
            acting_user=acting_user,
            reason=reason,
        )
