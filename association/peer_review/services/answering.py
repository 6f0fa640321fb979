"""What a school does about a finding: it is heard, it mends, it shows so."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from association.core import clock
from association.core.errors import RuleError
from association.core.regulated import change_status, record_event
from association.peer_review.enums import (
    CONTESTABLE,
    EntryKind,
    ExtensionState,
    FindingStatus,
    Verb,
)
from association.peer_review.models import Entry, Finding
from association.peer_review.selectors.clocks import escalation_day, longest_extension
from association.peer_review.services.entries import write_entry


@transaction.atomic
def answer_finding(
    *, finding: Finding, words: str, photos: Sequence[bytes] = (), acting_user: Any
) -> Entry:
    """Say something to a finding. This right never ends, whatever the finding's state.

    photos: JPEG, PNG or WebP as sent. Returns the entry. Raises RuleError without words or for a
    file that is no picture.
    """
    row = Finding.locked(finding.pk)
    entry = write_entry(row, EntryKind.ANSWER, words, acting_user, photos=photos, for_school=True)
    record_event(
        record=row, verb=Verb.ANSWER_FINDING, acting_user=acting_user, old_status=row.status
    )
    return entry


@transaction.atomic
def contest_facts(
    *, finding: Finding, words: str, photos: Sequence[bytes] = (), acting_user: Any
) -> Finding:
    """Ask to correct the facts, within the working days for it.

    Until it is decided, the duty to mend rests and nothing of the finding is public.
    Returns the finding. Raises RuleError once the days are over, a second time, without words, and
    for an own finding; InvalidTransition in another state.
    """
    row = Finding.locked(finding.pk)
    if row.own:
        raise RuleError(_("You noted this yourself: say in an answer what has changed."))
    if row.status in CONTESTABLE and not row.facts_open:
        raise RuleError(
            _("The days for correcting the facts are over. You can still answer in words.")
        )
    if row.entries.filter(kind=EntryKind.CORRECTION).exists():
        raise RuleError(_("These facts were contested and decided before."))
    contested = change_status(
        record=row,
        to=FindingStatus.CONTESTED,
        verb=Verb.CONTEST_FACTS,
        acting_user=acting_user,
        duty_rests_since=clock.today(),
        mended_on=None,
    )
    write_entry(row, EntryKind.CORRECTION, words, acting_user, photos=photos, for_school=True)
    return contested


@transaction.atomic
def ask_extension(*, finding: Finding, until: dt.date, words: str, acting_user: Any) -> Finding:
    """Ask for more time, once and before the deadline. Until it is decided nothing is overdue.

    Returns the finding. Raises RuleError a second time, after the deadline, for a day that is not
    later or too late, without words, and for an own finding or one that need not be mended now.
    """
    row = Finding.locked(finding.pk)
    _refuse_extension(row, until)
    row.extension, row.extension_until = ExtensionState.ASKED, until
    row.save(update_fields=["extension", "extension_until"])
    write_entry(row, EntryKind.EXTENSION, words, acting_user, for_school=True)
    record_event(
        record=row,
        verb=Verb.ASK_EXTENSION,
        acting_user=acting_user,
        old_status=row.status,
        changed={"extension_until": (None, until)},
    )
    return row


def _refuse_extension(row: Finding, until: dt.date) -> None:
    if row.own:
        raise RuleError(_("This deadline is your own: change it."))
    if row.extension != ExtensionState.NONE:
        raise RuleError(_("More time can be asked once."))
    if row.status != FindingStatus.OPEN or row.is_overdue:
        raise RuleError(_("More time is asked before the deadline, while it is to be mended."))
    last = longest_extension(row)
    if not row.due_on < until <= last:
        raise RuleError(
            _("Choose a day after %(due)s and not after %(last)s.")
            % {"due": row.due_on.isoformat(), "last": last.isoformat()}
        )


@transaction.atomic
def show_mended(
    *, finding: Finding, words: str, photos: Sequence[bytes] = (), acting_user: Any
) -> Finding:
    """Show that it is mended; somebody else re-checks it.

    Returns the finding. Raises RuleError without words and for an own finding, which the school
    closes itself; InvalidTransition in another state.
    """
    row = Finding.locked(finding.pk)
    if row.own:
        raise RuleError(_("You noted this yourself, and close it yourself."))
    mended = change_status(
        record=row,
        to=FindingStatus.MENDED,
        verb=Verb.SHOW_MENDED,
        acting_user=acting_user,
        mended_on=clock.today(),
    )
    write_entry(row, EntryKind.PROOF, words, acting_user, photos=photos, for_school=True)
    return mended


@transaction.atomic
def plan_own(*, finding: Finding, due_on: dt.date, acting_user: Any) -> Finding:
    """Set the deadline of an own finding.

    Returns the finding. Raises RuleError for a visitors' finding, one that is closed, and a day
    that is over or more than a year ahead.
    """
    row = Finding.locked(finding.pk)
    today = clock.today()
    if not row.own or not row.is_unfinished:
        raise RuleError(_("Only the deadline of an own finding that stands open is yours to set."))
    if not today <= due_on <= clock.months_later(today, 12):
        raise RuleError(_("Choose a day from today on, within a year."))
    old, row.due_on, row.escalates_on = row.due_on, due_on, escalation_day(due_on)
    row.save(update_fields=["due_on", "escalates_on"])
    record_event(
        record=row,
        verb=Verb.PLAN_OWN,
        acting_user=acting_user,
        old_status=row.status,
        changed={"due_on": (old, due_on)},
    )
    return row


@transaction.atomic
def close_own(
    *, finding: Finding, words: str, photos: Sequence[bytes] = (), acting_user: Any
) -> Finding:
    """Close an own finding: the school says that it is mended, and how.

    Returns the finding. Raises RuleError without words and for a visitors' finding;
    InvalidTransition once it is closed.
    """
    row = Finding.locked(finding.pk)
    if not row.own:
        raise RuleError(_("What visitors found is re-checked by others."))
    closed = change_status(
        record=row,
        to=FindingStatus.CLOSED,
        verb=Verb.CLOSE_OWN,
        acting_user=acting_user,
        mended_on=clock.today(),
        closed_on=clock.today(),
    )
    write_entry(row, EntryKind.PROOF, words, acting_user, photos=photos, for_school=True)
    return closed
