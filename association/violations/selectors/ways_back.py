"""The three ways back: who hears them, from which day, and what came of them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.core import clock
from association.core.clock import months_later
from association.core.errors import RuleError
from association.core.workdays import working_days_between
from association.plaques.models import MeasureProposal
from association.violations.enums import ObjectionStatus
from association.violations.models import Case, CaseSettings
from association.violations.selectors.people import stands_against

HEARS = "violations.hear_appeal"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an objection, as everybody may read it. label: of its state."""

    code: str
    label: str
    day: dt.date
    reasons: str


def why_no_second_part(user: Any, case: Case) -> str:
    """Return in a sentence why a person does not look at a case once more; empty where they may.

    Nobody against whom something stands, nobody with any part in the case before, and nobody who
    proposed or approved a suspension for danger in it.
    """
    if why := stands_against(user, school=case.school, finding=case.finding):
        return why
    if case.people.filter(user=user).exists() or _met_danger(case).filter(_by(user)).exists():
        return _("You had a part in this case, so others look at it once more.")
    return ""


def refuse_second_part(user: Any, case: Case) -> None:
    """Raise RuleError where a person had a part in a case, or something stands against one."""
    if user is not None and (why := why_no_second_part(user, case)):
        raise RuleError(why)


def possible_panel(case: Case) -> list[User]:
    """Return who can be named to hear an appeal, in the order of their names."""
    hearing = User.objects.with_perm(HEARS, backend="django.contrib.auth.backends.ModelBackend")
    danger = _met_danger(case)
    free = (
        hearing.exclude(pk__in=case.people.values("user"))
        .exclude(pk__in=danger.values("proposed_by"))
        .exclude(pk__in=danger.filter(decided_by__isnull=False).values("decided_by"))
        .order_by("first_name", "username")
    )
    return [
        user for user in free if not stands_against(user, school=case.school, finding=case.finding)
    ]


def repair_day(case: Case) -> dt.date | None:
    """Return the first day on which a repair can be asked for; None where the entry ends before."""
    if case.in_force_on is None:
        return None
    day = months_later(case.in_force_on, CaseSettings.load().repair_months(case.severity))
    return day if day <= case.public_until else None


def days_left(day: dt.date) -> int:
    """Return how many working days are left after today; 0 on the last day, -1 once it is over."""
    today = clock.today()
    return working_days_between(today, day) if day >= today else -1


def outcomes_of(case: Case) -> list[Outcome]:
    """Return the objections by which an entry was corrected or withdrawn, the earliest first.

    Nothing in it tells who objected. One query.
    """
    told = [ObjectionStatus.CORRECTED, ObjectionStatus.WITHDRAWN]
    rows = case.objections.filter(status__in=told).order_by("decided_at", "pk")
    return [
        Outcome(
            each.code, each.get_status_display(), timezone.localdate(each.decided_at), each.reasons
        )
        for each in rows
    ]


def _met_danger(case: Case) -> Any:
    return MeasureProposal.objects.filter(basis=case.code)


def _by(user: Any) -> Q:
    return Q(proposed_by=user) | Q(decided_by=user)
