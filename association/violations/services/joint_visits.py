"""A department inspects, and the association accompanies: asked for, answered, put on record."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from association.alliances.models import Department
from association.alliances.permissions import departments_of
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.violations.enums import OPEN_VISITS, JointVisitStatus, Part, Verb
from association.violations.models import Case, JointVisit
from association.violations.private_words import refuse_private_words
from association.violations.selectors.people import refuse_part
from association.violations.services.opening import join

LONGEST_ENDING = JointVisit._meta.get_field("ending").max_length


@transaction.atomic
def ask_joint_visit(
    *, case: Case, department: Department, words: str, wished_on: dt.date, acting_user: Any
) -> JointVisit:
    """Ask a department to inspect a school, and the association to come along.

    words: why, as the department's liaisons read it. Whoever asks looks into the case.
    Returns the joint visit. Raises RuleError without words, where they name somebody or repeat what
    was written in confidence, for a day that is over, while another one is under way with this
    department, and where something stands against the person; InvalidTransition once the case is
    over.
    """
    row = Case.locked(case.pk)
    if not row.is_unfinished:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    _take_part(row, acting_user)
    if not words.strip():
        raise RuleError(_("Please write why the visit is asked for."))
    refuse_private_words(row, words)
    if wished_on < clock.today():
        raise RuleError(_("This day is over. Please choose another one."))
    if row.joint_visits.filter(department=department, status__in=OPEN_VISITS).exists():
        raise RuleError(_("A joint visit with this department is under way already."))
    visit = JointVisit.objects.create(
        case=row, department=department, words=words.strip(), wished_on=wished_on
    )
    record_event(record=visit, verb=Verb.ASK_JOINT_VISIT, acting_user=acting_user, first=True)
    return visit


@transaction.atomic
def answer_joint_visit(
    *, joint_visit: JointVisit, agreed_on: dt.date | None, answer: str, acting_user: Any
) -> JointVisit:
    """Answer for the department: on which day it visits, or that it does not.

    agreed_on: None to decline, also what was agreed before; then `answer` says why.
    Returns the joint visit. Raises RuleError to a stranger, for a day that is over, and for a
    refusal without words; InvalidTransition once it is answered.
    """
    row = JointVisit.locked(joint_visit.pk)
    if not departments_of(acting_user).filter(pk=row.department_id).exists():
        raise RuleError(_("You do not read for this department."))
    if agreed_on is None and not answer.strip():
        raise RuleError(_("Please write a few words on why it does not take place."))
    if agreed_on is not None and agreed_on < clock.today():
        raise RuleError(_("This day is over. Please choose another one."))
    return change_status(
        record=row,
        to=JointVisitStatus.DECLINED if agreed_on is None else JointVisitStatus.AGREED,
        verb=Verb.ANSWER_JOINT_VISIT,
        acting_user=acting_user,
        agreed_on=agreed_on,
        answer=answer.strip(),
    )


@transaction.atomic
def keep_joint_visit(
    *, joint_visit: JointVisit, held_on: dt.date, record: str, acting_user: Any
) -> JointVisit:
    """Keep the record of a joint visit. The department inspected; the association accompanied.

    record: what was seen, and who was there. Whoever keeps it looks into the case.
    Returns the joint visit. Raises RuleError without a record, for a day to come or before it was
    asked for, and where something stands against the person; InvalidTransition unless agreed.
    """
    case = Case.locked(joint_visit.case_id)
    row = JointVisit.locked(joint_visit.pk)
    if row.status != JointVisitStatus.AGREED:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    _take_part(case, acting_user)
    if not record.strip():
        raise RuleError(_("Please write down what was seen, and who was there."))
    if held_on > clock.today():
        raise RuleError(_("This day is still to come."))
    if held_on < timezone.localdate(row.asked_at):
        raise RuleError(_("The visit was asked for later than this day."))
    return change_status(
        record=row,
        to=JointVisitStatus.HELD,
        verb=Verb.KEEP_JOINT_VISIT,
        acting_user=acting_user,
        held_on=held_on,
        record_words=record.strip(),
    )


@transaction.atomic
def withdraw_visit(*, joint_visit: JointVisit, reason: str, acting_user: Any) -> JointVisit:
    """Withdraw a joint visit that was asked for, or agreed, before it takes place.

    reason: as the department reads it. Also for a case that ended meanwhile.
    Returns the joint visit. Raises RuleError without a reason, where it names somebody or repeats
    what was written in confidence, and where something stands against the person;
    InvalidTransition once it took place or was ended.
    """
    return _end(joint_visit, JointVisitStatus.WITHDRAWN, Verb.WITHDRAW_VISIT, reason, acting_user)


@transaction.atomic
def miss_visit(*, joint_visit: JointVisit, reason: str, acting_user: Any) -> JointVisit:
    """Note that a visit that was agreed did not take place.

    reason: as the department reads it. Another visit can be asked for then.
    Returns the joint visit. Raises RuleError before the day that was agreed, and as
    `withdraw_visit`; InvalidTransition unless agreed.
    """
    row = JointVisit.locked(joint_visit.pk)
    if row.status == JointVisitStatus.AGREED and row.agreed_on > clock.today():
        raise RuleError(_("Its day is still to come. A visit to come can be withdrawn."))
    return _end(row, JointVisitStatus.MISSED, Verb.MISS_VISIT, reason, acting_user)


def _end(visit: JointVisit, to: JointVisitStatus, verb: Verb, reason: str, user: Any) -> JointVisit:
    row = JointVisit.locked(visit.pk)
    if to not in row.transitions.get(row.status, ()):
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    _refuse_other_part(row.case, user)
    if not 0 < len(reason.strip()) <= LONGEST_ENDING:
        raise RuleError(_("Please write a few words on why it does not take place."))
    refuse_private_words(row.case, reason)
    return change_status(
        record=row,
        to=to,
        verb=verb,
        acting_user=user,
        reason=reason.strip(),
        ending=reason.strip(),
    )


def _take_part(case: Case, user: Any) -> None:
    """Whoever goes along, or writes of it, looks into the case and never decides it."""
    _refuse_other_part(case, user)
    if user is not None:
        join(case, user)


def _refuse_other_part(case: Case, user: Any) -> None:
    refuse_part(user, school=case.school, finding=case.finding)
    if user is None:
        return
    if case.people.filter(user=user).exclude(part=Part.INVESTIGATOR).exists():
        raise RuleError(_("You have another part in this case, so others deal with the visit."))
