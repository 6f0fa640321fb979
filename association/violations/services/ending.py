"""A case ends: what it asked for is done, or it is not pursued."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status
from association.violations.enums import IN_HAND, CaseStatus, Measure, Verb
from association.violations.models import Case
from association.violations.selectors.people import has_looked_into, refuse_part
from association.violations.services.danger import lift_danger
from association.violations.services.opening import in_hand


@transaction.atomic
def close_case(*, case: Case, words: str, acting_user: Any) -> Case:
    """Close a decided case, once what it asked for is done. A public one ends by itself.

    words: what was done, when, and who saw it.
    Returns the case. Raises RuleError without words or where something stands against the person;
    InvalidTransition in another state.
    """
    row = in_hand(case, acting_user, CaseStatus.DECIDED)
    if Measure(row.measure).is_public:
        raise RuleError(_("What is decided here is put in force, and ends on its day."))
    return _end(row, CaseStatus.CLOSED, Verb.CLOSE, words, acting_user)


@transaction.atomic
def dismiss_case(*, case: Case, words: str, acting_user: Any) -> Case:
    """Do not pursue a case. For somebody who decides cases and did not look into this one.

    Returns the case. Raises RuleError without words, to whoever looked into it or against whom
    something stands; InvalidTransition once it is being decided.
    """
    row = Case.locked(case.pk)
    if row.status not in IN_HAND:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_part(acting_user, school=row.school, finding=row.finding)
    if acting_user is not None and has_looked_into(acting_user, row):
        raise RuleError(_("You looked into this case, so somebody else lets it rest."))
    row = _end(row, CaseStatus.DISMISSED, Verb.DISMISS, words, acting_user)
    lift_danger(case=row, reason=words.strip(), acting_user=acting_user)
    return row


def _end(row: Case, to: CaseStatus, verb: Verb, words: str, acting_user: Any) -> Case:
    if not words.strip():
        raise RuleError(_("Please write how it ended; the school reads it if it was told."))
    return change_status(
        record=row,
        to=to,
        verb=verb,
        acting_user=acting_user,
        reason=words.strip(),
        ended_at=clock.now(),
        ending=words.strip(),
    )
