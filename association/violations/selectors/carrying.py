"""Whom a decision reaches: the plaques, and the promise as each plaque's pledge has it."""

from django.db.models import Q, QuerySet

from association.plaques.enums import LIVING_STATUSES, MeasureKind, PlaqueStatus
from association.plaques.models import MeasureProposal, Plaque
from association.pledges.models import Promise
from association.violations.enums import Measure
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


def plaques_reached(case: Case) -> QuerySet[Plaque]:
    """Return the plaques a decision reaches: the school's living ones.

    A plaque that was given back after the case was opened is reached by a taking back as well:
    leaving does not outrun a decision.
    """
    reached = Q(status__in=LIVING_STATUSES)
    if ON_PLAQUE.get(Measure(case.measure)) == MeasureKind.REVOKE:
        reached |= Q(status=PlaqueStatus.RETURNED, status_since__gte=case.opened_at)
    return Plaque.objects.filter(reached, school=case.school_id).order_by("pk")


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
