"""A case as it would be after an act, so that a page shows beforehand what the school will read."""

import copy
import datetime as dt

from association.core import clock
from association.core.workdays import add_working_days
from association.violations.enums import CaseStatus, Measure
from association.violations.models import Case, CaseSettings
from association.violations.services.deciding import first_final_day


def as_told(case: Case, *, in_view: Measure) -> Case:
    """Return a copy of a case as `tell_school` would leave it today; never saved."""
    told = copy.copy(case)
    told.status, told.told_at, told.in_view = CaseStatus.TOLD, clock.now(), in_view
    told.answer_by = add_working_days(clock.today(), CaseSettings.load().answer_days)
    return told


def as_decided(case: Case) -> Case:
    """Return a copy of a case as the deciding vote would leave it today; never saved."""
    decided = copy.copy(case)
    decided.status, decided.decided_at = CaseStatus.DECIDED, clock.now()
    decided.mend_by = _mend_by(case)
    decided.final_on = first_final_day()
    return decided


def as_in_force(case: Case) -> Case:
    """Return a copy of a case as it would be, put in force today; never saved."""
    held, today = copy.copy(case), clock.today()
    held.status, held.in_force_on = CaseStatus.IN_FORCE, today
    held.public_until = clock.months_later(today, case.months) - dt.timedelta(days=1)
    return held


def _mend_by(case: Case) -> dt.date | None:
    if case.measure != Measure.MEND:
        return None
    return add_working_days(clock.today(), CaseSettings.load().mend_days)
