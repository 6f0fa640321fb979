"""What became of a decision later: withdrawn, repaired, or ended by itself."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from association.core import clock
from association.violations.enums import Aftermath
from association.violations.models import Case


@dataclass(frozen=True, slots=True)
class Later:
    """What became of a decision. day: that of the withdrawal or repair; the entry's last day."""

    kind: Aftermath
    day: dt.date


def aftermath_of(case: Case) -> Later | None:
    """Return what became of a decision; None while it stands. Read from the row alone.

    An entry ends by its day, whether or not anybody closed the case.
    """
    if case.annulled_at is not None:
        return Later(Aftermath.WITHDRAWN, timezone.localdate(case.annulled_at))
    if case.repaired_on is not None:
        return Later(Aftermath.REPAIRED, case.repaired_on)
    if case.in_force_on is not None and case.public_until < clock.today():
        return Later(Aftermath.RUN_OUT, case.public_until)
    return None
