"""From the visitors' sealed answers to one report, and from it to what the school is told."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.peer_review.checklists.agreement import differences, merged
from association.peer_review.checklists.answers import check_answers
from association.peer_review.checklists.questions import Group, groups_of
from association.peer_review.enums import ReportStatus, Verb
from association.peer_review.models import Report, Seat, Visit
from association.peer_review.selectors.clocks import decidable_on
from association.peer_review.selectors.people import is_noter, refuse_own, refuse_tied
from association.peer_review.selectors.sealed import sealed_answers
from association.peer_review.services.reports_told import tell_differing, tell_school
from association.peer_review.services.telling import tell_findings


@transaction.atomic
def open_report(*, visit: Visit, acting_user: Any) -> Report:
    """Put the answers of a visit together, now that all are in. Where none differ, it is final.

    Returns the report; the one there is, if there is one.
    """
    if (report := Report.objects.filter(visit=visit).first()) is not None:
        return report
    report = Report.objects.create(visit=visit, status=ReportStatus.DIFFERING)
    record_event(record=report, verb=Verb.OPEN_REPORT, acting_user=acting_user, first=True)
    groups, given = groups_of(visit.round.checklist), sealed_answers(visit)
    if not differences(groups, given):
        return _finish(report, {}, Verb.CONFIRM_AGREEMENT, acting_user)
    tell_differing(report=report)
    return report


@transaction.atomic
def propose_agreement(
    *, report: Report, kept: Mapping[str, int], note: str, acting_user: Any
) -> Report:
    """Propose, in view of all answers, which is kept where they differ.

    kept: for each difference the key of the place whose answer is kept. note: why, for the record.
    Returns the report. Raises RuleError unless every difference is told and by one of this visit's
    visitors; InvalidTransition unless it is open.
    """
    row = Report.locked(report.pk)
    if _place_of(row, acting_user) is None:
        raise RuleError(_("The visitors of this visit agree between themselves."))
    told = _told(row.visit, kept)
    return change_status(
        record=row,
        to=ReportStatus.PROPOSED,
        verb=Verb.PROPOSE_AGREEMENT,
        acting_user=acting_user,
        proposal={"kept": told, "note": note.strip()},
        proposed_by=acting_user,
    )


@transaction.atomic
def confirm_agreement(*, report: Report, acting_user: Any) -> Report:
    """Confirm what another visitor proposed; the report is final with it.

    Returns the report. Raises RuleError to the proposer and to whoever did not visit;
    InvalidTransition without a proposal.
    """
    row = _locked_proposal(report, acting_user)
    return _finish(row, _told(row.visit, row.proposal["kept"]), Verb.CONFIRM_AGREEMENT, acting_user)


@transaction.atomic
def reject_agreement(*, report: Report, reason: str, acting_user: Any) -> Report:
    """Do not agree to what another visitor proposed. Returns the report, open again.

    Raises as `confirm_agreement`, and RuleError without a reason.
    """
    if not reason.strip():
        raise RuleError(_("Say what you saw otherwise."))
    row = _locked_proposal(report, acting_user)
    return change_status(
        record=row,
        to=ReportStatus.DIFFERING,
        verb=Verb.REJECT_AGREEMENT,
        acting_user=acting_user,
        reason=reason.strip(),
        proposal=None,
        proposed_by=None,
    )


@transaction.atomic
def decide_agreement(
    *, report: Report, kept: Mapping[str, int], note: str, acting_user: Any
) -> Report:
    """Decide where the visitors do not agree; for whoever runs the round.

    Returns the report. Raises RuleError without words, to a visitor of this visit, to whoever acts
    for the school, and while the visitors have time to agree (`decidable_on`); InvalidTransition
    once it is final.
    """
    row = Report.locked(report.pk)
    refuse_own(acting_user, row.visit.school)
    refuse_tied(row.visit, acting_user)
    if is_noter(acting_user, row.visit):
        raise RuleError(_("You were there yourself, so somebody else decides."))
    if not note.strip():
        raise RuleError(_("Say why these answers are kept: visitors and school will read it."))
    if row.status != ReportStatus.FINAL and (day := decidable_on(row)) > clock.today():
        raise RuleError(
            _("The visitors agree between themselves first. You can decide from %(day)s.")
            % {"day": day.isoformat()}
        )
    told = _told(row.visit, kept)
    return _finish(row, told, Verb.DECIDE_AGREEMENT, acting_user, note.strip())


def _finish(
    row: Report, kept: Mapping[str, int], verb: Verb, acting_user: Any, note: str = ""
) -> Report:
    visit = row.visit
    groups = groups_of(visit.round.checklist)
    given = sealed_answers(visit)
    answers = merged(groups, given, kept)
    checked = check_answers(groups, answers, peer=True, with_photos=False, voices=len(given))
    final = change_status(
        record=row,
        to=ReportStatus.FINAL,
        verb=verb,
        acting_user=acting_user,
        reason=note,
        answers=answers,
        failed=checked.failed_codes,
        confirmed_by=acting_user,
        final_at=clock.now(),
    )
    found = tell_findings(visit=visit, failures=checked.failures, acting_user=acting_user)
    tell_school(report=final, findings=found)
    return final


def _told(visit: Visit, kept: Mapping[str, int]) -> dict[str, int]:
    groups: list[Group] = groups_of(visit.round.checklist)
    parts = differences(groups, sealed_answers(visit))
    if any(kept.get(part.key) not in part.given for part in parts):
        raise RuleError(_("Choose, for each difference, whose answer is kept."))
    return {part.key: kept[part.key] for part in parts}


def _locked_proposal(report: Report, user: Any) -> Report:
    row = Report.locked(report.pk)
    if _place_of(row, user) is None or row.proposed_by_id == user.pk:
        raise RuleError(_("Another visitor of this visit confirms the proposal."))
    if row.proposal is None:
        raise InvalidTransition(record=row, status_label=row.get_status_display())
    return row


def _place_of(row: Report, user: Any) -> Seat | None:
    return row.visit.seats.filter(until__isnull=True, visitor=user).first()
