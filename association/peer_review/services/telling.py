"""A school is told of what did not hold, and by when it is to be mended."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from association.alliances.models import School
from association.core import clock
from association.core.numbering import next_number
from association.core.regulated import record_event
from association.core.workdays import add_working_days
from association.peer_review.checklists.answers import Failure, check_answers
from association.peer_review.checklists.questions import all_questions, groups_of
from association.peer_review.checklists.rooms import Place
from association.peer_review.enums import Verb
from association.peer_review.models import (
    ChecklistItem,
    ChecklistVersion,
    Finding,
    FindingSettings,
    Submission,
    Visit,
)
from association.peer_review.selectors.clocks import escalation_day


def tell_findings(*, visit: Visit, failures: Iterable[Failure], acting_user: Any) -> list[Finding]:
    """Tell the school what visitors found. Call it in the transaction of the report.

    What the school had told of itself before the visit, and not yet closed, says so and keeps the
    later of both deadlines, within an extension. Of two visits to a school the later one tells only
    what is not told and open already. Returns the findings.
    """
    told_before = _told_before(visit)
    known = _known(visit)
    found = []
    for failure, item in _with_items(visit.round.checklist, failures):
        if failure.place not in known:
            before = told_before.get(failure.place)
            found.append(_tell(visit, failure, item, acting_user, before=before))
    return found


def tell_own(*, visit: Visit, submission: Submission, acting_user: Any) -> list[Finding]:
    """Open own findings from a school's check of itself; never public, closed by the school.

    What this check told before, or an earlier one and still stands open, is not told twice.
    Returns the new ones.
    """
    # A report locks its school before the counter of findings; so does this, or both might wait.
    School.objects.select_for_update(no_key=True).get(pk=visit.school_id)
    groups = groups_of(visit.round.checklist)
    checked = check_answers(groups, submission.answers, peer=False, with_photos=False)
    own = Finding.objects.filter(school=visit.school_id, own=True)
    there = {each.place for each in own.unfinished() | own.filter(visit=visit)}
    return [
        _tell(visit, failure, item, acting_user, own=True)
        for failure, item in _with_items(visit.round.checklist, checked.failures)
        if failure.place not in there
    ]


def _tell(
    visit: Visit,
    failure: Failure,
    item: ChecklistItem,
    acting_user: Any,
    *,
    own: bool = False,
    before: dt.date | None = None,
) -> Finding:
    today, rules = clock.today(), FindingSettings.load()
    due_on = add_working_days(today, rules.days_to_mend(item.severity))
    if before is not None:
        # The own deadline is the school's to set, so it moves this one by an extension at most.
        due_on = max(due_on, min(before, add_working_days(due_on, rules.extension_days)))
    finding = Finding.objects.create(
        code=_next_code(today),
        visit=visit,
        school=visit.school,
        item_code=item.code,
        row=failure.row or 0,
        room=failure.room,
        promise=item.promise,
        breach=item.breach,
        severity=item.severity,
        text_zh=item.text_zh,
        text_en=item.text_en,
        facts=failure.note,
        own=own,
        self_reported=before is not None,
        told_on=today,
        # The working days to correct the facts run out on the day before.
        facts_stand_on=today if own else _day_after(add_working_days(today, rules.correction_days)),
        due_on=due_on,
        escalates_on=escalation_day(due_on, rules),
    )
    record_event(record=finding, verb=Verb.TELL_FINDING, acting_user=acting_user, first=True)
    return finding


def _with_items(
    version: ChecklistVersion, failures: Iterable[Failure]
) -> list[tuple[Failure, ChecklistItem]]:
    items = {each.code: each.item for each in all_questions(groups_of(version))}
    return [(failure, items[failure.code]) for failure in failures]


def _known(visit: Visit) -> set[Place]:
    """Return what the other of two visits told and still stands open, whichever was first."""
    other = Q(visit__again_of=visit)
    if visit.again_of_id:
        other |= Q(visit=visit.again_of_id)
    return {each.place for each in Finding.objects.filter(other).unfinished()}


def _told_before(visit: Visit) -> dict[Place, dt.date]:
    """Return the deadlines of what the school had told of itself by the day of the visit."""
    days = visit.submissions.order_by("visited_on").values_list("visited_on", flat=True)
    own = Finding.objects.filter(school=visit.school_id, own=True).unfinished()
    told = own.filter(told_on__lt=days.first() or clock.today())
    return {each.place: each.due_on for each in told}


def _next_code(day: dt.date) -> str:
    return f"F-{day.year}-{next_number(series='finding', year=day.year):04d}"


def _day_after(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=1)
