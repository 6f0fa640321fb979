"""What a school asked for once its case was decided: its appeal, objections and repairs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from association.alliances.models import School
from association.violations.enums import (
    OPEN_OBJECTIONS,
    AppealStatus,
    ObjectionStatus,
    RepairStatus,
)
from association.violations.models import Appeal, Case, Objection, Repair
from association.violations.selectors.school import days_left_to

# Which look of `components/status_badge.html` goes with which outcome; others are under way.
LOOKS: dict[str, str] = {
    AppealStatus.UPHELD: "done",
    AppealStatus.REJECTED: "withdrawn",
    ObjectionStatus.CORRECTED: "done",
    ObjectionStatus.WITHDRAWN: "done",
    RepairStatus.GRANTED: "done",
    RepairStatus.REFUSED: "withdrawn",
}


# Working days after today, by the last day; none of a day that is over.
Left = Mapping[dt.date, int]


@dataclass(frozen=True, slots=True)
class Matter:
    """Something a school asked for, its clock and what came of it.

    left: working days after today, -1 once the day is over; None once it is answered. asked_others:
    why it takes longer. address: of the receipt, for an objection.
    """

    what: str
    code: str
    label: str
    look: str
    lodged_on: dt.date
    answer_by: dt.date
    left: int | None
    decided_on: dt.date | None
    reasons: str
    asked_others: str = ""
    address: str = ""


def matters_of(case: Case) -> list[Matter]:
    """Return what a school asked for in a case, the latest first. Four queries once it is decided.

    Objections of others are theirs alone, so they are not among them.
    """
    if case.decided_at is None:
        return []
    appeals, repairs = list(case.appeals.all()), list(case.repairs.all())
    objections = list(case.objections.filter(by_school=True))
    waiting = {row.answer_by for row in (*appeals, *objections, *repairs) if row.decided_at is None}
    left = days_left_to(waiting)
    found = [
        *(_appeal(each, left) for each in appeals),
        *(_objection(each, left) for each in objections),
        *(_repair(each, left) for each in repairs),
    ]
    return sorted(found, key=lambda matter: (matter.lodged_on, matter.code), reverse=True)


def open_matters(school: School) -> int:
    """Return how many things a school asked for wait for their answer. One query."""
    own = Q(objections__by_school=True, objections__status__in=OPEN_OBJECTIONS)
    counts = Case.objects.filter(school=school).aggregate(
        appeals=Count("appeals", filter=Q(appeals__decided_at__isnull=True), distinct=True),
        objections=Count("objections", filter=own, distinct=True),
        repairs=Count("repairs", filter=Q(repairs__decided_at__isnull=True), distinct=True),
    )
    return sum(counts.values())


def _appeal(row: Appeal, left: Left) -> Matter:
    return _matter(row, left, pgettext("of a school", "Appeal"), row.lodged_at, row.reasons)


def _objection(row: Objection, left: Left) -> Matter:
    is_open = row.is_open
    return _matter(
        row,
        left,
        pgettext("of a school", "Objection"),
        row.lodged_at,
        "" if is_open else row.reasons,
        # That a withdrawal was proposed is told once it is decided.
        label=pgettext("objection", "Being looked at") if is_open else "",
        asked_others=row.asked_others,
        address=reverse("violations:objection", args=[row.receipt]),
    )


def _repair(row: Repair, left: Left) -> Matter:
    return _matter(row, left, pgettext("of a school", "Repair"), row.asked_at, row.reasons)


def _matter(
    row: Appeal | Objection | Repair,
    left: Left,
    what: str,
    lodged_at: dt.datetime,
    reasons: str,
    *,
    label: str = "",
    asked_others: str = "",
    address: str = "",
) -> Matter:
    is_over = row.decided_at is not None
    return Matter(
        what=what,
        code=row.code,
        label=label or row.get_status_display(),
        look=LOOKS.get(row.status, "submitted") if is_over else "submitted",
        lodged_on=timezone.localdate(lodged_at),
        answer_by=row.answer_by,
        left=None if is_over else left.get(row.answer_by, -1),
        decided_on=timezone.localdate(row.decided_at) if is_over else None,
        reasons=reasons,
        asked_others=asked_others,
        address=address,
    )
