"""An appeal: people not involved before look at a decision once more (申诉)."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.numbering import next_number
from association.core.regulated import change_status, record_event
from association.core.workdays import add_working_days
from association.violations.enums import (
    AppealStatus,
    CaseStatus,
    Measure,
    Part,
    StatementKind,
    Verb,
)
from association.violations.models import Appeal, AppealVote, Case, CasePerson, CaseSettings
from association.violations.selectors.people import refuse_part
from association.violations.selectors.ways_back import possible_panel, why_not_name
from association.violations.services.effect import annul_case
from association.violations.services.hearing import refuse_stranger, say

APPEALABLE = (CaseStatus.DECIDED, CaseStatus.CLOSED)


@transaction.atomic
def lodge_appeal(
    *, case: Case, words: str, acting_user: Any, files: Sequence[tuple[str, bytes]] = ()
) -> Appeal:
    """Appeal for the school. Nothing takes effect or is published until it is answered.

    files: names and contents of pictures or PDFs, up to six.
    Returns the appeal. Raises RuleError for whoever does not act for the school, once the days are
    over, the decision was accepted or an appeal was lodged, without words, and for unusable files;
    InvalidTransition unless the case is decided.
    """
    row = Case.locked(case.pk)
    if row.status not in APPEALABLE:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    refuse_stranger(acting_user, row.school)
    _refuse_late(row)
    said = say(row, StatementKind.APPEAL, words, acting_user, files)
    came_from, today = row.status, clock.today()
    change_status(record=row, to=CaseStatus.APPEALED, verb=Verb.APPEAL, acting_user=acting_user)
    appeal = Appeal.objects.create(
        code=f"A-{today.year}-{next_number(series='appeal', year=today.year):04d}",
        case=row,
        statement=said,
        came_from=came_from,
        answer_by=today + dt.timedelta(days=CaseSettings.load().appeal_answer_days),
    )
    record_event(record=appeal, verb=Verb.APPEAL, acting_user=acting_user, first=True)
    return appeal


@transaction.atomic
def name_panel(
    *, appeal: Appeal, panel: Collection[User], acting_user: Any, reason: str = ""
) -> Appeal:
    """Name who hears an appeal: an odd number, so that it cannot end without an outcome.

    None of them had any part in the case. While it is heard, people can be added in pairs where
    somebody named cannot vote; nobody is taken off, and the reason is kept. A majority is then one
    of all who are named.
    Nobody who looked into the case or decided it names them.
    Returns the appeal. Raises RuleError for whoever worked on the case, where something stands
    against the person or somebody named, and for too few or an even number; InvalidTransition once
    it is answered.
    """
    case, row = _locked(appeal)
    if row.status not in {AppealStatus.LODGED, AppealStatus.HEARD}:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    if acting_user is not None:
        refuse_part(acting_user, school=case.school, finding=case.finding)
        if why := why_not_name(acting_user, case):
            raise RuleError(why)
    is_first = row.status == AppealStatus.LODGED
    if not (is_first or reason.strip()):
        raise RuleError(_("Please note why more people are named."))
    members = _checked(case, panel, is_first=is_first)
    for each in members:
        CasePerson.objects.create(case=case, user=each, part=Part.APPEAL)
    told = {"verb": Verb.NAME_PANEL, "acting_user": acting_user, "reason": reason.strip()}
    if is_first:
        row = change_status(record=row, to=AppealStatus.HEARD, **told)
    else:
        record_event(record=row, old_status=row.status, **told)
    record_event(record=case, old_status=case.status, **told)
    return row


@transaction.atomic
def vote_appeal(*, appeal: Appeal, uphold: bool, words: str, acting_user: Any) -> Appeal:
    """Vote on an appeal. With more than half of those named on one side, it is answered.

    words: why; the school reads them without the name. Upheld, the decision is withdrawn at once.
    Rejected, the case is where it was before, and the decision is final.
    Returns the appeal. Raises RuleError for whoever is not named or voted already, where something
    stands against the person by now, and without words; InvalidTransition unless it is heard.
    """
    case, row = _locked(appeal)
    if row.status != AppealStatus.HEARD:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    _refuse_vote(case, row, acting_user)
    if not words.strip():
        raise RuleError(_("Please write why; the school reads your reasons."))
    AppealVote.objects.create(appeal=row, user=acting_user, uphold=uphold, words=words.strip())
    record_event(record=row, verb=Verb.VOTE_APPEAL, acting_user=acting_user, old_status=row.status)
    return _count(case, row, acting_user)


def _locked(appeal: Appeal) -> tuple[Case, Appeal]:
    """Return the case and its appeal, locked in the order in which every verb locks them."""
    case = Case.locked(appeal.case_id)
    row = Appeal.locked(appeal.pk)
    row.case = case
    return case, row


def _refuse_late(case: Case) -> None:
    if case.accepted_at is not None:
        raise RuleError(_("Your school has accepted the decision, so it is final."))
    if case.appeals.exists():
        raise RuleError(_("Your school has appealed already; there is one appeal in a case."))
    if not case.appeal_open:
        raise RuleError(_("The days to appeal are over."))


def _checked(case: Case, panel: Collection[User], *, is_first: bool) -> list[User]:
    possible = {user.pk: user for user in possible_panel(case)}
    chosen = {user.pk for user in panel}
    if chosen - possible.keys():
        raise RuleError(_("Somebody named cannot hear this appeal. Please choose others."))
    least = CaseSettings.load().appeal_people
    if is_first and (len(chosen) < least or len(chosen) % 2 == 0):
        raise RuleError(
            _("Please name an odd number of people, at least %(count)s.") % {"count": least}
        )
    if not is_first and (not chosen or len(chosen) % 2):
        raise RuleError(_("Please add two people, or four: the number has to stay odd."))
    return [possible[pk] for pk in sorted(chosen)]


def _refuse_vote(case: Case, appeal: Appeal, user: Any) -> None:
    if not case.people.filter(user=user, part=Part.APPEAL).exists():
        raise RuleError(_("You are not named to hear this appeal."))
    if appeal.votes.filter(user=user).exists():
        raise RuleError(_("You have voted already."))
    refuse_part(user, school=case.school, finding=case.finding)


def _count(case: Case, row: Appeal, acting_user: Any) -> Appeal:
    votes = list(row.votes.order_by("pk"))
    named = case.people.filter(part=Part.APPEAL).count()
    for uphold in (True, False):
        side = [vote.words for vote in votes if vote.uphold is uphold]
        if len(side) * 2 > named:
            answer = _uphold if uphold else _reject
            return answer(case, row, "\n\n".join(side), acting_user)
    return row


def _uphold(case: Case, row: Appeal, reasons: str, acting_user: Any) -> Appeal:
    row = _answer(row, AppealStatus.UPHELD, Verb.UPHOLD_APPEAL, reasons, acting_user)
    told = _("Upheld on appeal %(code)s.") % {"code": row.code}
    annul_case(case=case, reason=told, acting_user=acting_user)
    return row


def _reject(case: Case, row: Appeal, reasons: str, acting_user: Any) -> Appeal:
    row = _answer(row, AppealStatus.REJECTED, Verb.REJECT_APPEAL, reasons, acting_user)
    change_status(
        record=case,
        to=row.came_from,
        verb=Verb.REJECT_APPEAL,
        acting_user=acting_user,
        **_days_anew(case, row),
    )
    return row


def _days_anew(case: Case, row: Appeal) -> dict[str, dt.date]:
    """While the appeal ran the school had nothing to put right, so its days begin anew."""
    if case.measure != Measure.MEND or row.came_from != CaseStatus.DECIDED:
        return {}
    return {"mend_by": add_working_days(clock.today(), CaseSettings.load().mend_days)}


def _answer(row: Appeal, to: AppealStatus, verb: Verb, reasons: str, acting_user: Any) -> Appeal:
    return change_status(
        record=row,
        to=to,
        verb=verb,
        acting_user=acting_user,
        decided_at=clock.now(),
        reasons=reasons,
    )
