"""Whom a decision reaches, what stands beside it, and what of it a plaque still says."""

import datetime as dt

from django.db.models import Q, QuerySet

from association.alliances.models import School
from association.core import clock
from association.core.clock import months_later
from association.plaques.enums import LIVING_STATUSES, MeasureKind, PlaqueStatus
from association.plaques.models import MeasureProposal, Plaque
from association.pledges.models import Promise
from association.violations.enums import PLAQUE_MEASURES, Measure
from association.violations.models import Case

# What becomes of a plaque by a measure; whoever is no member any more has none.
ON_PLAQUE = {
    Measure.SUSPEND: MeasureKind.SUSPEND,
    Measure.REVOKE: MeasureKind.REVOKE,
    Measure.EXPEL: MeasureKind.REVOKE,
}
BACK = {
    MeasureKind.SUSPEND: MeasureKind.REINSTATE,
    MeasureKind.REVOKE: MeasureKind.RESTORE,
}
HELD = {
    MeasureKind.SUSPEND: PlaqueStatus.SUSPENDED,
    MeasureKind.REVOKE: PlaqueStatus.REVOKED,
}


def plaques_reached(case: Case) -> QuerySet[Plaque]:
    """Return the plaques a decision reaches: the school's living ones.

    A plaque that was given back after the case was opened is reached by a taking back as well:
    leaving does not outrun a decision.
    """
    reached = Q(status__in=LIVING_STATUSES)
    if takes_back(case):
        reached |= Q(status=PlaqueStatus.RETURNED, status_since__gte=case.opened_at)
    return Plaque.objects.filter(reached, school=case.school_id).order_by("pk")


def plaques_changed(case: Case) -> QuerySet[Plaque]:
    """Return the plaques of which a decision changes what they say.

    A suspension never ends earlier for another one: a plaque that is suspended for as long or
    longer already stays as it is, and this one takes over if that is undone.
    """
    rows = plaques_reached(case)
    if takes_back(case):
        return rows
    longer = Q(status=PlaqueStatus.SUSPENDED, suspended_until__gte=last_day_of(case))
    return rows.exclude(pk__in=Plaque.objects.filter(longer).values("pk"))


def last_day_of(case: Case) -> dt.date:
    """Return the last day of a public decision's entry, as it is or as it would be from today."""
    in_force = case.public_until
    return in_force or months_later(clock.today(), case.months) - dt.timedelta(days=1)


def decisions_on_plaques(school: School) -> list[Case]:
    """Return the decisions on a school's plaques that are in force today, the hardest first.

    Of those that are equally hard, the one that lasts longest comes first. One query.
    """
    rows = Case.objects.public().filter(school=school, measure__in=PLAQUE_MEASURES)
    return sorted(rows.select_related("school", "promise"), key=_hardness, reverse=True)


def _hardness(case: Case) -> tuple[bool, dt.date, int]:
    return takes_back(case), case.public_until, case.pk


def takes_back(case: Case) -> bool:
    """Whether a decision takes the school's plaques back, and ends its pledge."""
    return ON_PLAQUE.get(Measure(case.measure)) == MeasureKind.REVOKE


def promise_on(plaque: Plaque, case: Case) -> Promise:
    """Return the broken promise as the plaque's own pledge has it, else as the case has it."""
    version = plaque.pledge.covenant_version_id
    own = Promise.objects.filter(version=version, code=case.promise.code).first()
    return own or case.promise


def carried_out(case: Case) -> QuerySet[MeasureProposal]:
    """Return the last measure that was carried out by a case on each plaque."""
    done = MeasureProposal.objects.filter(basis=case.code, carried_out_at__isnull=False)
    last = {pk: newest for newest, pk in done.order_by("pk").values_list("pk", "plaque")}
    return done.filter(pk__in=last.values()).select_related("plaque__school").order_by("pk")


def is_last(done: MeasureProposal) -> bool:
    """Whether nothing was carried out on the plaque after a measure."""
    later = done.plaque.proposals.filter(carried_out_at__isnull=False, pk__gt=done.pk)
    return not later.exists()


def still_holds(done: MeasureProposal) -> bool:
    """Whether a measure is what the plaque says now: not ended by its day, nor by another case."""
    plaque = done.plaque
    held = plaque.status == HELD[MeasureKind(done.kind)] and not plaque.suspension_over
    return held and is_last(done)
