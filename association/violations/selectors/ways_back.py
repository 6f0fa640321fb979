"""The three ways back: who hears them, from which day, and what came of them."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from association.accounts.models import User
from association.core import clock
from association.core.clock import months_later
from association.core.errors import RuleError
from association.core.workdays import working_days_between
from association.plaques.models import MeasureProposal
from association.violations.enums import Part
from association.violations.models import Case, CaseSettings, NoticePage
from association.violations.models.review import wording_at, wording_of
from association.violations.selectors.people import stands_against

HEARS = "violations.hear_appeal"


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


def why_not_name(user: Any, case: Case) -> str:
    """Say why whoever worked on a case does not name who hears its appeal; else empty.

    Nobody chooses who looks at their own work. Whoever hears the appeal had no part before, and may
    name more people.
    """
    if cases_worked_on(user).filter(pk=case.pk).exists():
        return _("You had a part in this case, so others name who hears its appeal.")
    return ""


def cases_worked_on(user: Any) -> QuerySet[Case]:
    """Return the cases that a person looked into, decided or met a danger in."""
    had = user.case_parts.exclude(part=Part.APPEAL)
    danger = MeasureProposal.objects.filter(_by(user)).exclude(basis="")
    return Case.objects.filter(Q(pk__in=had.values("case")) | Q(code__in=danger.values("basis")))


def repair_day(case: Case) -> dt.date | None:
    """Return the first day on which a repair can be asked for; None where the entry ends before."""
    if case.in_force_on is None:
        return None
    day = months_later(case.in_force_on, CaseSettings.load().repair_months(case.severity))
    return day if day <= case.public_until else None


def can_be_repaired(case: Case) -> bool:
    """Say whether an entry stands long enough for a repair to be asked for."""
    return case.months > CaseSettings.load().repair_months(case.severity)


def days_left(day: dt.date) -> int:
    """Return how many working days are left after today; 0 on the last day, -1 once it is over."""
    today = clock.today()
    return working_days_between(today, day) if day >= today else -1


def is_corrected_since(case: Case, moment: dt.datetime) -> bool:
    """Say whether the notice's text that is approved now differs from the one of a moment.

    False where there is no notice, or none that was ever approved.
    """
    page = NoticePage.objects.live().select_related("live_revision").filter(case=case).first()
    if page is None or page.live_revision is None:
        return False
    return wording_of(page.live_revision.content) != wording_at(page, moment)


def _met_danger(case: Case) -> Any:
    return MeasureProposal.objects.filter(basis=case.code)


def _by(user: Any) -> Q:
    return Q(proposed_by=user) | Q(decided_by=user)
