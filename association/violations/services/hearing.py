"""The school is told facts and rights, answers, and is heard in person where it asks for it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from association.alliances.models import School
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.core.workdays import add_working_days
from association.violations.enums import (
    CaseStatus,
    Measure,
    StatementKind,
    Verb,
    possible_measures,
)
from association.violations.models import Case, CaseSettings, Statement
from association.violations.models.case import LONGEST_FACTS
from association.violations.services.evidence import keep_file
from association.violations.services.opening import in_hand

MAX_FILES = 6


@transaction.atomic
def tell_school(*, case: Case, in_view: str, acting_user: Any) -> Case:
    """Tell the school facts, evidence and rights; its days to answer begin.

    in_view: the hardest measure the decision can take.
    Returns the case. Raises RuleError for a measure beyond the severity, without evidence, where
    nobody reads for the school, or for a case of a finding whose facts do not stand any more;
    InvalidTransition unless it is being looked into.
    """
    row = in_hand(case, acting_user, CaseStatus.OPEN)
    if Measure(in_view) not in possible_measures(row.severity):
        raise RuleError(_("This measure is too hard for a case of this severity."))
    if not row.evidence.exists():
        raise RuleError(_("Please add evidence first: the school answers to what is shown."))
    if not row.school.representatives.filter(until__isnull=True, user__is_active=True).exists():
        raise RuleError(_("Nobody reads for this school here. Invite its principal first."))
    if row.finding and not row.finding.is_unfinished:
        raise RuleError(_("The finding is closed or fell away meanwhile. Do not pursue the case."))
    return change_status(
        record=row,
        to=CaseStatus.TOLD,
        verb=Verb.TELL,
        acting_user=acting_user,
        in_view=Measure(in_view),
        told_at=clock.now(),
        answer_by=add_working_days(clock.today(), CaseSettings.load().answer_days),
    )


@transaction.atomic
def answer_case(
    *,
    case: Case,
    words: str,
    acting_user: Any,
    files: Sequence[tuple[str, bytes]] = (),
    said_all: bool = False,
) -> Statement:
    """Say something for the school. It may answer as often as it likes, as long as it is heard.

    files: names and contents of pictures or PDFs, up to six. said_all: it wants no more days and no
    hearing, so that it can be decided earlier.
    Returns the statement. Raises RuleError without words, with too many, for an unusable file,
    and once the days are over; InvalidTransition unless the case is with the school.
    """
    row = _with_school(case, acting_user)
    if not row.answer_open and not row.hearing_waits:
        raise RuleError(_("The days for your answer are over."))
    said = say(row, StatementKind.ANSWER, words, acting_user, files)
    row.answered_at, row.said_all = clock.now(), said_all
    row.save(update_fields=["answered_at", "said_all"])
    record_event(record=row, verb=Verb.ANSWER, acting_user=acting_user, old_status=row.status)
    return said


@transaction.atomic
def ask_hearing(*, case: Case, words: str, acting_user: Any) -> Statement:
    """Ask to be heard in person. Nothing is decided before that took place.

    Returns the statement. Raises as `answer_case`, and RuleError where it was asked before.
    """
    row = _with_school(case, acting_user)
    if row.hearing_asked_at is not None:
        raise RuleError(_("You have asked for a hearing already."))
    if not row.answer_open:
        raise RuleError(_("The days for your answer are over."))
    said = say(row, StatementKind.HEARING, words, acting_user)
    row.hearing_asked_at, row.said_all = clock.now(), False
    row.save(update_fields=["hearing_asked_at", "said_all"])
    record_event(record=row, verb=Verb.ASK_HEARING, acting_user=acting_user, old_status=row.status)
    return said


@transaction.atomic
def hold_hearing(*, case: Case, held_on: dt.date, record: str, acting_user: Any) -> Case:
    """Keep that the school was heard in person, and what was said; the school reads the record.

    Returns the case. Raises RuleError where no hearing waits, without a record, and for a day
    before it was asked for or still to come; InvalidTransition unless it is with the school.
    """
    row = in_hand(case, acting_user, CaseStatus.TOLD)
    if not row.hearing_waits:
        raise RuleError(_("No hearing is waiting."))
    if not record.strip():
        raise RuleError(_("Please write who was there and what was said."))
    if not timezone.localdate(row.hearing_asked_at) <= held_on <= clock.today():
        raise RuleError(_("Please write the day of the hearing, after it was asked for."))
    row.hearing_held_on, row.hearing_record = held_on, record.strip()
    row.save(update_fields=["hearing_held_on", "hearing_record"])
    record_event(record=row, verb=Verb.HOLD_HEARING, acting_user=acting_user, old_status=row.status)
    return row


def _with_school(case: Case, user: Any) -> Case:
    row = Case.locked(case.pk)
    if row.status != CaseStatus.TOLD:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_stranger(user, row.school)
    return row


def refuse_stranger(user: Any, school: School) -> None:
    """Raise RuleError for whoever does not act for a school."""
    if user is not None and not speaks_for(user, school):
        raise RuleError(_("Only the school's own people speak for it."))


def speaks_for(user: Any, school: School) -> bool:
    """Say whether a person acts for a school now."""
    return user.representations.filter(school=school, until__isnull=True).exists()


def say(
    case: Case,
    kind: StatementKind,
    words: str,
    author: Any,
    files: Sequence[tuple[str, bytes]] = (),
) -> Statement:
    """Keep what a school says, with its files; called by the verbs, in their transaction.

    Raises RuleError without words, with too many of them or of files, for an unusable file.
    """
    said = words.strip()
    if not said:
        raise RuleError(_("Please write a few words."))
    if len(said) > LONGEST_FACTS:
        raise RuleError(_("At most %(count)s characters.") % {"count": LONGEST_FACTS})
    statement = Statement.objects.create(case=case, kind=kind, words=said, author=author)
    if len(files) > MAX_FILES:
        raise RuleError(_("At most %(count)s files.") % {"count": MAX_FILES})
    origin = _("handed in by the school on %(day)s") % {"day": clock.today().isoformat()}
    for name, data in files:
        keep_file(
            case,
            title=name[:200],
            origin=origin,
            data=data,
            name=name,
            acting_user=author,
            statement=statement,
        )
    return statement
