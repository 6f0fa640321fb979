"""Decisions on findings: on contested facts, on more time, and on what a re-check saw.

Nobody decides on the own school, and nobody on what they noted themselves.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import InvalidTransition, RuleError
from association.core.regulated import change_status, record_event
from association.peer_review.enums import EntryKind, ExtensionState, FindingStatus, Verb
from association.peer_review.models import Finding, ReportEvent
from association.peer_review.selectors.clocks import (
    LEAST_AFTER_RECHECK,
    LEAST_AFTER_REFUSAL,
    at_least,
    earliest_recheck,
    resumed,
)
from association.peer_review.selectors.people import is_noter, refuse_own, refuse_tied
from association.peer_review.services.entries import write_entry


@transaction.atomic
def uphold_facts(*, finding: Finding, words: str, acting_user: Any) -> Finding:
    """Let contested facts stand. The duty to mend goes on with the days that were left.

    Returns the finding. Raises RuleError without words and to whoever may not decide;
    InvalidTransition unless the facts are contested.
    """
    row = _locked_for(finding, acting_user)
    return _facts_decided(row, Verb.UPHOLD_FACTS, words, acting_user)


@transaction.atomic
def correct_facts(*, finding: Finding, facts: str, words: str, acting_user: Any) -> Finding:
    """Correct contested facts; what they read before stays on record.

    Returns the finding. Raises as `uphold_facts`, and RuleError without facts.
    """
    row = _locked_for(finding, acting_user)
    if not facts.strip():
        raise RuleError(_("Write what the facts are."))
    return _facts_decided(row, Verb.CORRECT_FACTS, words, acting_user, facts=facts.strip())


@transaction.atomic
def drop_finding(*, finding: Finding, words: str, acting_user: Any) -> Finding:
    """Let a finding fall away: the facts its school contested were wrong. It stays on record alone.

    Returns the finding. Raises as `uphold_facts`.
    """
    row = _locked_for(finding, acting_user)
    _refuse_unless(row, FindingStatus.CONTESTED)
    _refuse_own_decision(row, acting_user)
    dropped = change_status(
        record=row,
        to=FindingStatus.WITHDRAWN,
        verb=Verb.DROP_FINDING,
        acting_user=acting_user,
        duty_rests_since=None,
        closed_on=clock.today(),
    )
    write_entry(row, EntryKind.DECISION, words, acting_user)
    return dropped


@transaction.atomic
def decide_extension(*, finding: Finding, granted: bool, words: str, acting_user: Any) -> Finding:
    """Grant more time as asked, or none; then at least two working days remain.

    Returns the finding. Raises RuleError unless more time was asked, without words, and to whoever
    may not decide.
    """
    row = _locked_for(finding, acting_user)
    if row.extension != ExtensionState.ASKED:
        raise RuleError(_("No more time was asked for, or it is decided."))
    state = ExtensionState.GRANTED if granted else ExtensionState.REFUSED
    _refuse_unless(row, FindingStatus.OPEN)
    moved = at_least(row, LEAST_AFTER_REFUSAL, until=row.extension_until if granted else None)
    old = row.due_on
    for name, value in {"extension": state, **moved}.items():
        setattr(row, name, value)
    row.save(update_fields=["extension", *moved])
    write_entry(row, EntryKind.EXTENSION, words, acting_user)
    record_event(
        record=row,
        verb=Verb.GRANT_EXTENSION if granted else Verb.REFUSE_EXTENSION,
        acting_user=acting_user,
        old_status=row.status,
        changed={"due_on": (old, row.due_on)},
    )
    return row


@transaction.atomic
def recheck(
    *,
    finding: Finding,
    mended: bool,
    words: str,
    photos: Sequence[bytes] = (),
    acting_user: Any,
) -> Finding:
    """Look again at what the school says is mended: close it, or say what is still to be done.

    mended: it holds now. If not, at least five working days remain, unless it was late already.
    Returns the finding. Raises RuleError without words, to whoever noted it, acts for the school or
    for one tied to it, and before S2 had its days; InvalidTransition unless the school showed it.
    """
    row = _locked_for(finding, acting_user)
    _refuse_unless(row, FindingStatus.MENDED)
    if mended and clock.today() < earliest_recheck(row):
        raise RuleError(
            _("This is looked at again from %(day)s on, to see whether it lasts.")
            % {"day": earliest_recheck(row).isoformat()}
        )
    moved = {"closed_on": clock.today()} if mended else _more_days(row)
    checked = change_status(
        record=row,
        to=FindingStatus.CLOSED if mended else FindingStatus.OPEN,
        verb=Verb.RECHECK,
        acting_user=acting_user,
        **moved,
    )
    write_entry(row, EntryKind.RECHECK, words, acting_user, photos=photos)
    return checked


def _facts_decided(
    row: Finding, verb: Verb, words: str, acting_user: Any, facts: str | None = None
) -> Finding:
    _refuse_unless(row, FindingStatus.CONTESTED)
    _refuse_own_decision(row, acting_user)
    before = row.facts
    decided = change_status(
        record=row,
        to=FindingStatus.OPEN,
        verb=verb,
        acting_user=acting_user,
        facts_stand_on=clock.today(),
        facts=before if facts is None else facts,
        **resumed(row),
    )
    changed = "" if facts is None else before
    write_entry(row, EntryKind.DECISION, words, acting_user, facts_before=changed)
    return decided


def _more_days(row: Finding) -> dict[str, Any]:
    """Whoever said in time that it is mended gets days for the rest; being late is not undone."""
    in_time = row.mended_on is not None and row.mended_on <= row.due_on
    return at_least(row, LEAST_AFTER_RECHECK) if in_time else {}


def _refuse_own_decision(row: Finding, user: Any) -> None:
    """Whoever decided between the visitors' answers does not judge the objection to them."""
    decided = ReportEvent.objects.filter(
        record__visit=row.visit_id, verb=Verb.DECIDE_AGREEMENT, acting_user=user
    )
    if user is not None and decided.exists():
        raise RuleError(_("You decided on these answers yourself, so somebody else decides."))


def _refuse_unless(row: Finding, status: FindingStatus) -> None:
    """The state may lead to the wanted one by another verb; this one begins here alone."""
    if row.status != status:
        raise InvalidTransition(record=row, status_label=row.get_status_display())


def _locked_for(finding: Finding, user: Any) -> Finding:
    row = Finding.locked(finding.pk)
    if row.own:
        raise RuleError(_("The school noted this about itself; nobody else decides on it."))
    refuse_own(user, row.school)
    refuse_tied(row.visit, user)
    if is_noter(user, row.visit):
        raise RuleError(_("You noted this yourself, so somebody else decides."))
    return row
