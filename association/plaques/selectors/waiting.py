"""What waits for the secretariat: accepted pledges whose plaque is not issued yet."""

from django.db.models import QuerySet

from association.alliances.models import Campus
from association.plaques.models import Plaque
from association.pledges.models import Pledge


def pledges_without_plaque() -> QuerySet[Pledge]:
    """Return the pledges in force on which no plaque was ever issued, longest waiting first."""
    waiting = Pledge.objects.accepted().filter(plaques__isnull=True)
    return waiting.select_related("school").order_by("decided_at", "pk")


def campuses_without_plaque(pledge: Pledge) -> QuerySet[Campus]:
    """Return the campuses of the school that have no plaque on this pledge, main one first."""
    hung = Plaque.objects.filter(pledge=pledge).values("campus")
    return pledge.school.campuses.exclude(pk__in=hung)
