"""A repair: a school that put things right asks for its entry to end before its day (信用修复)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.core.workdays import add_working_days
from association.peer_review.models import Visit
from association.peer_review.selectors.people import is_noter
from association.violations.enums import CaseStatus, RepairStatus, StatementKind, Verb
from association.violations.models import Case, CaseSettings, Repair
from association.violations.private_words import refuse_private_words
from association.violations.selectors.clean_visits import possible_visits
from association.violations.selectors.ways_back import refuse_second_part, repair_day
from association.violations.services.effect import end_by_repair
from association.violations.services.hearing import refuse_stranger, say


@transaction.atomic
def ask_repair(
    *, case: Case, words: str, acting_user: Any, files: Sequence[tuple[str, bytes]] = ()
) -> Repair:
    """Ask for the entry to end, once it stood for its least time. It can be asked again after a no.

    files: names and contents of pictures or PDFs that show what was put right, up to six.
    Returns the repair. Raises RuleError for whoever does not act for the school, before that day,
    once the entry has ended, while it was asked already, without words, and for unusable files;
    InvalidTransition unless the decision is in force.
    """
    row = Case.locked(case.pk)
    if row.status != CaseStatus.IN_FORCE:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_stranger(acting_user, row.school)
    _refuse_day(row)
    if row.repairs.open().exists():
        raise RuleError(_("Your school has asked already. Please wait for the answer."))
    said = say(row, StatementKind.REPAIR, words, acting_user, files)
    today = clock.today()
    repair = Repair.objects.create(
        code=f"R-{today.year}-{next_number(series='repair', year=today.year):04d}",
        case=row,
        statement=said,
        answer_by=add_working_days(today, CaseSettings.load().repair_days),
    )
    record_event(record=repair, verb=Verb.ASK_REPAIR, acting_user=acting_user, first=True)
    _tell_case(row, Verb.ASK_REPAIR, repair, acting_user)
    return repair


@transaction.atomic
def grant_repair(*, repair: Repair, visit: Visit, reasons: str, acting_user: Any) -> Repair:
    """Grant a repair: the entry ends at once. For somebody who had no part in the case.

    visit: a clean one after the entry began. reasons: the school and the public read them.
    Returns the repair. Raises RuleError for another visit, without reasons or where they name
    somebody, for whoever had a part in the case or made the visit, and once the entry has ended;
    InvalidTransition once it is answered.
    """
    case, row = _locked(repair, acting_user)
    if not case.is_public:
        raise RuleError(_("The entry has ended already, so there is nothing left to grant."))
    if visit not in possible_visits(case):
        raise RuleError(_("This visit does not bear out that the promise is kept again."))
    if is_noter(acting_user, visit):
        raise RuleError(_("You made this visit, or your school did, so others grant the repair."))
    told = _reasons(reasons)
    refuse_private_words(case, told)
    row = _answer(row, RepairStatus.GRANTED, Verb.GRANT_REPAIR, told, acting_user, visit=visit)
    end_by_repair(case=case, reason=told, proposed_by=row.statement.author, acting_user=acting_user)
    return row


@transaction.atomic
def refuse_repair(*, repair: Repair, reasons: str, acting_user: Any) -> Repair:
    """Refuse a repair with reasons. The school may ask again.

    Returns the repair. Raises RuleError without reasons and for whoever had a part in the case;
    InvalidTransition once it is answered.
    """
    case, row = _locked(repair, acting_user)
    told = _reasons(reasons)
    row = _answer(row, RepairStatus.REFUSED, Verb.REFUSE_REPAIR, told, acting_user)
    _tell_case(case, Verb.REFUSE_REPAIR, row, acting_user)
    return row


def _locked(repair: Repair, user: Any) -> tuple[Case, Repair]:
    """Return the case and the repair, locked, for somebody who may answer it."""
    case = Case.locked(repair.case_id)
    row = Repair.locked(repair.pk)
    if row.status != RepairStatus.ASKED:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_second_part(user, case)
    return case, row


def _refuse_day(case: Case) -> None:
    if not case.is_public:
        raise RuleError(_("The entry has ended by itself, so no repair is needed."))
    first = repair_day(case)
    if first is None:
        raise RuleError(_("The entry ends by itself before a repair could be asked for."))
    if clock.today() < first:
        raise RuleError(
            _("A repair can be asked for from %(day)s on.")
            % {"day": date_format(first, "DATE_FORMAT")}
        )


def _reasons(reasons: str) -> str:
    if not reasons.strip():
        raise RuleError(_("Please write the reasons; the school reads them."))
    return reasons.strip()


def _answer(
    row: Repair, to: RepairStatus, verb: Verb, reasons: str, acting_user: Any, **more: Any
) -> Repair:
    return change_status(
        record=row,
        to=to,
        verb=verb,
        acting_user=acting_user,
        decided_by=acting_user,
        decided_at=clock.now(),
        reasons=reasons,
        **more,
    )


def _tell_case(case: Case, verb: Verb, row: Repair, acting_user: Any) -> None:
    record_event(
        record=case, verb=verb, acting_user=acting_user, old_status=case.status, reason=row.code
    )
