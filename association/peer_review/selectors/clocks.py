"""Deadlines of findings: how they are moved, and by how much."""

import datetime as dt
from typing import Any

from django.utils import timezone

from association.core import clock
from association.core.workdays import add_working_days, working_days_between
from association.peer_review.enums import Verb
from association.peer_review.models import Finding, FindingSettings, Report

LEAST_AFTER_REFUSAL = 2  # working days that remain after a decision against the school
LEAST_AFTER_RECHECK = 5  # working days that remain once a re-check found it unmended


def escalation_day(due_on: dt.date, rules: FindingSettings | None = None) -> dt.date:
    """Return the first day on which an overdue finding is the secretariat's matter."""
    days = (rules or FindingSettings.load()).lead_days
    return add_working_days(due_on, days) + dt.timedelta(days=1)


def moved_to(due_on: dt.date) -> dict[str, Any]:
    """Return the fields of a finding whose deadline becomes this day."""
    return {"due_on": due_on, "escalates_on": escalation_day(due_on)}


def resumed(finding: Finding) -> dict[str, Any]:
    """Return the fields of a finding whose duty rested until today.

    It has as many working days left as it had when its facts were contested, two at the least.
    """
    left = working_days_between(finding.duty_rests_since, finding.due_on)
    due_on = add_working_days(clock.today(), max(left, LEAST_AFTER_REFUSAL))
    return {"duty_rests_since": None, **moved_to(max(due_on, finding.due_on))}


def at_least(
    finding: Finding, working_days: int, *, until: dt.date | None = None
) -> dict[str, Any]:
    """Return the fields of a finding that gets at least so many working days from today.

    until: a day that was asked for. No deadline comes earlier than it was.
    """
    least = add_working_days(clock.today(), working_days)
    return moved_to(max(finding.due_on, least, until or least))


def decidable_on(report: Report) -> dt.date:
    """Return the first day on which whoever runs the round can decide where visitors differ.

    The visitors have some working days to agree. Where one of them has said no to the other's
    proposal, or fewer than two are named, there is nothing to wait for.
    """
    named = report.visit.seats.filter(until__isnull=True, visitor__isnull=False)
    refused = report.events.filter(verb=Verb.REJECT_AGREEMENT)
    if named.count() < 2 or refused.exists():
        return timezone.localdate(report.created_at)
    days = FindingSettings.load().agreement_days
    return add_working_days(timezone.localdate(report.created_at), days)


def longest_extension(finding: Finding) -> dt.date:
    """Return the last day until which more time can be asked."""
    return add_working_days(finding.due_on, FindingSettings.load().extension_days)


def earliest_recheck(finding: Finding, rules: FindingSettings | None = None) -> dt.date:
    """Return the first day on which a mended finding can be closed.

    S2 is looked at again some days later, to see whether it lasts; the others at once.
    """
    if finding.severity != "S2" or finding.mended_on is None:
        return finding.mended_on or clock.today()
    return finding.mended_on + dt.timedelta(days=(rules or FindingSettings.load()).settled_days)
