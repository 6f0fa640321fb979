"""What was done against danger in a case: which plaques it suspends today, and until when."""

from django.db.models import Exists, OuterRef, QuerySet

from association.core import clock
from association.peer_review.enums import Severity
from association.plaques.enums import MeasureKind, PlaqueStatus
from association.plaques.models import MeasureProposal, Plaque
from association.violations.enums import UNDECIDED
from association.violations.models import Case


def precautions() -> QuerySet[MeasureProposal]:
    """Return the suspensions for danger that were carried out, ended or not."""
    done = MeasureProposal.objects.filter(carried_out_at__isnull=False, told_until__isnull=True)
    return done.filter(kind=MeasureKind.SUSPEND)


def met_before(plaque: Plaque) -> QuerySet[MeasureProposal]:
    """Return the precautions at a plaque's campus of cases on which nothing is decided yet.

    Another number at the same gate is no other danger, nor is another case with the same school.
    """
    waiting = Case.objects.filter(school=plaque.school_id, status__in=UNDECIDED)
    return precautions().filter(plaque__campus=plaque.campus_id, basis__in=waiting.values("code"))


def suspended_by(case: Case) -> list[MeasureProposal]:
    """Return the precautions of a case that hold today, each with its plaque. One query or none."""
    if case.severity != Severity.S3:
        return []
    later = MeasureProposal.objects.filter(
        plaque=OuterRef("plaque"), carried_out_at__isnull=False, pk__gt=OuterRef("pk")
    )
    held = precautions().filter(
        ~Exists(later),
        basis=case.code,
        plaque__status=PlaqueStatus.SUSPENDED,
        plaque__suspended_until__gte=clock.today(),
    )
    return list(held.select_related("plaque__campus").order_by("plaque"))


def left_suspended_by(case: Case) -> QuerySet[Plaque]:
    """Return the plaques whose school left while the case suspended them for danger."""
    later = MeasureProposal.objects.filter(
        plaque=OuterRef("plaque"), carried_out_at__isnull=False, pk__gt=OuterRef("pk")
    )
    held = precautions().filter(~Exists(later), basis=case.code)
    return Plaque.objects.filter(
        status=PlaqueStatus.RETURNED, pk__in=held.values("plaque")
    ).exclude(resumes_as="")
