"""Ties between schools: declared with a reason, ended with a reason."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core import clock
from association.core.audit import record_act
from association.core.errors import RuleError
from association.peer_review.enums import TieKind, Verb
from association.peer_review.models import Tie


@transaction.atomic
def declare_tie(*, one: School, other: School, kind: TieKind, reason: str, acting_user: Any) -> Tie:
    """Say that two schools do not visit one another.

    Draws announced already keep what they were announced with.
    Returns the tie, new or standing. Raises RuleError for one school alone or without a reason.
    """
    if one.pk == other.pk:
        raise RuleError(_("Choose two different schools."))
    if not reason.strip():
        raise RuleError(_("Say in a few words what stands between the two schools."))
    first, second = sorted((one, other), key=lambda school: school.pk)
    # Two people who declare at once queue up at the first school.
    School.locked(first.pk)
    standing = Tie.objects.standing().filter(first=first, second=second, kind=kind).first()
    if standing is not None:
        return standing
    tie = Tie.objects.create(
        first=first, second=second, kind=kind, reason=reason.strip(), declared_by=acting_user
    )
    _record(tie, Verb.DECLARE_TIE, acting_user, reason)
    return tie


@transaction.atomic
def end_tie(*, tie: Tie, reason: str, acting_user: Any) -> Tie:
    """Say that nothing stands between two schools any more. A second call changes nothing.

    Returns the tie. Raises RuleError without a reason.
    """
    if not reason.strip():
        raise RuleError(_("Say in a few words why nothing stands between them any more."))
    row = Tie.objects.select_for_update(of=("self",)).get(pk=tie.pk)
    if row.ended_at is None:
        row.ended_at, row.ended_by, row.end_reason = clock.now(), acting_user, reason.strip()
        row.save(update_fields=["ended_at", "ended_by", "end_reason"])
        _record(row, Verb.END_TIE, acting_user, reason)
    return row


def _record(tie: Tie, verb: Verb, user: Any, reason: str) -> None:
    for school in (tie.first, tie.second):
        record_act(action=f"peer_review.{verb}", user=user, obj=tie, school=school, reason=reason)
