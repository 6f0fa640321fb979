"""An objection: anyone concerned says that a published entry is wrong (异议)."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.core.workdays import add_working_days
from association.violations.enums import ObjectionStatus, Verb
from association.violations.models import Case, CaseSettings, Objection
from association.violations.models.case import LONGEST_FACTS
from association.violations.private_words import refuse_private_words
from association.violations.selectors.ways_back import is_corrected_since, refuse_second_part
from association.violations.services.effect import annul_case
from association.violations.services.hearing import speaks_for

MOST_OPEN = 300  # from outside, in all; the first one to an entry is kept even then
OUTCOMES = (ObjectionStatus.REJECTED, ObjectionStatus.CORRECTED)


@transaction.atomic
def lodge_objection(
    *, case: Case, words: str, who: str = "", contact: str = "", acting_user: Any = None
) -> Objection:
    """Object to an entry while it stands. No account is needed, and no name.

    who, contact: only where they are given; read by those who answer alone.
    Returns the objection; its `receipt` opens the page of the outcome. Raises RuleError where the
    entry does not stand any more, without words, and when MOST_OPEN wait.
    """
    row = Case.locked(case.pk)
    if not row.is_public:
        raise RuleError(_("This entry does not stand any more, so there is nothing to object to."))
    said = _said(words)
    by_school = acting_user is not None and speaks_for(acting_user, row.school)
    if not by_school:
        _refuse_flood(row)
    today = clock.today()
    objection = Objection.objects.create(
        code=f"O-{today.year}-{next_number(series='objection', year=today.year):04d}",
        case=row,
        by_school=by_school,
        who=who.strip(),
        contact=contact.strip(),
        words=said,
        author=acting_user,
        answer_by=add_working_days(today, CaseSettings.load().objection_days),
    )
    record_event(record=objection, verb=Verb.OBJECT, acting_user=acting_user, first=True)
    _tell_case(row, Verb.OBJECT, objection, acting_user)
    return objection


@transaction.atomic
def extend_objection(*, objection: Objection, asked_others: str, acting_user: Any) -> Objection:
    """Take the longer term, because others must be asked first. Once, and while the first one runs.

    asked_others: whom, and what about; whoever objected reads it.
    Returns the objection. Raises RuleError without words, a second time, once the day is over, and
    for whoever had a part in the case; InvalidTransition once it is answered.
    """
    _case, row = _locked(objection, acting_user, ObjectionStatus.LODGED)
    if not asked_others.strip():
        raise RuleError(_("Please write who is asked, and what about."))
    if row.asked_others:
        raise RuleError(_("The longer term was taken already."))
    if row.is_overdue:
        raise RuleError(_("The day to answer is over. Please answer now."))
    days = CaseSettings.load().objection_long_days
    row.asked_others = asked_others.strip()
    row.answer_by = add_working_days(timezone.localdate(row.lodged_at), days)
    row.save(update_fields=["asked_others", "answer_by"])
    record_event(
        record=row,
        verb=Verb.EXTEND_OBJECTION,
        acting_user=acting_user,
        old_status=row.status,
        reason=row.asked_others,
    )
    return row


@transaction.atomic
def decide_objection(
    *, objection: Objection, outcome: str, reasons: str, acting_user: Any
) -> Objection:
    """Answer an objection: the entry stands, or its wording was corrected and approved since.

    reasons: whoever objected reads them; of a correction everybody does, beside the entry.
    Returns the objection. Raises RuleError without reasons, for whoever had a part in the case,
    where a correction names somebody, and where the notice reads as it did when the objection came;
    InvalidTransition unless it is being looked at.
    """
    case, row = _locked(objection, acting_user, ObjectionStatus.LODGED)
    to = ObjectionStatus(outcome)
    if to not in OUTCOMES:
        raise RuleError(_("Only another person withdraws an entry. Propose it first."))
    told = _reasons(reasons)
    if to == ObjectionStatus.CORRECTED:
        if not is_corrected_since(case, row.lodged_at):
            raise RuleError(_("Have the notice's text corrected and approved first, then answer."))
        refuse_private_words(case, told)
    return _answer(case, row, to, told, acting_user)


@transaction.atomic
def propose_withdrawal(*, objection: Objection, reasons: str, acting_user: Any) -> Objection:
    """Propose to withdraw an entry, because the objection is right. Another person confirms.

    reasons: as they are read where the entry stood.
    Returns the objection. Raises RuleError without reasons, where they name somebody, once the
    entry has ended, and for whoever had a part in the case; InvalidTransition unless it is being
    looked at.
    """
    case, row = _locked(objection, acting_user, ObjectionStatus.LODGED)
    _refuse_ended(case)
    told = _reasons(reasons)
    refuse_private_words(case, told)
    return _propose(row, told, acting_user)


@transaction.atomic
def confirm_withdrawal(*, objection: Objection, acting_user: Any) -> Objection:
    """Withdraw an entry that another person proposed to withdraw, at once.

    Plaques, pledge and membership are what they were before. Whoever else objected to the same
    entry is answered with it.
    Returns the objection. Raises RuleError for one's own proposal, for whoever had a part in the
    case, and once the entry has ended; InvalidTransition unless it is proposed.
    """
    case, row = _locked(objection, acting_user, ObjectionStatus.PROPOSED)
    if acting_user is None or row.proposed_by_id == acting_user.pk:
        raise RuleError(_("Another person has to confirm your proposal."))
    _refuse_ended(case)
    row = _answer(case, row, ObjectionStatus.WITHDRAWN, row.reasons, acting_user)
    _answer_others(case, row, acting_user)
    annul_case(case=case, reason=row.reasons, acting_user=acting_user, proposed_by=row.proposed_by)
    return row


@transaction.atomic
def refuse_withdrawal(*, objection: Objection, words: str, acting_user: Any) -> Objection:
    """Do not withdraw the entry as proposed; the objection is being looked at again.

    words: why; they stay inside. Whoever proposed it may take it back as well.
    Returns the objection. Raises RuleError without words and for whoever had a part in the case;
    InvalidTransition unless it is proposed.
    """
    _case, row = _locked(objection, acting_user, ObjectionStatus.PROPOSED)
    if not words.strip():
        raise RuleError(_("Please note why it is not withdrawn."))
    return change_status(
        record=row,
        to=ObjectionStatus.LODGED,
        verb=Verb.REFUSE_WITHDRAWAL,
        acting_user=acting_user,
        reason=words.strip(),
        proposed_by=None,
        reasons="",
    )


def _locked(objection: Objection, user: Any, status: ObjectionStatus) -> tuple[Case, Objection]:
    """Return the case and the objection, locked, for somebody who may answer it."""
    case = Case.locked(objection.case_id)
    row = Objection.locked(objection.pk)
    row.case = case
    if row.status != status:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_second_part(user, case)
    if user is not None and row.author_id == user.pk:
        raise RuleError(_("You objected yourself, so others answer."))
    return case, row


def _refuse_ended(case: Case) -> None:
    """An entry ends by its day, whether or not anybody closed the case."""
    if not case.is_public:
        raise RuleError(_("The entry has ended, so there is nothing to withdraw. Please answer."))


def _said(words: str) -> str:
    said = words.strip()
    if not said:
        raise RuleError(_("Please write what is wrong."))
    if len(said) > LONGEST_FACTS:
        raise RuleError(_("At most %(count)s characters.") % {"count": LONGEST_FACTS})
    return said


def _reasons(reasons: str) -> str:
    if not reasons.strip():
        raise RuleError(_("Please write the reasons; whoever objected reads them."))
    return reasons.strip()


def _refuse_flood(case: Case) -> None:
    waiting = Objection.objects.open().filter(by_school=False)
    if waiting.filter(case=case).exists() and waiting.count() >= MOST_OPEN:
        raise RuleError(
            _(
                "More objections wait than the association can read just now, so yours was not "
                "kept. Please call and say what is wrong."
            )
        )


def _propose(row: Objection, reasons: str, acting_user: Any) -> Objection:
    return change_status(
        record=row,
        to=ObjectionStatus.PROPOSED,
        verb=Verb.PROPOSE_WITHDRAWAL,
        acting_user=acting_user,
        proposed_by=acting_user,
        reasons=reasons,
    )


def _answer(
    case: Case, row: Objection, to: ObjectionStatus, reasons: str, acting_user: Any
) -> Objection:
    row = change_status(
        record=row,
        to=to,
        verb=Verb.DECIDE_OBJECTION,
        acting_user=acting_user,
        decided_by=acting_user,
        decided_at=clock.now(),
        reasons=reasons,
    )
    _tell_case(case, Verb.DECIDE_OBJECTION, row, acting_user)
    return row


def _answer_others(case: Case, done: Objection, acting_user: Any) -> None:
    """Whoever else objected to the entry has nothing more to wait for."""
    for pk in list(case.objections.open().order_by("pk").values_list("pk", flat=True)):
        other = Objection.locked(pk)
        if other.status == ObjectionStatus.PROPOSED:
            other.proposed_by = done.proposed_by
            other.save(update_fields=["proposed_by"])
        else:
            other = _propose(other, done.reasons, done.proposed_by)
        _answer(case, other, ObjectionStatus.WITHDRAWN, done.reasons, acting_user)


def _tell_case(case: Case, verb: Verb, row: Objection, acting_user: Any) -> None:
    record_event(
        record=case, verb=verb, acting_user=acting_user, old_status=case.status, reason=row.code
    )
